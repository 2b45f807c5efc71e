/**
 * One suite for the specs of machines that everybody models: their counts are those that other model checkers find for
 * the same machine (the twins in `test/bench/peers`, run by SPIN, Rumur and TLC), and each variant is broken where, and
 * as soon as, its story says.
 */
import { describe, expect, test } from 'vitest';
import { check, variantOf } from '../../src/check.js';
import type { Counts } from '../../src/explore/index.js';
import { instantiate } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import type { Run } from '../../src/report/index.js';
import type { Expectation, Spec } from '../../src/spec/index.js';
import { stemOf } from '../../src/trace/index.js';

/** What other model checkers find: distinct states, and distinct transitions (rules fired). */
export interface Known {
  readonly given: Readonly<Record<string, unknown>>;
  readonly states: number;
  readonly transitions: number;
}

export function testClassic(spec: Spec, known: { readonly reference: readonly Known[]; readonly engine: readonly Known[] }): void {
  const source = { spec, url: new URL(`../../dist/specs/${spec.name}/index.js`, import.meta.url).href };

  describe('counts that other model checkers find too', () => {
    test.each(known.reference)('the reference: $given', ({ given, states, transitions }) => {
      const found = referenceExplore(instantiate(spec, given));
      expect([found.states.size, found.transitions]).toEqual([states, transitions]);
    });

    test.each(known.engine)('the engine: $given', async ({ given, states, transitions }) => {
      const run = await check(source, { parameters: given, until: 'exhaustion' });
      expect(run.ending).toEqual({ kind: 'exhausted' });
      expect(run.counts).toMatchObject({ states, transitions, deadEnds: 0 });
      expect(run.tables.fallbacks).toEqual([]);
      expect(run.actions.filter(({ fired }) => fired === 0)).toEqual([]);
      expect(brokenIn(run)).toEqual({});
    });
  });

  test('every property holds by default, and some variant breaks it', () => {
    const breaking = [...spec.variants.values()].flatMap(({ expect: { violated = {} } = {} }) => Object.keys(violated));
    const promises = [...spec.variants.values()].flatMap(({ set }) => instantiate(spec, set).properties).filter(({ property }) => property.kind !== 'witness');
    expect(new Set(breaking)).toEqual(new Set(promises.map(({ property }) => property.name)));
    expect(spec.variants.get('default')?.expect?.violated).toBeUndefined();
  });

  test.each([...spec.variants.keys()])('variant %s is as its story says', async (variant) => {
    const expected = spec.variants.get(variant)?.expect ?? {};
    const run = await check(source, { variant, until: 'exhaustion' });
    expect(run.counts.states).toBeLessThan(100_000);
    expect(brokenIn(run)).toEqual(broken(expected));
    expect(run.counts).toMatchObject(countsOf(expected));
    if (run.counts.states > smallEnough) return;
    const found = referenceExplore(instantiate(spec, variantOf(spec, variant)));
    const shown = [...found.findings].filter(([, finding]) => finding.broken);
    expect(Object.fromEntries(shown.map(([name, { length }]) => [name, length]))).toEqual(broken(expected));
    expect(found.states.size).toBe(run.counts.states);
    expect([...found.findings.values()].filter(({ vacuous }) => vacuous)).toEqual([]);
  });
}

/** States up to which the reference is asked about a variant as well. */
const smallEnough = 4000;

/** What is violated, with the length of its shortest counterexample, and what is not reached, with null. */
function broken({ violated = {}, unreached = [] }: Expectation): Record<string, number | null> {
  return { ...violated, ...Object.fromEntries(unreached.map((name) => [name, null])) };
}

function brokenIn({ verdicts }: Run): Record<string, number | null> {
  const found: Record<string, number | null> = {};
  for (const { subject, verdict } of verdicts) {
    expect(verdict).not.toMatchObject({ kind: 'unknown' });
    expect(verdict).not.toMatchObject({ vacuous: true });
    if (verdict.kind === 'violated') found[subject.property.name] = stemOf(verdict.trace);
    if (verdict.kind === 'unreached') found[subject.property.name] = null;
  }
  return found;
}

function countsOf({ states, transitions, depth }: Expectation): Partial<Counts> {
  return { ...(states !== undefined && { states }), ...(transitions !== undefined && { transitions }), ...(depth !== undefined && { depth }) };
}
