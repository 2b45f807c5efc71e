---- MODULE German ----
\* specs/german for TLC: a home and N caches, with one bit of data.
EXTENDS Naturals
CONSTANT N
VARIABLES copy, data, request, reply, replyData, acknowledged, writtenBack,
          holders, toInvalidate, serving, client, exclusive, memory, latest

caches == <<copy, data>>
channels == <<request, reply, replyData, acknowledged, writtenBack>>
home == <<holders, toInvalidate, serving, client, exclusive, memory>>

Cache == 0 .. N - 1
Nobody == N                     \* the client exactly while nothing is served

Init ==
  /\ copy = [c \in Cache |-> "invalid"] /\ data = [c \in Cache |-> 0]
  /\ request = [c \in Cache |-> "none"]
  /\ reply = [c \in Cache |-> "none"] /\ replyData = [c \in Cache |-> 0]
  /\ acknowledged = {} /\ writtenBack = [c \in Cache |-> 0]
  /\ holders = {} /\ toInvalidate = {}
  /\ serving = "none" /\ client = Nobody
  /\ exclusive = FALSE /\ memory = 0 /\ latest = 0

Store(c, v) ==
  /\ copy[c] = "exclusive"
  /\ data' = [data EXCEPT ![c] = v] /\ latest' = v
  /\ UNCHANGED <<copy, channels, home>>

Ask(c, what) ==
  /\ request[c] = "none"
  /\ IF what = "shared" THEN copy[c] = "invalid" ELSE copy[c] # "exclusive"
  /\ request' = [request EXCEPT ![c] = what]
  /\ UNCHANGED <<caches, reply, replyData, acknowledged, writtenBack, home, latest>>

Take(c) ==
  /\ serving = "none" /\ request[c] # "none"
  /\ serving' = request[c] /\ client' = c /\ toInvalidate' = holders
  /\ request' = [request EXCEPT ![c] = "none"]
  /\ UNCHANGED <<caches, reply, replyData, acknowledged, writtenBack, holders, exclusive, memory, latest>>

Invalidate(c) ==
  /\ IF serving = "shared" THEN exclusive ELSE serving = "exclusive"
  /\ c \in toInvalidate /\ reply[c] = "none"
  /\ reply' = [reply EXCEPT ![c] = "invalidate"] /\ toInvalidate' = toInvalidate \ {c}
  /\ UNCHANGED <<caches, request, replyData, acknowledged, writtenBack, holders, serving, client, exclusive, memory, latest>>

Acknowledge(c) ==
  /\ reply[c] = "invalidate" /\ c \notin acknowledged
  /\ reply' = [reply EXCEPT ![c] = "none"] /\ acknowledged' = acknowledged \cup {c}
  /\ writtenBack' = IF copy[c] = "exclusive" THEN [writtenBack EXCEPT ![c] = data[c]] ELSE writtenBack
  /\ copy' = [copy EXCEPT ![c] = "invalid"] /\ data' = [data EXCEPT ![c] = 0]
  /\ UNCHANGED <<request, replyData, home, latest>>

Collect(c) ==
  /\ serving # "none" /\ c \in acknowledged
  /\ acknowledged' = acknowledged \ {c} /\ writtenBack' = [writtenBack EXCEPT ![c] = 0]
  /\ holders' = holders \ {c}
  /\ exclusive' = FALSE /\ memory' = IF exclusive THEN writtenBack[c] ELSE memory
  /\ UNCHANGED <<caches, request, reply, replyData, toInvalidate, serving, client, latest>>

Grant(c, what) ==
  /\ serving = what /\ client = c /\ ~exclusive /\ reply[c] = "none"
  /\ what = "exclusive" => holders = {}
  /\ reply' = [reply EXCEPT ![c] = IF what = "shared" THEN "grant-shared" ELSE "grant-exclusive"]
  /\ replyData' = [replyData EXCEPT ![c] = memory]
  /\ holders' = holders \cup {c} /\ exclusive' = (what = "exclusive")
  /\ serving' = "none" /\ client' = Nobody
  /\ UNCHANGED <<caches, request, acknowledged, writtenBack, toInvalidate, memory, latest>>

Receive(c, grant, got) ==
  /\ reply[c] = grant
  /\ copy' = [copy EXCEPT ![c] = got] /\ data' = [data EXCEPT ![c] = replyData[c]]
  /\ reply' = [reply EXCEPT ![c] = "none"] /\ replyData' = [replyData EXCEPT ![c] = 0]
  /\ UNCHANGED <<request, acknowledged, writtenBack, home, latest>>

Next == \E c \in Cache :
  \/ Store(c, 0) \/ Store(c, 1)
  \/ Ask(c, "shared") \/ Ask(c, "exclusive")
  \/ Take(c) \/ Invalidate(c) \/ Acknowledge(c) \/ Collect(c)
  \/ Grant(c, "shared") \/ Grant(c, "exclusive")
  \/ Receive(c, "grant-shared", "shared") \/ Receive(c, "grant-exclusive", "exclusive")

Safe ==
  /\ \A c \in Cache : copy[c] = "exclusive" => \A d \in Cache \ {c} : copy[d] = "invalid"
  /\ exclusive \/ memory = latest
  /\ \A c \in Cache : copy[c] = "invalid" \/ data[c] = latest
====
