---- MODULE TwoPhase ----
\* specs/two-phase for TLC: a coordinator and N resource managers.
EXTENDS Naturals
CONSTANT N
VARIABLES state, told, heard, decided, commitSent, abortSent

Manager == 0 .. N - 1

Init ==
  /\ state = [m \in Manager |-> "working"]
  /\ told = {} /\ heard = {}
  /\ decided = FALSE /\ commitSent = FALSE /\ abortSent = FALSE

Hear(m) ==
  /\ ~decided /\ m \in told
  /\ heard' = heard \cup {m}
  /\ UNCHANGED <<state, told, decided, commitSent, abortSent>>

DecideToCommit ==
  /\ ~decided /\ heard = Manager
  /\ decided' = TRUE /\ commitSent' = TRUE
  /\ UNCHANGED <<state, told, heard, abortSent>>

DecideToAbort ==
  /\ ~decided
  /\ decided' = TRUE /\ abortSent' = TRUE
  /\ UNCHANGED <<state, told, heard, commitSent>>

Prepare(m) ==
  /\ state[m] = "working"
  /\ state' = [state EXCEPT ![m] = "prepared"]
  /\ told' = told \cup {m}
  /\ UNCHANGED <<heard, decided, commitSent, abortSent>>

GiveUp(m) ==
  /\ state[m] = "working"
  /\ state' = [state EXCEPT ![m] = "aborted"]
  /\ UNCHANGED <<told, heard, decided, commitSent, abortSent>>

Commit(m) ==
  /\ commitSent
  /\ state' = [state EXCEPT ![m] = "committed"]
  /\ UNCHANGED <<told, heard, decided, commitSent, abortSent>>

Abort(m) ==
  /\ abortSent
  /\ state' = [state EXCEPT ![m] = "aborted"]
  /\ UNCHANGED <<told, heard, decided, commitSent, abortSent>>

Next ==
  \/ DecideToCommit
  \/ DecideToAbort
  \/ \E m \in Manager : Hear(m) \/ Prepare(m) \/ GiveUp(m) \/ Commit(m) \/ Abort(m)

Safe == (\A m \in Manager : state[m] # "committed") \/ (\A m \in Manager : state[m] # "aborted")
====
