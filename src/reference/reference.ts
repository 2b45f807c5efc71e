/**
 * The oracle: a textbook breadth-first search over Immutable.Set, with nothing clever in it. It calls the author's
 * functions directly and knows no words, no tables, no workers. Start reading here.
 */
import type { Set as SetOf } from 'immutable';
import { ImmutableSet } from '../immutable.js';
import { askInvariant, askLegalEnd, askStep, askWitness, findMisfit, type Model, nextStates, type State, speaksOf } from '../model/index.js';
import { type BoundFinding, referenceBound } from './bound.js';
import { type Component, referenceLiveness } from './liveness.js';

/** What the reference found about one property; `length` is that of the shortest run which shows it, in transitions. */
export interface ReferenceFinding {
  /** Violated, or for a witness: not reached. */
  readonly broken: boolean;
  /** Of the shortest counterexample (of its stem, for liveness), or of the shortest run to a witness (to the last of its instances); null if there is none. */
  readonly length: number | null;
  /** No instance of it was ever asked with a true premise. */
  readonly vacuous: boolean;
  /** Of liveness: the maximal fair components without the goal, of all instances together. */
  readonly components?: readonly Component[];
  /** Of a bound: each of its instances. */
  readonly bounds?: readonly BoundFinding[];
}

export interface Reference {
  readonly states: SetOf<State>;
  readonly transitions: number;
  readonly depth: number;
  /** Transitions per action instance, in the model's order. */
  readonly fired: readonly number[];
  readonly deadEnds: number;
  readonly findings: ReadonlyMap<string, ReferenceFinding>;
}

/** Explores all reachable states, on and on after a violation, and stops only when there is no new state. */
export function referenceExplore(model: Model): Reference {
  const fired = model.actions.map(() => 0);
  const shown = model.properties.map(({ instances }) => instances.map((): number | null => null));
  const asked = model.properties.map(() => false);
  const show = (property: number, instance: number, length: number) => {
    const found = shown[property] as (number | null)[];
    found[instance] ??= length;
  };
  let deadEnds = 0;
  let depth = -1;
  let seen = ImmutableSet<State>(model.initial);
  let level = seen;
  while (!level.isEmpty()) {
    depth += 1;
    let next = ImmutableSet<State>().asMutable();
    for (const state of level) {
      const outgoing = model.actions.flatMap((action) =>
        ImmutableSet(nextStates(action, state))
          .toArray()
          .map((target) => ({ action, target })),
      );
      if (outgoing.length === 0) deadEnds += 1;
      for (const [index, { property, instances }] of model.properties.entries()) {
        for (const [position, { chosen }] of instances.entries()) {
          if (property.kind === 'invariant') {
            const answer = askInvariant(property, chosen, state);
            if (answer !== 'vacuous') asked[index] = true;
            if (answer === 'violated') show(index, position, depth);
          } else if (property.kind === 'witness') {
            if (askWitness(property, chosen, state)) show(index, position, depth);
          } else if (property.kind === 'deadlock-freedom') {
            if (outgoing.length === 0 && !askLegalEnd(property, state)) show(index, position, depth);
          } else if (property.kind === 'step') {
            for (const { action, target } of outgoing.filter((taken) => speaksOf(property, taken.action))) {
              const answer = askStep(property, action, state, target);
              if (answer !== 'vacuous') asked[index] = true;
              if (answer === 'violated') show(index, position, depth + 1);
            }
          }
        }
      }
      for (const { action, target } of outgoing) {
        const misfit = findMisfit(model.schema, target);
        if (misfit !== undefined) throw new Error(`${action.label}: ${misfit.path} is ${misfit.found}, expected ${misfit.expected}`);
        fired[action.index] = (fired[action.index] as number) + 1;
        if (!seen.has(target)) next = next.add(target);
      }
    }
    level = next.asImmutable();
    seen = seen.union(level);
  }
  const findings = model.properties.map(({ property, instances }, index): [string, ReferenceFinding] => {
    if (property.kind === 'liveness') {
      const answers = instances.map((instance) => referenceLiveness(model, property, instance));
      const stems = answers.flatMap(({ stem }) => (stem === null ? [] : [stem]));
      return [
        property.name,
        {
          broken: stems.length > 0,
          length: stems.length > 0 ? Math.min(...stems) : null,
          vacuous: answers.every(({ vacuous }) => vacuous),
          components: answers.flatMap(({ components }) => components),
        },
      ];
    }
    if (property.kind === 'bound') {
      const bounds = instances.map((instance) => referenceBound(model, property, instance));
      const numbers = bounds.map(({ largest }) => (largest === 'unbounded' ? Number.POSITIVE_INFINITY : (largest ?? -1)));
      const largest = Math.max(...numbers);
      const broken = property.atMost !== undefined && largest > property.atMost;
      const longest = bounds.flatMap(({ lengths }, at) => (broken && numbers[at] === largest ? [lengths.largest as number] : []));
      return [property.name, { broken, length: broken ? Math.min(...longest) : null, vacuous: largest < 0, bounds }];
    }
    const lengths = shown[index] as readonly (number | null)[];
    const found = lengths.filter((length) => length !== null);
    const vacuous = (property.kind === 'invariant' || property.kind === 'step') && !asked[index];
    if (property.kind !== 'witness') return [property.name, { broken: found.length > 0, length: found.length > 0 ? Math.min(...found) : null, vacuous }];
    const all = found.length === lengths.length;
    return [property.name, { broken: !all, length: all ? Math.max(...found) : null, vacuous }];
  });
  return { states: seen, transitions: fired.reduce((sum, count) => sum + count, 0), depth, fired, deadEnds, findings: new Map(findings) };
}
