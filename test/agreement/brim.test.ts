/** A bound on states: which states are known, and what is said of them, is a property of the model and the bound. */
import { describe, expect, test } from 'vitest';
import { findSpec } from '../../src/catalog.js';
import { check } from '../../src/check.js';
import type { Keeper, Saved } from '../../src/explore/index.js';
import { instantiate } from '../../src/model/index.js';
import { graph } from '../support/graph.js';
import { said } from './agree.js';
import { brimOf, expectBrim } from './brim.js';
import { testRandomSpecs } from './random.js';

testRandomSpecs('a search that may know but some of the states', { runs: 60 }, async (source, reference, turn) => {
  const most = 1 + ((turn * 7919) % reference.states.size);
  const run = await check(source, { workers: 1 + (turn % 2), maxStates: most, until: 'exhaustion' });
  expectBrim(run, most, brimOf(run.model, most));
});

describe('of a small model, each bound', () => {
  test.each([
    ['german', 'lost-write-back', { n: 2 }, 30],
    ['two-phase', 'hasty', { n: 2 }, 500],
    ['die-hard', 'default', {}, 500],
  ])('%s %s', async (name, variant, parameters, bounds) => {
    const source = await findSpec(name);
    const model = instantiate(source.spec, { ...source.spec.variants.get(variant)?.set, ...parameters });
    const whole = brimOf(model, Number.POSITIVE_INFINITY).counts.states;
    // All of them, or so many.
    const step = Math.ceil(whole / bounds);
    for (let most = 1; most < whole + step; most += step) {
      const run = await check(source, { variant, parameters, workers: 1, maxStates: most, until: 'exhaustion' });
      expectBrim(run, most, brimOf(model, most));
    }
  });
});

test('a state with many next states is not taken apart', async () => {
  // Five states are known after the first step, or one.
  for (const [most, states] of [
    [1, 1],
    [4, 1],
    [5, 5],
  ] as const) {
    expect((await check(graph('a>b,c,d,e b>f c>g d>h e>i'), { workers: 1, maxStates: most })).counts.states).toBe(states);
  }
});

describe('a search that a bound has ended goes on', () => {
  test('to the next bound, and to the end, as if it had not been ended', async () => {
    const source = await findSpec('german');
    const parameters = { n: 2 };
    const alone = (maxStates: number) => check(source, { parameters, workers: 1, maxStates, until: 'exhaustion' });
    const whole = await alone(1e9);
    for (let first = 10; first < whole.counts.states; first += 197) {
      for (const second of [first + 1, first + 40, 1e9]) {
        let saved: Saved | undefined;
        const states: Int32Array[] = [];
        const keeper: Keeper = {
          // Now and then some states of a level have been kept before it is known that it does not fit.
          every: first % 2 === 0 ? 0 : 3600,
          save: (now, found) => {
            saved = now;
            for (const words of found) states.push(words.slice());
          },
        };
        await check(source, { parameters, workers: 1, maxStates: first, until: 'exhaustion', keeper });
        if (saved === undefined) throw new Error('nothing was kept');
        const on = await check(source, { parameters, workers: 2, maxStates: second, until: 'exhaustion', kept: { saved, states: () => states } });
        expect(said(on)).toBe(said(await alone(second)));
      }
    }
  });
});
