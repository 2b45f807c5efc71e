---- MODULE Peterson ----
\* specs/peterson for TLC: N processes climb N - 1 rungs to the critical section.
EXTENDS Naturals
CONSTANT N
VARIABLES at, level, last

Process == 0 .. N - 1
Rung == 1 .. N - 1

Init ==
  /\ at = [p \in Process |-> "idle"]
  /\ level = [p \in Process |-> 0]
  /\ last = [r \in Rung |-> 0]

Compete(p) ==
  /\ at[p] = "idle"
  /\ at' = [at EXCEPT ![p] = "arriving"]
  /\ level' = [level EXCEPT ![p] = 1]
  /\ last' = last

Arrive(p) ==
  /\ at[p] = "arriving"
  /\ at' = [at EXCEPT ![p] = "waiting"]
  /\ last' = [last EXCEPT ![level[p]] = p]
  /\ level' = level

\* One condition for TLC, which would count the parts of a disjunction as actions of their own.
MayPass(p) == IF last[level[p]] = p THEN \A q \in Process \ {p} : level[q] < level[p] ELSE TRUE

Climb(p) ==
  /\ at[p] = "waiting" /\ level[p] < N - 1 /\ MayPass(p)
  /\ at' = [at EXCEPT ![p] = "arriving"]
  /\ level' = [level EXCEPT ![p] = @ + 1]
  /\ last' = last

Enter(p) ==
  /\ at[p] = "waiting" /\ level[p] = N - 1 /\ MayPass(p)
  /\ at' = [at EXCEPT ![p] = "critical"]
  /\ UNCHANGED <<level, last>>

Leave(p) ==
  /\ at[p] = "critical"
  /\ at' = [at EXCEPT ![p] = "idle"]
  /\ level' = [level EXCEPT ![p] = 0]
  /\ last' = last

Next == \E p \in Process : Compete(p) \/ Arrive(p) \/ Climb(p) \/ Enter(p) \/ Leave(p)

Safe == \A p \in Process : at[p] = "critical" => \A q \in Process \ {p} : at[q] # "critical"
====
