/** vgic-hw by the engine, where the reference would take too long: sizes, and how little has to be learned for them. */
import { describe, expect, test } from 'vitest';
import { scale } from '../../specs/vgic-hw/expected.js';
import { findSpec } from '../../src/catalog.js';
import { check } from '../../src/check.js';

/** The bigger ones are for nightly runs. */
const models = Object.entries(scale)
  .map(([name, model]) => ({ name, ...model }))
  .filter(({ counts }) => counts.states < 1_000_000);

describe('a bigger model', () => {
  test.each(models)('$name', async ({ set, counts }) => {
    const run = await check(await findSpec('vgic-hw'), { parameters: set, until: 'exhaustion' });
    expect(run.ending.kind).toBe('exhausted');
    expect(run.counts).toMatchObject(counts);
    expect(run.tables.fallbacks).toEqual([]);
    // Each worker learns by itself.
    expect(run.tables.misses / run.workers).toBeLessThan(counts.states / 50);
  });
});
