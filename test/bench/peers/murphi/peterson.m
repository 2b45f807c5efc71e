-- specs/peterson for Rumur: N processes climb N - 1 rungs to the critical section.
const N : 4;

type
  process : 0 .. N - 1;
  rung : 1 .. N - 1;
  place : enum { idle, arriving, waiting, critical };

var
  at : array [process] of place;
  level : array [process] of 0 .. N - 1;
  last : array [rung] of process;

startstate begin
  for i : process do at[i] := idle; level[i] := 0; end;
  for r : rung do last[r] := 0; end;
end;

ruleset i : process do
  rule "compete" at[i] = idle ==> begin
    at[i] := arriving;
    level[i] := 1;
  end;

  rule "arrive" at[i] = arriving ==> begin
    last[level[i]] := i;
    at[i] := waiting;
  end;

  rule "climb or enter"
    at[i] = waiting & (last[level[i]] != i | (forall k : process do k = i | level[k] < level[i] end))
  ==> begin
    if level[i] < N - 1 then
      level[i] := level[i] + 1;
      at[i] := arriving;
    else
      at[i] := critical;
    end;
  end;

  rule "leave" at[i] = critical ==> begin
    at[i] := idle;
    level[i] := 0;
  end;
end;

invariant "mutual exclusion"
  forall i : process do at[i] = critical -> (forall k : process do k = i | at[k] != critical end) end;
