import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { faultText, styleFor } from '../../src/report/index.js';

const style = styleFor({}, {});

test("the user's fault: a headline and aligned details, no stack", () => {
  const error = new UserError('spec toy, action tick: the next state is not in its domain', [
    ['at', 'clock.ticks'],
    ['found', '7'],
    ['after', '1. tick\n2. tick'],
  ]);
  expect(faultText(error, style)).toBe(['spec toy, action tick: the next state is not in its domain', '  at     clock.ticks', '  found  7', '  after  1. tick', '         2. tick', ''].join('\n'));
});

test('what a fault quotes is never obeyed by a terminal', () => {
  const error = new UserError('variable "\u001b[2J" is unknown', [['line', 'a\tb\u0007\u009b1m\u202eend\nnext']]);
  expect(faultText(error, style)).toBe(['variable "\\u{1b}[2J" is unknown', '  line  a b\\u{7}\\u{9b}1m\\u{202e}end', '        next', ''].join('\n'));
});

test("a fault of the user's is known from whichever copy of this package it comes", () => {
  const foreign = Object.assign(new Error('a fault'), { name: 'UserError', details: [['found', 'x']] });
  expect(faultText(foreign, style)).toBe('a fault\n  found  x\n');
});

test('our own fault says that it is ours, and has a stack', () => {
  const text = faultText(new TypeError('oops'), style);
  expect(text).toMatch(/^explore itself has failed/);
  expect(text).toMatch(/TypeError: oops\n\s+at .*fault\.test\.ts/);
  expect(faultText('thrown text', style)).toContain('thrown text');
});
