/** Two-phase commit: the counts of other model checkers, and what its variants break. */
import spec from '../../specs/two-phase/index.js';
import { testClassic } from './classic.js';

testClassic(spec, {
  reference: [{ given: { n: 5 }, states: 8832, transitions: 58_145 }],
  engine: [{ given: { n: 7 }, states: 296_448, transitions: 2_744_705 }],
});
