import { type Layout, pack } from '../layout/index.js';
import {
  type ActionInstance,
  type Answer,
  askFrom,
  askGoal,
  askInvariant,
  askLegalEnd,
  askStep,
  askWitness,
  findMisfit,
  type Model,
  nextStates,
  type PropertyInstance,
  SpecFault,
  type State,
  speaksOf,
} from '../model/index.js';
import type { Property } from '../spec/index.js';
import { Diagram } from './diagram.js';
import type { Effects } from './effects.js';
import type { Learnable } from './learn.js';
import type { Tracker } from './track.js';

/** The leaves of a property's diagram. */
export const isFalse = -1;
export const isTrue = -2;
export const isVacuous = -3;

/** One of the author's functions, its diagram, and how it fares. */
export interface Table {
  readonly learnable: Learnable;
  readonly diagram: Diagram;
  /** Calls the author's function on plain states and gives a leaf that is good until the next such call. */
  direct(states: readonly State[]): number;
  /** What running the author's function has cost so far. */
  readonly cost: { misses: number; milliseconds: number };
  /** Once its diagram has passed the budget: how often the function was called directly. */
  fallback: { calls: number; readonly why: string } | null;
}

/** A property's table, and which instance of which property it answers for. */
export interface PropertyTable extends Table {
  readonly property: number;
  readonly instance: number;
  /** Whether it was ever asked with a true premise. */
  asked: boolean;
}

/** What one instance of a property of whole runs (liveness, or a bound) asks of states. */
export interface LivenessTables {
  readonly property: number;
  readonly instance: number;
  readonly from: PropertyTable;
  readonly goal: PropertyTable;
}

/**
 * The tables of one model. `watched` are asked in every state, `steps[a]` of every transition by action instance `a`,
 * `ends` in states without transitions, `liveness` when all states are known.
 */
export interface Functions {
  readonly actions: readonly Table[];
  readonly watched: readonly PropertyTable[];
  readonly steps: readonly (readonly PropertyTable[])[];
  readonly ends: readonly PropertyTable[];
  readonly liveness: readonly LivenessTables[];
}

/** Empty tables for the actions of a model and for the properties with the given numbers. */
export function emptyTables(model: Model, layout: Layout, effects: Effects, properties: readonly number[]): Functions {
  const watched: PropertyTable[] = [];
  const ends: PropertyTable[] = [];
  const liveness: LivenessTables[] = [];
  const steps: PropertyTable[][] = model.actions.map(() => []);
  for (const number of properties) {
    const { property, instances } = model.properties[number] as Model['properties'][number];
    for (const [position, instance] of instances.entries()) {
      const made = (label: string, arity: 1 | 2, answer: (states: readonly State[]) => number): PropertyTable => ({
        ...table(`property ${label}`, arity, answer),
        property: number,
        instance: position,
        asked: false,
      });
      if (property.kind === 'step') {
        for (const action of model.actions) {
          if (!speaksOf(property, action)) continue;
          (steps[action.index] as PropertyTable[]).push(made(`${instance.label} of ${action.label}`, 2, ([state, next]) => leafOf(askStep(property, action, state as State, next as State))));
        }
      } else if (property.kind === 'liveness' || property.kind === 'bound') {
        const asks = (label: string, ask: typeof askGoal) => made(label, 1, ([state]) => (ask(property, instance.chosen, state as State) ? isTrue : isFalse));
        liveness.push({ property: number, instance: position, from: asks(`${instance.label}, from`, askFrom), goal: asks(`${instance.label}, goal`, askGoal) });
      } else {
        (property.kind === 'deadlock-freedom' ? ends : watched).push(made(instance.label, 1, ([state]) => askState(property, instance, state as State)));
      }
    }
  }
  return { actions: model.actions.map((action) => actionTable(model, layout, effects, action)), watched, steps, ends, liveness };
}

/** False stands for what is worth telling: a violated invariant, an illegal end, but also a witness that was reached. */
function askState(property: Exclude<Property<unknown>, { kind: 'step' | 'liveness' | 'bound' }>, { chosen }: PropertyInstance, state: State): number {
  switch (property.kind) {
    case 'invariant':
      return leafOf(askInvariant(property, chosen, state));
    case 'witness':
      return askWitness(property, chosen, state) ? isFalse : isTrue;
    case 'deadlock-freedom':
      return askLegalEnd(property, state) ? isTrue : isFalse;
  }
}

function leafOf(answer: Answer): number {
  return answer === 'violated' ? isFalse : answer === 'holds' ? isTrue : isVacuous;
}

function actionTable(model: Model, layout: Layout, effects: Effects, action: ActionInstance): Table {
  const learnable: Learnable = {
    label: `action ${action.label}`,
    arity: 1,
    run: ([state], [tracker]) => effects.leaf(nextStates(action, state as State).map((next) => (tracker as Tracker).effect(next))),
  };
  const direct = ([state]: readonly State[]): number =>
    effects.direct(
      nextStates(action, state as State).map((next) => {
        const misfit = findMisfit(model.schema, next);
        if (misfit !== undefined)
          throw new SpecFault('the next state is not in its domain', [
            ['at', misfit.path || 'the state itself'],
            ['found', misfit.found],
            ['expected', misfit.expected],
          ]);
        const words = new Int32Array(layout.words);
        pack(layout, next, words);
        return words;
      }),
    );
  return { learnable, diagram: new Diagram(), direct, cost: { misses: 0, milliseconds: 0 }, fallback: null };
}

/** The empty table of any function of a state, or of two neighbouring ones; `answer` gives a leaf, a negative number. */
export function table(label: string, arity: 1 | 2, answer: (states: readonly State[]) => number): Table {
  return { learnable: { label, arity, run: answer }, diagram: new Diagram(), direct: answer, cost: { misses: 0, milliseconds: 0 }, fallback: null };
}
