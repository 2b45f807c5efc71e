-- Dekker's lock: the machine of specs/dekker.
type
  Process : 0..1;
  Place : enum { idle, look, ask, yield, wait, raiseAgain, critical, lower };

var
  at : array[Process] of Place;
  flag : array[Process] of boolean;
  turn : Process;

startstate
begin
  for p : Process do at[p] := idle; flag[p] := false; end;
  turn := 0;
end;

ruleset p : Process do
  rule "raise" at[p] = idle ==> begin at[p] := look; flag[p] := true; end;
  rule "enter" at[p] = look & !flag[1 - p] ==> begin at[p] := critical; end;
  rule "contend" at[p] = look & flag[1 - p] ==> begin at[p] := ask; end;
  rule "insist" at[p] = ask & turn = p ==> begin at[p] := look; end;
  rule "giveWay" at[p] = ask & turn != p ==> begin at[p] := yield; end;
  rule "yield" at[p] = yield ==> begin at[p] := wait; flag[p] := false; end;
  rule "wait" at[p] = wait & turn = p ==> begin at[p] := raiseAgain; end;
  rule "raiseAgain" at[p] = raiseAgain ==> begin at[p] := look; flag[p] := true; end;
  rule "pass" at[p] = critical ==> begin at[p] := lower; turn := 1 - p; end;
  rule "lower" at[p] = lower ==> begin at[p] := idle; flag[p] := false; end;
end;

invariant "mutual-exclusion" !(at[0] = critical & at[1] = critical);
