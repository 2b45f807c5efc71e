/* specs/german for SPIN: a home and N caches, with one bit of data. */
#include "each.h"

/* copies and requests */
#define none 0
#define shared 1
#define exclusive 2
/* replies, beside none */
#define invalidate 1
#define grant_shared 2
#define grant_exclusive 3

byte copy[N];
byte request[N];                /* the first channel */
byte reply[N];                  /* the second one */
unsigned acknowledged : N;      /* the third one */
unsigned data : N;
unsigned reply_data : N;
unsigned written_back : N;
unsigned holders : N;
unsigned to_invalidate : N;
byte serving;
byte client;                    /* 1 + the cache that is served; 0 exactly while none is */
bit exclusive_granted;
bit memory;
bit latest;

#define HAS_COPY(i) (copy[i] != none)
#define HAS_EXCLUSIVE(i) (copy[i] == exclusive)
#define IS_CURRENT(x, i) (copy[i] == none || HAS(data, i) == latest)
#define COHERENT assert(TOTAL(HAS_EXCLUSIVE) == 0 || TOTAL(HAS_COPY) == 1); \
  assert(exclusive_granted || memory == latest); assert(EVERY(IS_CURRENT, 0))
#define MOVE(to, from, i) to = (to & ~(1 << i)) | (from & (1 << i))
#define PUT(set, i, value) set = (set & ~(1 << i)) | (value << i)

#define CACHE(i) \
  :: d_step { copy[i] == exclusive -> DROP(data, i); latest = 0; COHERENT } \
  :: d_step { copy[i] == exclusive -> ADD(data, i); latest = 1; COHERENT } \
  :: d_step { request[i] == none && copy[i] == none -> request[i] = shared; COHERENT } \
  :: d_step { request[i] == none && copy[i] != exclusive -> request[i] = exclusive; COHERENT } \
  :: d_step { serving == none && request[i] != none -> \
       serving = request[i]; client = 1 + i; request[i] = none; to_invalidate = holders; COHERENT } \
  :: d_step { (serving == exclusive || (serving == shared && exclusive_granted)) && HAS(to_invalidate, i) && reply[i] == none -> \
       reply[i] = invalidate; DROP(to_invalidate, i); COHERENT } \
  :: d_step { reply[i] == invalidate && !HAS(acknowledged, i) -> \
       if :: copy[i] == exclusive -> MOVE(written_back, data, i) :: else fi; \
       reply[i] = none; ADD(acknowledged, i); copy[i] = none; DROP(data, i); COHERENT } \
  :: d_step { serving != none && HAS(acknowledged, i) -> \
       if :: exclusive_granted -> exclusive_granted = 0; memory = HAS(written_back, i) :: else fi; \
       DROP(acknowledged, i); DROP(written_back, i); DROP(holders, i); COHERENT } \
  :: d_step { serving == shared && client == 1 + i && !exclusive_granted && reply[i] == none -> \
       reply[i] = grant_shared; PUT(reply_data, i, memory); ADD(holders, i); serving = none; client = 0; COHERENT } \
  :: d_step { serving == exclusive && client == 1 + i && !exclusive_granted && holders == 0 && reply[i] == none -> \
       reply[i] = grant_exclusive; PUT(reply_data, i, memory); ADD(holders, i); exclusive_granted = 1; serving = none; client = 0; COHERENT } \
  :: d_step { reply[i] == grant_shared -> copy[i] = shared; MOVE(data, reply_data, i); reply[i] = none; DROP(reply_data, i); COHERENT } \
  :: d_step { reply[i] == grant_exclusive -> copy[i] = exclusive; MOVE(data, reply_data, i); reply[i] = none; DROP(reply_data, i); COHERENT }

active proctype protocol() {
  do
  EACH(CACHE)
  od
}
