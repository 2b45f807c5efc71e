import { expect, test } from 'vitest';
import { styleFor } from '../src/style.js';

const terminal = { isTTY: true, columns: 90 };

test.each([
  ['a terminal', terminal, {}, true],
  ['no terminal', {}, {}, false],
  ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
  ['NO_COLOR against FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ['no terminal with FORCE_COLOR', {}, { FORCE_COLOR: '1' }, true],
  ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
])('%s', (_, stream, env, coloured) => {
  const { paint } = styleFor(stream, env);
  expect(paint.bad('x') !== 'x').toBe(coloured);
  expect(paint.bad('x')).toContain('x');
});

test('the width is that of the terminal within reason, and does not depend on a window elsewhere', () => {
  expect(styleFor(terminal, {}).width).toBe(90);
  expect(styleFor({ isTTY: true, columns: 20 }, {}).width).toBe(60);
  expect(styleFor({ isTTY: true, columns: 500 }, {}).width).toBe(140);
  expect(styleFor({ columns: 80 }, {}).width).toBe(100);
  expect(styleFor({}, { COLUMNS: '72' }).width).toBe(72);
  expect(styleFor(terminal, { COLUMNS: '72' }).width).toBe(90);
  expect(styleFor({}, { COLUMNS: '' }).width).toBe(100);
});
