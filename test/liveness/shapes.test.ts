/** The four shapes, the two strengths of fairness and their changes, on graphs whose answers can be seen. */
import { describe, expect, test } from 'vitest';
import { check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { referenceLiveness } from '../../src/reference/liveness.js';
import { type GraphOptions, graph } from '../support/graph.js';

/** `holds`, `says nothing`, `stem (loop)` for a lasso, `stem` for a run that ends; the reference must agree. */
async function answer(line: string, options: GraphOptions): Promise<string> {
  const source = graph(line, options);
  const { verdicts } = await check(source, { workers: 1, until: 'exhaustion' });
  const [asked] = verdicts.filter(({ subject }) => subject.property.kind === 'liveness');
  if (asked === undefined) throw new Error('no liveness property was asked for');
  const { subject, verdict } = asked;
  if (subject.property.kind === 'liveness') {
    const { broken, stem, vacuous } = referenceLiveness(instantiate(source.spec), subject.property, subject.instances[0] as (typeof subject.instances)[number]);
    expect({ broken, vacuous }).toEqual({ broken: verdict.kind === 'violated', vacuous: verdict.kind === 'holds' && verdict.vacuous });
    if (verdict.kind === 'violated') expect(verdict.trace.loop ?? verdict.trace.steps.length).toBe(stem);
  }
  if (verdict.kind === 'holds') return verdict.vacuous ? 'says nothing' : 'holds';
  if (verdict.kind !== 'violated') return verdict.kind;
  const { steps, loop } = verdict.trace;
  const taken = steps.map((step) => step.taken.action.name);
  return loop === undefined ? taken.join(' ') : [...taken.slice(0, loop), `(${taken.slice(loop).join(' ')})`].join(' ');
}

describe('eventually', () => {
  test.each<[string, GraphOptions, string]>([
    ['a>b>goal', { eventually: ['goal'] }, 'holds'],
    ['goal>a>b', { eventually: ['goal'] }, 'holds'],
    ['a>b a>goal', { eventually: ['goal'] }, 'b'],
    ['a>b>c>b c>goal', { eventually: ['goal'] }, 'b (c b)'],
    // A step that leads back to its own state is a step: the run goes on, and never comes to the goal.
    ['a>a a>goal', { eventually: ['goal'] }, '(a)'],
    // The goal may be given up again: it was there.
    ['a>goal>b>c>b', { eventually: ['goal'] }, 'holds'],
    ['*goal>x *y>x>y', { eventually: ['goal'] }, '(x y)'],
  ])('%s', async (line, options, expected) => expect(await answer(line, options)).toBe(expected));
});

describe('again and again', () => {
  test.each<[string, GraphOptions, string]>([
    ['a>goal>a', { again: ['goal'] }, 'holds'],
    ['goal>a>b>a', { again: ['goal'] }, 'a (b a)'],
    ['a>goal', { again: ['goal'] }, 'holds'],
    ['goal>end', { again: ['goal'] }, 'end'],
  ])('%s', async (line, options, expected) => expect(await answer(line, options)).toBe(expected));
});

describe('leads to', () => {
  test.each<[string, GraphOptions, string]>([
    ['a>b>c>a', { leadsTo: ['b>c'] }, 'holds'],
    ['a>b>d>b d>c', { leadsTo: ['b>c'] }, 'b (d b)'],
    // A cycle before it is due is none of its business.
    ['a>x>a a>b>c', { leadsTo: ['b>c'] }, 'holds'],
    // It is never due.
    ['a>c>b', { leadsTo: ['d>c'] }, 'says nothing'],
    // Due, and fulfilled, and due again, and never fulfilled.
    ['a>b>c>b>e>f>e', { leadsTo: ['b>c'] }, 'b e (f e)'],
    ['b,c>d b', { leadsTo: ['b>b'] }, 'holds'],
  ])('%s', async (line, options, expected) => expect(await answer(line, options)).toBe(expected));
});

describe('stays in the end', () => {
  test.each<[string, GraphOptions, string]>([
    ['a>b>c>b', { settles: ['b,c'] }, 'holds'],
    ['a>b>c>b', { settles: ['c'] }, 'b (c b)'],
    ['a>b>a', { settles: ['b'] }, '(b a)'],
    ['a>b', { settles: ['b'] }, 'holds'],
    ['a>b', { settles: ['a'] }, 'b'],
  ])('%s', async (line, options, expected) => expect(await answer(line, options)).toBe(expected));
});

describe('fairness', () => {
  test.each<[string, string, GraphOptions, string]>([
    ['without it nothing need happen', 'a>a a>goal', { eventually: ['goal'] }, '(a)'],
    ['weak: what is always enabled is taken', 'a>a a>goal', { eventually: ['goal'], weak: ['goal'] }, 'holds'],
    ['weak: what is enabled only now and then need not be taken', 'a>b>a a>goal', { eventually: ['goal'], weak: ['goal'] }, '(b a)'],
    ['strong: what is enabled again and again is taken', 'a>b>a a>goal', { eventually: ['goal'], strong: ['goal'] }, 'holds'],
    ['strong: what is enabled only finitely often need not be taken', 'a>b>c>b a>goal', { eventually: ['goal'], strong: ['goal'] }, 'b (c b)'],
    ['in a state without transitions everything is fair', 'a>b a>goal', { eventually: ['goal'], strong: ['goal'], weak: ['b'] }, 'b'],
    ['the loop takes what fairness demands', 'a>b>a a>c>a', { eventually: ['goal'], never: [], strong: ['b', 'c'] }, '(b a c a)'],
    ['a property may do without', 'a>b>a a>goal', { eventually: ['goal'], strong: ['goal'], unfair: ['goal'] }, '(b a)'],
    ['what happens only finitely often is no part of a loop', 'a>b>a a>goal', { eventually: ['goal'], finitely: ['b'] }, 'holds'],
    ['it may be a part of the stem', 'a>b>c>c a>goal', { eventually: ['goal'], finitely: ['b'] }, 'b c (c)'],
    ['a step can be the goal', 'a>b>a', { again: ['b'], by: ['b'] }, 'holds'],
    ['and then the state it leads to is none', 'a>b a>c>b>a', { again: ['b'], by: ['c'] }, '(b a)'],
    ['a step fulfils what leads to it', 'a>b>c>d>c', { leadsTo: ['b>c'], by: ['c'] }, 'holds'],
    ['whenever it is due', 'a>b>c>b b>d>d', { leadsTo: ['b>c'], by: ['c'] }, 'b d (d)'],
  ])('%s', async (_, line, options, expected) => expect(await answer(line, options)).toBe(expected));
});

describe('published mistakes of other checkers', () => {
  // Stateright's "eventually" is told of in its documentation: it does not look for cycles, and where paths join it may forget one of them.
  test('a run that never ends and never comes to the goal is found, though no run ends without it', async () => {
    expect(await answer('a>b>c>b c>goal', { eventually: ['goal'] })).toBe('b (c b)');
  });
  test('two paths join, one of which has met the goal: the other has not', async () => {
    expect(await answer('a>goal>join>end a>other>join', { eventually: ['goal'] })).toBe('other join end');
    expect(await answer('a>other>join>end a>goal>join', { eventually: ['goal'] })).toBe('other join end');
  });
  test('a loop that is reached first by a run that has met the goal', async () => {
    expect(await answer('a>goal>x>y>x a>z>x', { eventually: ['goal'] })).toBe('z x (y x)');
  });
});
