-- specs/two-phase for Rumur: a coordinator and N resource managers.
const N : 5;

type
  manager : 0 .. N - 1;
  progress : enum { working, prepared, committed, aborted };

var
  state : array [manager] of progress;
  told : array [manager] of boolean;
  heard : array [manager] of boolean;
  decided : boolean;
  commit_sent : boolean;
  abort_sent : boolean;

startstate begin
  for i : manager do state[i] := working; told[i] := false; heard[i] := false; end;
  decided := false;
  commit_sent := false;
  abort_sent := false;
end;

rule "coordinator commits" !decided & (forall i : manager do heard[i] end) ==> begin
  decided := true;
  commit_sent := true;
end;

rule "coordinator aborts" !decided ==> begin
  decided := true;
  abort_sent := true;
end;

ruleset i : manager do
  rule "coordinator hears" !decided & told[i] ==> begin heard[i] := true; end;

  rule "prepare" state[i] = working ==> begin
    state[i] := prepared;
    told[i] := true;
  end;

  rule "give up" state[i] = working ==> begin state[i] := aborted; end;

  rule "commit" commit_sent ==> begin state[i] := committed; end;

  rule "abort" abort_sent ==> begin state[i] := aborted; end;
end;

invariant "consistency"
  (forall i : manager do state[i] != committed end) | (forall i : manager do state[i] != aborted end);
