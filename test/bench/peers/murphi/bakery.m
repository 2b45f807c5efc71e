-- Lamport's bakery: the machine of specs/bakery.
const N : 2;
const LIMIT : 3;

type
  Process : 0..(N - 1);
  Number : 0..LIMIT;
  Place : enum { idle, reading, choose, checking, comparing, critical };

var
  at : array[Process] of Place;
  choosing : array[Process] of boolean;
  number : array[Process] of Number;
  greatest : array[Process] of Number;
  next : array[Process] of 0..N;

function first(p : Process) : 0..N;
begin
  if p = 0 then return 1; else return 0; end;
end;

function behind(p : Process; q : Process) : 0..(N + 1);
begin
  if q + 1 = p then return q + 2; else return q + 1; end;
end;

startstate
begin
  for p : Process do
    at[p] := idle; choosing[p] := false; number[p] := 0; greatest[p] := 0; next[p] := 0;
  end;
end;

ruleset p : Process do
  rule "begin" at[p] = idle ==>
  begin
    at[p] := reading; choosing[p] := true; next[p] := first(p);
  end;

  ruleset q : Process do
    rule "read" p != q & at[p] = reading & next[p] = q ==>
    begin
      if number[q] > greatest[p] then greatest[p] := number[q]; end;
      if behind(p, q) >= N then at[p] := choose; next[p] := 0; else next[p] := behind(p, q); end;
    end;

    rule "check" p != q & at[p] = checking & next[p] = q & !choosing[q] ==>
    begin
      at[p] := comparing;
    end;

    rule "compare" p != q & at[p] = comparing & next[p] = q & (number[q] = 0 | number[p] < number[q] | (number[p] = number[q] & p < q)) ==>
    begin
      if behind(p, q) >= N then at[p] := critical; next[p] := 0; else at[p] := checking; next[p] := behind(p, q); end;
    end;
  end;

  rule "take" at[p] = choose & number[p] = 0 & greatest[p] < LIMIT ==>
  begin
    number[p] := greatest[p] + 1; greatest[p] := 0;
  end;

  rule "goAway" at[p] = choose & greatest[p] = LIMIT ==>
  begin
    at[p] := idle; choosing[p] := false; greatest[p] := 0; next[p] := 0;
  end;

  rule "chosen" at[p] = choose & number[p] > 0 ==>
  begin
    at[p] := checking; choosing[p] := false; next[p] := first(p);
  end;

  rule "leave" at[p] = critical ==>
  begin
    at[p] := idle; number[p] := 0;
  end;
end;

invariant "mutual-exclusion" forall p : Process do forall q : Process do p = q | at[p] != critical | at[q] != critical end end;
