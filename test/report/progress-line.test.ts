import { expect, test } from 'vitest';
import { progressLine } from '../../src/report/index.js';

test('the figures of a run under way stand in one line', () => {
  const figures = { depth: 31, states: 1_234_567, transitions: 12_345_678, expanded: 1_200_000, frontier: 34_567, deadEnds: 0, asking: null, elapsed: 4, memory: 512 * 2 ** 20 };
  expect(progressLine(figures)).toBe('depth 31 · 1,234,567 states · 12.3 M transitions · frontier 34.6 k · 309 k states/s · 512 MiB · 4.00 s');
  expect(progressLine(figures, 72)).toBe('depth 31 · 1,234,567 states · frontier 34.6 k · 309 k states/s · 4.00 s');
  expect(progressLine(figures, 5)).toBe('1,234,567 states');
  expect(progressLine({ ...figures, frontier: 0, asking: 'L1(vcpu 0)' }, 72)).toBe('depth 31 · 1,234,567 states · cycles: L1(vcpu 0) · 4.00 s');
  expect(progressLine({ ...figures, elapsed: 0 })).not.toContain('states/s');
});
