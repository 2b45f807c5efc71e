/* Unrolling over the N participants: EACH(F) is F(0) F(1) and so on, EVERY(F, i) is F(i, 0) && F(i, 1) and so on, TOTAL(F) is F(0) + F(1) and so on. */
#if N == 1
#define EACH(F) F(0)
#define EVERY(F, i) (F(i, 0))
#define TOTAL(F) (F(0))
#elif N == 2
#define EACH(F) F(0) F(1)
#define EVERY(F, i) (F(i, 0) && F(i, 1))
#define TOTAL(F) (F(0) + F(1))
#elif N == 3
#define EACH(F) F(0) F(1) F(2)
#define EVERY(F, i) (F(i, 0) && F(i, 1) && F(i, 2))
#define TOTAL(F) (F(0) + F(1) + F(2))
#elif N == 4
#define EACH(F) F(0) F(1) F(2) F(3)
#define EVERY(F, i) (F(i, 0) && F(i, 1) && F(i, 2) && F(i, 3))
#define TOTAL(F) (F(0) + F(1) + F(2) + F(3))
#elif N == 5
#define EACH(F) F(0) F(1) F(2) F(3) F(4)
#define EVERY(F, i) (F(i, 0) && F(i, 1) && F(i, 2) && F(i, 3) && F(i, 4))
#define TOTAL(F) (F(0) + F(1) + F(2) + F(3) + F(4))
#elif N == 6
#define EACH(F) F(0) F(1) F(2) F(3) F(4) F(5)
#define EVERY(F, i) (F(i, 0) && F(i, 1) && F(i, 2) && F(i, 3) && F(i, 4) && F(i, 5))
#define TOTAL(F) (F(0) + F(1) + F(2) + F(3) + F(4) + F(5))
#elif N == 7
#define EACH(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6)
#define EVERY(F, i) (F(i, 0) && F(i, 1) && F(i, 2) && F(i, 3) && F(i, 4) && F(i, 5) && F(i, 6))
#define TOTAL(F) (F(0) + F(1) + F(2) + F(3) + F(4) + F(5) + F(6))
#elif N == 8
#define EACH(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7)
#define EVERY(F, i) (F(i, 0) && F(i, 1) && F(i, 2) && F(i, 3) && F(i, 4) && F(i, 5) && F(i, 6) && F(i, 7))
#define TOTAL(F) (F(0) + F(1) + F(2) + F(3) + F(4) + F(5) + F(6) + F(7))
#elif N == 9
#define EACH(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8)
#define EVERY(F, i) (F(i, 0) && F(i, 1) && F(i, 2) && F(i, 3) && F(i, 4) && F(i, 5) && F(i, 6) && F(i, 7) && F(i, 8))
#define TOTAL(F) (F(0) + F(1) + F(2) + F(3) + F(4) + F(5) + F(6) + F(7) + F(8))
#elif N == 10
#define EACH(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9)
#define EVERY(F, i) (F(i, 0) && F(i, 1) && F(i, 2) && F(i, 3) && F(i, 4) && F(i, 5) && F(i, 6) && F(i, 7) && F(i, 8) && F(i, 9))
#define TOTAL(F) (F(0) + F(1) + F(2) + F(3) + F(4) + F(5) + F(6) + F(7) + F(8) + F(9))
#else
#error give N, from 1 to 10: spin -DN=4
#endif

/* Sets of participants, one bit each. */
#define HAS(set, i) (((set) >> i) & 1)
#define ADD(set, i) set = set | (1 << i)
#define DROP(set, i) set = set & ~(1 << i)
#define ALL ((1 << N) - 1)
