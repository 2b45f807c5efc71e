-- Raft's elections: the machine of specs/raft-election.
const N : 3;
const TERMS : 2;

type
  Server : 0..(N - 1);
  Term : 0..TERMS;
  Voted : 0..N; -- N: nobody
  Role : enum { follower, candidate, leader };

var
  role : array[Server] of Role;
  term : array[Server] of Term;
  voted : array[Server] of Voted;
  votes : array[Server] of array[Server] of boolean;
  request : array[1..TERMS] of array[Server] of boolean;
  ballot : array[1..TERMS] of array[Server] of array[Server] of boolean;

procedure forget(s : Server);
begin
  for v : Server do votes[s][v] := false; end;
end;

function counted(s : Server) : 0..N;
var sum : 0..N;
begin
  sum := 0;
  for v : Server do if votes[s][v] then sum := sum + 1; end; end;
  return sum;
end;

startstate
begin
  for s : Server do
    role[s] := follower; term[s] := 0; voted[s] := N;
    for v : Server do votes[s][v] := false; end;
  end;
  for t : 1..TERMS do for s : Server do
    request[t][s] := false;
    for v : Server do ballot[t][s][v] := false; end;
  end; end;
end;

ruleset s : Server do
  rule "timeOut" role[s] != leader & term[s] < TERMS ==>
  begin
    term[s] := term[s] + 1; role[s] := candidate; voted[s] := s;
    forget(s);
    votes[s][s] := true; request[term[s]][s] := true; ballot[term[s]][s][s] := true;
  end;

  ruleset c : Server; t : 1..TERMS do
    rule "vote" s != c & request[t][c] & (term[s] < t | (term[s] = t & voted[s] = N)) ==>
    begin
      if term[s] < t then role[s] := follower; forget(s); end;
      term[s] := t; voted[s] := c; ballot[t][s][c] := true;
    end;
  end;

  ruleset v : Server do
    rule "count" s != v & role[s] = candidate & !votes[s][v] & ballot[term[s]][v][s] ==>
    begin
      votes[s][v] := true;
    end;
  end;

  rule "lead" role[s] = candidate & counted(s) >= N / 2 + 1 ==>
  begin
    role[s] := leader; forget(s);
  end;

  rule "restart" role[s] != follower ==>
  begin
    role[s] := follower; forget(s);
  end;
end;

invariant "election-safety" forall s : Server do forall c : Server do s = c | role[s] != leader | role[c] != leader | term[s] != term[c] end end;
