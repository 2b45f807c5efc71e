/* specs/peterson for SPIN once more, with a process for each process: weak fairness is fairness of processes there. */
#include "each.h"
#define idle 0
#define arriving 1
#define waiting 2
#define critical 3
byte at[N];
byte level[N];
byte last[N - 1];
#define NOBODY_AS_HIGH(i, k) (i == k || level[k] < level[i])
active [N] proctype process() {
  do
  :: d_step { at[_pid] == idle -> at[_pid] = arriving; level[_pid] = 1 }
  :: d_step { at[_pid] == arriving -> last[level[_pid] - 1] = _pid; at[_pid] = waiting }
  :: d_step { at[_pid] == waiting && (last[level[_pid] - 1] != _pid || EVERY(NOBODY_AS_HIGH, _pid)) ->
       if :: level[_pid] < N - 1 -> level[_pid] = level[_pid] + 1; at[_pid] = arriving
          :: else -> at[_pid] = critical
       fi }
  :: d_step { at[_pid] == critical -> at[_pid] = idle; level[_pid] = 0 }
  od
}
/* starvation-freedom of process 0 */
ltl gets_in { [] ((at[0] == waiting) -> <> (at[0] == critical)) }
