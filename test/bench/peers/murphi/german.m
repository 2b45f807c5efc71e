-- specs/german for Rumur: a home and N caches, with one bit of data.
const N : 3;

type
  cache : 0 .. N - 1;
  value : 0 .. 1;
  holding : enum { invalid, shared_copy, exclusive_copy };
  asking : enum { nothing, shared_access, exclusive_access };
  answer : enum { no_answer, invalidate, grant_shared, grant_exclusive };

var
  copy : array [cache] of holding;
  data : array [cache] of value;
  request : array [cache] of asking;
  reply : array [cache] of answer;
  reply_data : array [cache] of value;
  acknowledged : array [cache] of boolean;
  written_back : array [cache] of value;
  holders : array [cache] of boolean;
  to_invalidate : array [cache] of boolean;
  serving : asking;
  client : cache;                       -- undefined exactly while nothing is served
  exclusive : boolean;
  memory : value;
  latest : value;

startstate begin
  for i : cache do
    copy[i] := invalid; data[i] := 0;
    request[i] := nothing;
    reply[i] := no_answer; reply_data[i] := 0;
    acknowledged[i] := false; written_back[i] := 0;
    holders[i] := false; to_invalidate[i] := false;
  end;
  serving := nothing; undefine client;
  exclusive := false; memory := 0; latest := 0;
end;

ruleset i : cache do
  ruleset v : value do
    rule "store" copy[i] = exclusive_copy ==> begin
      data[i] := v;
      latest := v;
    end;
  end;

  rule "ask for a shared copy" request[i] = nothing & copy[i] = invalid ==> begin
    request[i] := shared_access;
  end;

  rule "ask for an exclusive copy" request[i] = nothing & copy[i] != exclusive_copy ==> begin
    request[i] := exclusive_access;
  end;

  rule "take a request" serving = nothing & request[i] != nothing ==> begin
    serving := request[i];
    client := i;
    request[i] := nothing;
    for k : cache do to_invalidate[k] := holders[k]; end;
  end;

  rule "invalidate"
    (serving = exclusive_access | (serving = shared_access & exclusive)) & to_invalidate[i] & reply[i] = no_answer
  ==> begin
    reply[i] := invalidate;
    to_invalidate[i] := false;
  end;

  rule "acknowledge" reply[i] = invalidate & !acknowledged[i] ==> begin
    if copy[i] = exclusive_copy then written_back[i] := data[i]; end;
    reply[i] := no_answer;
    acknowledged[i] := true;
    copy[i] := invalid;
    data[i] := 0;
  end;

  rule "collect" serving != nothing & acknowledged[i] ==> begin
    if exclusive then
      exclusive := false;
      memory := written_back[i];
    end;
    acknowledged[i] := false;
    written_back[i] := 0;
    holders[i] := false;
  end;

  rule "grant a shared copy" serving = shared_access & client = i & !exclusive & reply[i] = no_answer ==> begin
    reply[i] := grant_shared;
    reply_data[i] := memory;
    holders[i] := true;
    serving := nothing;
    undefine client;
  end;

  rule "grant an exclusive copy"
    serving = exclusive_access & client = i & !exclusive & (forall k : cache do !holders[k] end) & reply[i] = no_answer
  ==> begin
    reply[i] := grant_exclusive;
    reply_data[i] := memory;
    holders[i] := true;
    exclusive := true;
    serving := nothing;
    undefine client;
  end;

  rule "receive a shared copy" reply[i] = grant_shared ==> begin
    copy[i] := shared_copy;
    data[i] := reply_data[i];
    reply[i] := no_answer;
    reply_data[i] := 0;
  end;

  rule "receive an exclusive copy" reply[i] = grant_exclusive ==> begin
    copy[i] := exclusive_copy;
    data[i] := reply_data[i];
    reply[i] := no_answer;
    reply_data[i] := 0;
  end;
end;

invariant "coherence"
  forall i : cache do copy[i] = exclusive_copy -> (forall k : cache do k = i | copy[k] = invalid end) end;

invariant "memory is current"
  exclusive | memory = latest;

invariant "copies are current"
  forall i : cache do copy[i] = invalid | data[i] = latest end;
