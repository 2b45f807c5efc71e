/** The document against the words of ADR 015 (revision of 14 September 2023), and its values by hand. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { itfText } from '../../src/report/itf.js';
import airlock from '../fixtures/airlock.js';
import { everything, origin, type Told, told } from './told.js';

// "Field names should not start with #"; "each integer value num is now represented as { #bigint: "num" }".
const expression: z.ZodType<unknown> = z.lazy(() =>
  z.union([
    z.boolean(),
    z.string(),
    z.array(expression),
    z.strictObject({ '#bigint': z.string().regex(/^-?[0-9]+$/) }),
    z.strictObject({ '#tup': z.array(expression) }),
    z.strictObject({ '#set': z.array(expression) }),
    z.strictObject({ '#map': z.array(z.tuple([expression, expression])) }),
    z.record(z.string().regex(/^[^#]/), expression),
  ]),
);

function grammar(vars: readonly string[]) {
  const meta = z.record(z.string(), z.unknown()).optional();
  const state = z.strictObject({ '#meta': meta, ...Object.fromEntries(vars.map((name) => [name, expression])) });
  return z.strictObject({ '#meta': meta, params: z.array(z.string()).optional(), vars: z.array(z.string()), states: z.array(state).min(1), loop: z.int().optional() });
}

interface Document {
  readonly vars: readonly string[];
  readonly states: readonly { readonly '#meta': unknown; readonly [name: string]: unknown }[];
}

function document({ model, verdict }: Told): Document {
  return JSON.parse(itfText(model, verdict, origin)) as Document;
}

describe('the grammar of the format', () => {
  test.each([
    ['values of each kind', told(everything, ['change', 'rest'])],
    ['a run without a step', told(everything, [])],
    ['a run of a spec', told(airlock, ['door.open(door 0)', 'door.open(door 1)'], { interlock: false })],
  ])('is kept with %s', (_, run) => {
    const made = document(run);
    expect(grammar(made.vars).safeParse(made).error?.issues).toBeUndefined();
  });

  test('is one that does not take everything', () => {
    const made = document(told(everything, ['change']));
    const spoilt = (state: object) => grammar(made.vars).safeParse({ ...made, states: [{ ...made.states[0], ...state }] }).success;
    expect([spoilt({}), spoilt({ level: 3 }), spoilt({ at: null }), spoilt({ more: true }), spoilt({ inner: { '#what': [] } })]).toEqual([true, false, false, false, false]);
  });
});

test('each kind of value is written as the format has it', () => {
  const { vars, states } = document(told(everything, ['change']));
  expect(vars).toEqual(['flag', 'level', 'word', 'at', 'list', 'members', 'line', 'owners', 'inner']);
  const none = { tag: 'None', value: { '#tup': [] } };
  expect(states).toEqual([
    {
      '#meta': { index: 0 },
      flag: false,
      level: { '#bigint': '-2' },
      word: 'idle',
      at: none,
      list: [false, false],
      members: { '#set': [] },
      line: [],
      owners: { '#map': [] },
      inner: none,
    },
    {
      '#meta': { index: 1, action: 'change', actor: 'hand' },
      flag: true,
      level: { '#bigint': '5' },
      word: 'a "b" <c>; #d',
      at: { tag: 'Some', value: { '#bigint': '2' } },
      list: [false, true],
      members: { '#set': [{ '#bigint': '1' }, { '#bigint': '3' }] },
      line: ['y', 'x'],
      owners: { '#map': [['q', { '#bigint': '7' }]] },
      inner: { tag: 'Some', value: { deep: true } },
    },
  ]);
});
