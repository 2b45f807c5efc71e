/** Peterson's lock: the counts of other model checkers, and what its variants break. */
import spec from '../../specs/peterson/index.js';
import { testClassic } from './classic.js';

testClassic(spec, {
  reference: [{ given: { n: 4 }, states: 4752, transitions: 13_080 }],
  engine: [{ given: { n: 5 }, states: 88_560, transitions: 286_985 }],
});
