---- MODULE ForwardedIrq ----
\* specs/forwarded-irq for TLC: N pairs of a vCPU and its interrupt on two physical CPUs; software may inject the first SOFTWARE ones.
EXTENDS Naturals
CONSTANTS N, SOFTWARE
VARIABLES line, pending, active, inGuest, lr, hw, masked

irq == <<line, pending, active>>
Pair == 0 .. N - 1
SameCpu(i) == {j \in Pair : j % 2 = i % 2}

\* Sets hold the pairs of which something is true.
Init ==
  /\ line = {} /\ pending = {} /\ active = {}
  /\ inGuest = {} /\ hw = {} /\ masked = {}
  /\ lr = [i \in Pair |-> "invalid"]

Raise(i) ==
  /\ i \notin line
  /\ line' = line \cup {i} /\ pending' = pending \cup {i}
  /\ UNCHANGED <<active, inGuest, lr, hw, masked>>

Lower(i) ==
  /\ i \in line
  /\ line' = line \ {i} /\ pending' = pending \ {i}
  /\ UNCHANGED <<active, inGuest, lr, hw, masked>>

HostAcknowledge(i) ==
  /\ i \in pending /\ i \notin active
  /\ pending' = pending \ {i} /\ active' = active \cup {i}
  /\ inGuest' = inGuest \ SameCpu(i)
  /\ UNCHANGED <<line, lr, hw, masked>>

Forward(i) ==
  /\ i \notin inGuest /\ lr[i] = "invalid" /\ i \notin hw /\ i \in active
  /\ lr' = [lr EXCEPT ![i] = "pending"] /\ hw' = hw \cup {i}
  /\ UNCHANGED <<irq, inGuest, masked>>

Inject(i) ==
  /\ i < SOFTWARE /\ i \notin inGuest /\ lr[i] \in {"invalid", "active"} /\ i \notin hw /\ i \in line
  /\ lr' = [lr EXCEPT ![i] = IF @ = "invalid" THEN "pending" ELSE "pending-active"]
  /\ UNCHANGED <<irq, inGuest, hw, masked>>

Enter(i) ==
  /\ inGuest \cap SameCpu(i) = {}
  /\ inGuest' = inGuest \cup {i}
  /\ UNCHANGED <<irq, lr, hw, masked>>

Exit(i) ==
  /\ i \in inGuest
  /\ inGuest' = inGuest \ {i}
  /\ UNCHANGED <<irq, lr, hw, masked>>

GuestAcknowledge(i) ==
  /\ i \in inGuest /\ lr[i] = "pending" /\ i \notin masked
  /\ lr' = [lr EXCEPT ![i] = "active"] /\ masked' = masked \cup {i}
  /\ UNCHANGED <<irq, inGuest, hw>>

GuestEnd(i) ==
  /\ i \in inGuest /\ lr[i] \in {"active", "pending-active"}
  /\ lr' = [lr EXCEPT ![i] = IF @ = "active" THEN "invalid" ELSE "pending"]
  /\ active' = IF i \in hw THEN active \ {i} ELSE active
  /\ pending' = IF i \in hw THEN (pending \ {i}) \cup (line \cap {i}) ELSE pending
  /\ UNCHANGED <<line, inGuest, hw, masked>>

ToggleMask(i) ==
  /\ i \in inGuest
  /\ masked' = IF i \in masked THEN masked \ {i} ELSE masked \cup {i}
  /\ UNCHANGED <<irq, inGuest, lr, hw>>

FreeEntry(i) ==
  /\ i \notin inGuest /\ lr[i] = "invalid" /\ i \in hw
  /\ hw' = hw \ {i}
  /\ UNCHANGED <<irq, inGuest, lr, masked>>

TakeBack(i) ==
  /\ i \notin inGuest /\ i \notin line
  /\ IF lr[i] = "pending" THEN i \notin hw ELSE lr[i] = "pending-active"
  /\ lr' = [lr EXCEPT ![i] = IF @ = "pending" THEN "invalid" ELSE "active"]
  /\ UNCHANGED <<irq, inGuest, hw, masked>>

Next == \E i \in Pair :
  \/ Raise(i) \/ Lower(i) \/ HostAcknowledge(i) \/ Forward(i) \/ Inject(i) \/ Enter(i) \/ Exit(i)
  \/ GuestAcknowledge(i) \/ GuestEnd(i) \/ ToggleMask(i) \/ FreeEntry(i) \/ TakeBack(i)

Safe ==
  /\ \A i \in inGuest : inGuest \cap SameCpu(i) = {i}
  /\ \A i \in hw : lr[i] = "invalid" \/ i \in active
====
