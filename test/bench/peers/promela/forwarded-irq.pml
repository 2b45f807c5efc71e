/* specs/forwarded-irq for SPIN: N pairs of a vCPU and its interrupt on two physical CPUs; software may inject the first SOFTWARE ones. */
#include "each.h"
#ifndef SOFTWARE
#define SOFTWARE N
#endif

#define invalid 0
#define pending 1
#define active_ 2
#define pending_active 3

byte lr[N];
unsigned line : N;
unsigned physical_pending : N;
unsigned physical_active : N;
unsigned in_guest : N;
unsigned hw : N;
unsigned masked : N;

#define EVEN 341                /* vCPUs 0, 2, ... are on the first physical CPU */
#define ODD 682
#define SAME_CPU(i) (i % 2 -> ODD : EVEN)
#define AT_MOST_ONE(set) (((set) & ((set) - 1)) == 0)
#define TIE_IS_ACTIVE(x, i) (!HAS(hw, i) || lr[i] == invalid || HAS(physical_active, i))
#define SAFE assert(AT_MOST_ONE(in_guest & EVEN) && AT_MOST_ONE(in_guest & ODD)); assert(EVERY(TIE_IS_ACTIVE, 0))

#define PAIR(i) \
  :: d_step { !HAS(line, i) -> ADD(line, i); ADD(physical_pending, i); SAFE } \
  :: d_step { HAS(line, i) -> DROP(line, i); DROP(physical_pending, i); SAFE } \
  :: d_step { HAS(physical_pending, i) && !HAS(physical_active, i) -> \
       DROP(physical_pending, i); ADD(physical_active, i); in_guest = in_guest & ~SAME_CPU(i); SAFE } \
  :: d_step { !HAS(in_guest, i) && lr[i] == invalid && !HAS(hw, i) && HAS(physical_active, i) -> \
       lr[i] = pending; ADD(hw, i); SAFE } \
  :: d_step { i < SOFTWARE && !HAS(in_guest, i) && !HAS(hw, i) && HAS(line, i) && (lr[i] == invalid || lr[i] == active_) -> \
       lr[i] = lr[i] + 1; SAFE } \
  :: d_step { (in_guest & SAME_CPU(i)) == 0 -> ADD(in_guest, i); SAFE } \
  :: d_step { HAS(in_guest, i) -> DROP(in_guest, i); SAFE } \
  :: d_step { HAS(in_guest, i) && lr[i] == pending && !HAS(masked, i) -> lr[i] = active_; ADD(masked, i); SAFE } \
  :: d_step { HAS(in_guest, i) && lr[i] >= active_ -> \
       lr[i] = lr[i] - 2; \
       if :: HAS(hw, i) -> DROP(physical_active, i); physical_pending = (physical_pending & ~(1 << i)) | (line & (1 << i)) :: else fi; \
       SAFE } \
  :: d_step { HAS(in_guest, i) -> masked = masked ^ (1 << i); SAFE } \
  :: d_step { !HAS(in_guest, i) && \
       (lr[i] == invalid -> HAS(hw, i) : lr[i] != active_ && !HAS(line, i) && (lr[i] == pending_active || !HAS(hw, i))) -> \
       if :: lr[i] == invalid -> DROP(hw, i) :: else -> lr[i] = lr[i] - 1 fi; SAFE }

active proctype machine() {
  do
  EACH(PAIR)
  od
}
