/** German's protocol: the counts of other model checkers, and what its variants break. */
import spec from '../../specs/german/index.js';
import { testClassic } from './classic.js';

testClassic(spec, {
  reference: [{ given: { n: 2 }, states: 3381, transitions: 9888 }],
  engine: [{ given: { n: 4 }, states: 1_105_353, transitions: 5_921_856 }],
});
