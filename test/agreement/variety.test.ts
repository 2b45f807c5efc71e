/**
 * What the random specs are like: agreement on specs of which most never do anything would prove little. The sample is
 * always the same one; only the reference is asked.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut } from '../../src/layout/index.js';
import { instantiate } from '../../src/model/index.js';
import { descriptions } from '../support/random/arbitrary.js';
import type { Operation, RandomProperty, Shape, Style, Test, Value } from '../support/random/description.js';
import randomSpec from '../support/random-spec.js';
import { referenceWithin } from './agree.js';

const sample = fc.sample(descriptions(), { numRuns: 200, seed: 1 });
const explored = sample.flatMap((description) => {
  const model = instantiate(randomSpec(JSON.stringify(description)));
  const reference = referenceWithin(model, 4000);
  return reference === null ? [] : [{ model, reference, words: layOut(model.schema).words }];
});

test('every kind of place, operation, test, value and style occurs, and each optional part is there now and again', () => {
  const shapes: Record<Shape['kind'], true> = {
    boolean: true,
    range: true,
    oneOf: true,
    reference: true,
    optional: true,
    cell: true,
    nest: true,
    maybe: true,
    vector: true,
    set: true,
    map: true,
    queue: true,
  };
  const operations: Record<Operation['kind'], true> = {
    write: true,
    rewrite: true,
    move: true,
    swap: true,
    adjust: true,
    fresh: true,
    remove: true,
    set: true,
    map: true,
    queue: true,
    vector: true,
    if: true,
    together: true,
    restart: true,
  };
  const tests: Record<Test['kind'], true> = {
    is: true,
    same: true,
    changed: true,
    fuel: true,
    checksum: true,
    equal: true,
    absent: true,
    has: true,
    size: true,
    elements: true,
    argument: true,
    not: true,
    and: true,
    or: true,
    choose: true,
  };
  const values: Record<Value['kind'], true> = { constant: true, argument: true, leaf: true, next: true };
  const properties: Record<RandomProperty['kind'], true> = { invariant: true, step: true, witness: true, 'deadlock-freedom': true, liveness: true, bound: true };
  const styles: Record<Style, true> = { set: true, update: true, merge: true, mutations: true, path: true };
  const seen = new Map<string, number>();
  for (const description of sample) for (const part of partsOf(description)) seen.set(part, (seen.get(part) ?? 0) + 1);
  const rare = (parts: readonly string[]) => parts.filter((part) => (seen.get(part) ?? 0) < 20);
  for (const kinds of [shapes, operations, tests, values, properties]) expect(rare(Object.keys(kinds).map((kind) => `kind ${kind}`))).toEqual([]);
  expect(rare(Object.keys(styles).map((style) => `style ${style}`))).toEqual([]);
  expect(rare(['guard', 'refuse', 'given', 'on', 'legalEnd', 'except'].flatMap((part) => [`${part} is there`, `${part} is null`]))).toEqual([]);
});

test('most of them are small enough for the reference, and most of these do something', () => {
  const share = (wanted: (each: (typeof explored)[number]) => boolean) => explored.filter(wanted).length / sample.length;
  expect(share(() => true)).toBeGreaterThan(0.95);
  expect(share(({ reference }) => reference.states.size > 1)).toBeGreaterThan(0.85);
  expect(share(({ reference }) => reference.states.size >= 20)).toBeGreaterThan(0.1);
  expect(share(({ reference }) => reference.depth >= 3)).toBeGreaterThan(0.4);
  expect(share(({ model }) => model.initial.length > 1)).toBeGreaterThan(0.1);
  expect(share(({ reference }) => reference.deadEnds > 0)).toBeGreaterThan(0.2);
  expect(share(({ reference }) => reference.deadEnds === 0)).toBeGreaterThan(0.2);
  expect(share(({ words }) => words > 1)).toBeGreaterThan(0.3);
  expect(share(({ words }) => words > 4)).toBeGreaterThan(0.05);
});

test('properties of each kind are kept, broken after some steps, and vacuous', () => {
  const seen = new Map<string, number>();
  for (const { model, reference } of explored) {
    for (const { property } of model.properties) {
      const { broken, length, vacuous } = reference.findings.get(property.name) as { broken: boolean; length: number | null; vacuous: boolean };
      const found = [broken ? 'broken' : vacuous ? 'vacuous' : 'good', ...(length !== null && length > 2 ? ['far'] : [])];
      for (const what of found) seen.set(`${property.kind} ${what}`, (seen.get(`${property.kind} ${what}`) ?? 0) + 1);
    }
  }
  for (const kind of ['invariant', 'step', 'witness', 'deadlock-freedom']) {
    for (const what of ['good', 'broken', 'far']) expect([kind, what, seen.get(`${kind} ${what}`)]).toSatisfy(([, , count]) => count >= 5);
  }
  for (const kind of ['invariant', 'step']) expect(seen.get(`${kind} vacuous`)).toBeGreaterThan(10);
});

/** The kinds and styles in a description, and whether what may be null is. */
function* partsOf(part: unknown): Generator<string> {
  if (Array.isArray(part)) for (const item of part) yield* partsOf(item);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'kind' || key === 'style') yield `${key} ${value}`;
    else yield `${key} is ${value === null ? 'null' : 'there'}`;
    yield* partsOf(value);
  }
}
