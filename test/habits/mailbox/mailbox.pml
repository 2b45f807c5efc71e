mtype = { awake, dozing, asleep };

byte letters = 0;
mtype worker = awake;

active proctype Sender() {
  do
  :: d_step { letters < 2 ->
       letters++;
       if
       :: worker == asleep -> worker = awake
       :: else
       fi
     }
  od
}

active proctype Worker() {
  do
  :: d_step { worker == awake && letters > 0 -> letters-- }
  :: d_step { worker == awake && letters == 0 -> worker = dozing }
  :: d_step { worker == dozing -> worker = asleep }
  od
}

ltl no_letter_waits { [] (worker != asleep || letters == 0) }
