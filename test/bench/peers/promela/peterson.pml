/* specs/peterson for SPIN: N processes climb N - 1 rungs to the critical section. */
#include "each.h"

#define idle 0
#define arriving 1
#define waiting 2
#define critical 3

byte at[N];
byte level[N];
byte last[N - 1];               /* of each rung, the first of which is rung 1 */
byte inside;                    /* how many are in the critical section: follows from `at`, so it adds no state */

#define NOBODY_AS_HIGH(i, k) (i == k || level[k] < level[i])

#define PROCESS(i) \
  :: d_step { at[i] == idle -> at[i] = arriving; level[i] = 1 } \
  :: d_step { at[i] == arriving -> last[level[i] - 1] = i; at[i] = waiting } \
  :: d_step { at[i] == waiting && (last[level[i] - 1] != i || EVERY(NOBODY_AS_HIGH, i)) -> \
       if :: level[i] < N - 1 -> level[i] = level[i] + 1; at[i] = arriving \
          :: else -> at[i] = critical; inside++; assert(inside == 1) \
       fi } \
  :: d_step { at[i] == critical -> at[i] = idle; level[i] = 0; inside-- }

active proctype processes() {
  do
  EACH(PROCESS)
  od
}
