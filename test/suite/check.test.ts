/** `check` as a program uses it: data about a model. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRunDocument } from '../../src/report/index.js';
import { check, model } from '../../src/suite/index.js';
import { fixture, root } from '../support/run-cli.js';

const airlock = fixture('airlock');

describe('what is found', () => {
  test('of a model in which everything holds', async () => {
    const { good, verdicts, states, transitions, depth, text } = await check(airlock);
    expect({ good, states, transitions, depth }).toEqual({ good: true, states: 3, transitions: 4, depth: 1 });
    expect(verdicts).toMatchObject({ 'one-open': { kind: 'holds', vacuous: false }, 'each-opens': { kind: 'reached', length: 1 }, 'never-stuck': { kind: 'holds' } });
    expect(text).toBe('All 3 reachable states were checked: every property holds and the witness was reached.');
  });

  test('of a model with a bug: the shortest run, as data and in columns', async () => {
    const { good, verdicts, text } = await check(model(airlock, { variant: 'no-interlock' }));
    expect(good).toBe(false);
    expect(verdicts['one-open']).toMatchObject({ kind: 'violated', length: 2, run: { steps: [{ actor: 'person', label: 'door.open(door 0)' }, { label: 'door.open(door 1)' }] } });
    expect(text).toMatch(/^one-open is violated by 2 steps: At most one door is open\.$/m);
    expect(text).toMatch(/^=> this state violates one-open$/m);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(78);
  });

  test('of a witness that no run reaches', async () => {
    const { good, verdicts, text } = await check(model(airlock, { variant: 'stuck' }), { continue: true });
    expect(good).toBe(false);
    expect(verdicts['each-opens']).toEqual({ kind: 'unreached', missing: ['each-opens(door 0)', 'each-opens(door 1)'] });
    expect(text).toContain('no run reaches each-opens(door 0), each-opens(door 1): Each door can be opened.');
  });

  test('the document is the one that --json writes', async () => {
    const { document } = await check(airlock);
    expect((await readRunDocument('it', JSON.stringify(document))).counts.states).toBe(3);
  });
});

describe('what is asked', () => {
  test('by the path of a file, its address, or the name of a spec of the catalogue', async () => {
    const file = join(root, airlock);
    for (const place of [airlock, file, pathToFileURL(file), pathToFileURL(file).href, model(file)]) expect((await check(place)).states).toBe(3);
    expect((await check('two-phase')).good).toBe(true);
  });

  test('parameters, and only some properties', async () => {
    const { states, verdicts } = await check(model(airlock, { parameters: { doors: 5 } }), { properties: ['one-open'] });
    expect(states).toBe(6);
    expect(Object.keys(verdicts)).toEqual(['one-open']);
  });

  test.each([
    ['states', { maxStates: 2 }],
    ['steps', { maxDepth: 0 }],
    ['bytes', { memory: 100 }],
  ])('a bound on %s that is met makes it incomplete, and not good', async (_, budget) => {
    const { good, verdicts } = await check(airlock, budget);
    expect(good).toBe(false);
    expect(verdicts['one-open']).toEqual({ kind: 'unknown' });
  });

  test('a signal ends it', async () => {
    const { good, document } = await check(fixture('endless'), { signal: AbortSignal.timeout(300), memory: 2 ** 28 });
    expect(good).toBe(false);
    expect(document.ending.kind).toBe('interrupted');
  });

  test('more at once than there are cores: each has its own answer', async () => {
    const doors = Array.from({ length: 24 }, (_, index) => 1 + (index % 8));
    const found = await Promise.all(doors.map((number) => check(model(airlock, { parameters: { doors: number } }))));
    expect(found.map(({ states }) => states)).toEqual(doors.map((number) => number + 1));
  });
});

describe('what is refused', () => {
  test.each([
    ['a file that is not there', './nowhere.ts', /there is no spec file/],
    ['a variant that there is not', model(airlock, { variant: 'no-interlok' }), /unknown variant "no-interlok"/],
    ['a parameter out of its domain', model(airlock, { parameters: { doors: 9 } }), /parameter doors: the value is not in its domain/],
    ['a file that is no spec', fixture('not-a-spec'), /is not a spec/],
  ])('%s', async (_, what, message) => {
    await expect(check(what)).rejects.toThrow(message);
    // The next one is not kept waiting.
    expect((await check(airlock)).good).toBe(true);
  });

  test('an address that is none of a file', () => {
    expect(() => model(new URL('https://example.org/lock.ts'))).toThrow('the address of a spec must be one of a file');
  });

  test('a property that there is not', async () => {
    await expect(check(airlock, { properties: ['one-opn'] })).rejects.toThrow('unknown property "one-opn"');
  });

  test('a spec that was imported: it does not say where it lies', async () => {
    const { default: imported } = await import('../fixtures/airlock.js');
    await expect(check(imported as never)).rejects.toThrow('a spec is not a model that can be checked');
  });
});
