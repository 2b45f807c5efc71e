var
  letters : 0 .. 2;
  worker : enum { awake, dozing, asleep };

startstate begin
  letters := 0;
  worker := awake;
end;

rule "send" letters < 2 ==> begin
  letters := letters + 1;
  if worker = asleep then worker := awake; end;
end;

rule "take" worker = awake & letters > 0 ==> begin
  letters := letters - 1;
end;

rule "look" worker = awake & letters = 0 ==> begin
  worker := dozing;
end;

rule "sleep" worker = dozing ==> begin
  worker := asleep;
end;

invariant "no letter waits" worker = asleep -> letters = 0;
cover "full" letters = 2;
