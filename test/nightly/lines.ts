/** Lines of nights, for the tests of what is made of them. */
import { lineFormat, type NightCell, type NightLine } from '../../src/report/index.js';

/** A run that is as it should be: 100,000 states in 10 s, so 10,000 states a second. */
export function line(changes: Partial<NightLine> = {}): NightLine {
  return {
    ...lineFormat,
    night: '2026-01-02T00-00-00.000Z',
    key: 'airlock/default',
    spec: 'airlock',
    command: ['--spec', 'airlock'],
    commit: 'bbb',
    fingerprint: { spec: 's', engine: 'e' },
    machine: 'm',
    outcome: { kind: 'whole' },
    cells: [holds('one-open')],
    counts: { states: 100_000, transitions: 200_000, depth: 5 },
    elapsed: 10,
    wall: 11,
    peak: 2 ** 20,
    differences: [],
    ...changes,
  };
}

export function holds(property: string): NightCell {
  return { property, kind: 'holds', length: null };
}

export function violated(property: string, length: number): NightCell {
  return { property, kind: 'violated', length };
}
