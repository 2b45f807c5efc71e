import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii } from '../../src/report/ascii.js';
import { bound, fold } from '../../src/report/fold.js';

describe('fold', () => {
  test.each([
    ['at spaces', 'one two three four', 9, 0, ['one two', 'three', 'four']],
    ['all but the first line hang', 'one two three', 7, 2, ['one two', '  three']],
    ['bound words go to the next line together', `a, ${bound('pc out -> in')}, b`, 14, 0, ['a,', 'pc out -> in,', 'b']],
    ['bound words that have no room are parted after all', bound('pc flushTimer -> ready'), 16, 2, ['pc flushTimer ->', '  ready']],
    ['an action is broken behind its bracket first', bound('host.inject(event 1)'), 14, 2, ['host.inject(', '  event 1)']],
    ['a long name is broken behind a sign', 'handlers.async-pf.registered=true', 20, 0, ['handlers.async-pf.', 'registered=true']],
    ['what has no sign is broken at the width', 'abcdefgh', 3, 0, ['abc', 'def', 'gh']],
    ['nothing is one empty line', '', 5, 2, ['']],
  ] as const)('%s', (_, text, width, hang, expected) => {
    expect(fold(text, width, hang)).toEqual(expected);
  });

  test('no line is too wide, and nothing but spaces comes or goes', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.', '(', ',', '=', '\u00a0') }), { maxLength: 8 });
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 20 }), fc.integer({ min: 0, max: 3 }), (texts, width, hang) => {
        const lines = fold(texts.join(' '), width, hang);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(texts.join('').replaceAll(/\s/g, ''));
      }),
    );
  });
});

describe('ascii', () => {
  test.each([
    ['plain text stays', 'a "b" <c> ~', 'a "b" <c> ~'],
    ['arrows and relations are spelt', 'x → y ≤ 3', 'x -> y <= 3'],
    ['accents are dropped', 'Zürich, ﬁne', 'Zurich, fine'],
    ['the rest is shown by its number', 'λ日\u001b', '\\u{3bb}\\u{65e5}\\u{1b}'],
    ['a break is a space', 'a\nb\tc', 'a b c'],
  ])('%s', (_, text, expected) => {
    expect(ascii(text)).toBe(expected);
  });

  test('whatever comes in, printable ASCII comes out', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(ascii(text)).toMatch(/^[ -~]*$/)));
  });
});
