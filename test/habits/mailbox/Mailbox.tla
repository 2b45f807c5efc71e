---- MODULE Mailbox ----
EXTENDS Naturals
VARIABLES letters, worker
vars == <<letters, worker>>

TypeOK == letters \in 0 .. 2 /\ worker \in {"awake", "dozing", "asleep"}

Init == letters = 0 /\ worker = "awake"

Send ==
  /\ letters < 2
  /\ letters' = letters + 1
  /\ worker' = IF worker = "asleep" THEN "awake" ELSE worker

Take ==
  /\ worker = "awake" /\ letters > 0
  /\ letters' = letters - 1
  /\ UNCHANGED worker

Look ==
  /\ worker = "awake" /\ letters = 0
  /\ worker' = "dozing"
  /\ UNCHANGED letters

Sleep ==
  /\ worker = "dozing"
  /\ worker' = "asleep"
  /\ UNCHANGED letters

Next == Send \/ Take \/ Look \/ Sleep
Spec == Init /\ [][Next]_vars

NoLetterWaits == worker = "asleep" => letters = 0
====
