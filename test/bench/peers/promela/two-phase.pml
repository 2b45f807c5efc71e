/* specs/two-phase for SPIN: a coordinator and N resource managers. */
#include "each.h"

#define working 0
#define prepared 1
#define committed 2
#define aborted 3

byte state[N];
unsigned told : N;              /* managers that have said they are prepared */
unsigned heard : N;             /* those of them that the coordinator has heard */
bit decided;
bit commit_sent;
bit abort_sent;

#define COMMITTED(i) (state[i] == committed)
#define ABORTED(i) (state[i] == aborted)
#define CONSISTENT assert(TOTAL(COMMITTED) == 0 || TOTAL(ABORTED) == 0)

#define MANAGER(i) \
  :: d_step { !decided && HAS(told, i) -> ADD(heard, i) } \
  :: d_step { state[i] == working -> state[i] = prepared; ADD(told, i) } \
  :: d_step { state[i] == working -> state[i] = aborted; CONSISTENT } \
  :: d_step { commit_sent -> state[i] = committed; CONSISTENT } \
  :: d_step { abort_sent -> state[i] = aborted; CONSISTENT }

active proctype protocol() {
  do
  :: d_step { !decided && heard == ALL -> decided = 1; commit_sent = 1 }
  :: d_step { !decided -> decided = 1; abort_sent = 1 }
  EACH(MANAGER)
  od
}
