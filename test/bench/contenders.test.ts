import { describe, expect, test } from 'vitest';
import { countsOf } from './contenders/explore.js';
import { readRumur, withConstants } from './contenders/rumur.js';
import { readSpin } from './contenders/spin.js';

const spinSays = (line: { readonly states: string; readonly transitions: string; readonly errors?: string; readonly before?: string }) => `${line.before ?? ''}
(Spin Version 6.5.2 -- 6 December 2019)

State-vector 20 byte, depth reached 16, errors: ${line.errors ?? '0'}
${line.states.padStart(9)} states, stored
    49314 states, matched
${line.transitions.padStart(9)} transitions (= stored+matched)
        0 atomic steps
`;

describe('what SPIN prints', () => {
  test('has one transition more, which leads to the initial state', () => {
    expect(readSpin(spinSays({ states: '8832', transitions: '58146' }))).toEqual({ states: 8832, transitions: 58145, rounded: false });
  });

  test('is rounded when it is a large number', () => {
    expect(readSpin(spinSays({ states: '22030785', transitions: '1.4727258e+08' }))).toEqual({ states: 22030785, transitions: 147272579, rounded: true });
  });

  test('is refused when an error was found, or the depth did not suffice', () => {
    expect(() => readSpin(spinSays({ states: '8832', transitions: '58146', errors: '1' }))).toThrow('SPIN has not searched the whole space');
    expect(() => readSpin(spinSays({ states: '8832', transitions: '58146', before: 'error: max search depth too small' }))).toThrow('max search depth too small');
    expect(() => readSpin('Segmentation fault')).toThrow('Segmentation fault');
  });
});

describe('what Rumur prints', () => {
  const says = (status: string) => `Status:\n\n\t${status}\n\nState Space Explored:\n\n\t8832 states, 58145 rules fired in 0s.\n`;

  test('is the counts', () => {
    expect(readRumur(says('No error found.'))).toEqual({ states: 8832, transitions: 58145, rounded: false });
  });

  test('is refused when an error was found', () => {
    expect(() => readRumur(says('1 error(s) found.'))).toThrow('1 error(s) found');
  });
});

test('the twin for Rumur gets its constants', () => {
  const twin = 'const N : 2;\nconst SOFTWARE : 2;\n\ntype pair : 0 .. N - 1;\n';
  expect(withConstants(twin, { n: 4, software: 1 })).toBe('const N : 4;\nconst SOFTWARE : 1;\n\ntype pair : 0 .. N - 1;\n');
  expect(() => withConstants(twin, { managers: 4 })).toThrow('const MANAGERS');
});

test('of ours, a run that was cut does not count', () => {
  const counts = { states: 7, transitions: 9, depth: 2, expanded: 7, frontier: 0, deadEnds: 0 };
  expect(countsOf('german n=3', { ending: { kind: 'exhausted' }, counts, conclusion: '' })).toEqual({ states: 7, transitions: 9, rounded: false });
  expect(() => countsOf('german n=3', { ending: { kind: 'interrupted' }, counts, conclusion: 'Stopped by you.' })).toThrow('german n=3: Stopped by you.');
});
