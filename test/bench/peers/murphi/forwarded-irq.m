-- specs/forwarded-irq for Rumur: N pairs of a vCPU and its interrupt on two physical CPUs; software may inject the first SOFTWARE ones.
const N : 2;
const SOFTWARE : 2;

type
  pair : 0 .. N - 1;
  entry : enum { invalid, pending, active, pending_active };

var
  line : array [pair] of boolean;
  physical_pending : array [pair] of boolean;
  physical_active : array [pair] of boolean;
  in_guest : array [pair] of boolean;
  lr : array [pair] of entry;
  hw : array [pair] of boolean;
  masked : array [pair] of boolean;

startstate begin
  for i : pair do
    line[i] := false; physical_pending[i] := false; physical_active[i] := false;
    in_guest[i] := false; lr[i] := invalid; hw[i] := false; masked[i] := false;
  end;
end;

ruleset i : pair do
  rule "raise" !line[i] ==> begin
    line[i] := true;
    physical_pending[i] := true;
  end;

  rule "lower" line[i] ==> begin
    line[i] := false;
    physical_pending[i] := false;
  end;

  rule "host acknowledges" physical_pending[i] & !physical_active[i] ==> begin
    physical_pending[i] := false;
    physical_active[i] := true;
    for k : pair do
      if k % 2 = i % 2 then in_guest[k] := false; end;
    end;
  end;

  rule "forward" !in_guest[i] & lr[i] = invalid & !hw[i] & physical_active[i] ==> begin
    lr[i] := pending;
    hw[i] := true;
  end;

  rule "inject"
    i < SOFTWARE & !in_guest[i] & (lr[i] = invalid | lr[i] = active) & !hw[i] & line[i]
  ==> begin
    if lr[i] = invalid then lr[i] := pending; else lr[i] := pending_active; end;
  end;

  rule "enter" (forall k : pair do k % 2 != i % 2 | !in_guest[k] end) ==> begin in_guest[i] := true; end;

  rule "exit" in_guest[i] ==> begin in_guest[i] := false; end;

  rule "guest acknowledges" in_guest[i] & lr[i] = pending & !masked[i] ==> begin
    lr[i] := active;
    masked[i] := true;
  end;

  rule "guest ends" in_guest[i] & (lr[i] = active | lr[i] = pending_active) ==> begin
    if lr[i] = active then lr[i] := invalid; else lr[i] := pending; end;
    if hw[i] then
      physical_active[i] := false;
      physical_pending[i] := line[i];
    end;
  end;

  rule "guest masks or unmasks" in_guest[i] ==> begin masked[i] := !masked[i]; end;

  rule "fold"
    !in_guest[i]
    & ((lr[i] = invalid & hw[i]) | (lr[i] = pending & !hw[i] & !line[i]) | (lr[i] = pending_active & !line[i]))
  ==> begin
    if lr[i] = invalid then hw[i] := false;
    elsif lr[i] = pending then lr[i] := invalid;
    else lr[i] := active;
    end;
  end;
end;

invariant "one guest per physical CPU"
  forall i : pair do in_guest[i] -> (forall k : pair do k = i | k % 2 != i % 2 | !in_guest[k] end) end;

invariant "a tied entry keeps the physical interrupt active"
  forall i : pair do !hw[i] | lr[i] = invalid | physical_active[i] end;
