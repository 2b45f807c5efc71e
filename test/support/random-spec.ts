/** Makes a spec of a description by `random/arbitrary.ts`; a worker is given the description as text. */
import { type Action, type Arguments, boolean, type Fairness, language, type Property, type RecordValue, range, type Spec, spec, strongly, type Taken, weakly } from '../../src/spec/index.js';
import { ask, type Scene } from './random/ask.js';
import type { Choice, Description, Group, RandomAction, RandomProperty, Some, Test } from './random/description.js';
import { operate } from './random/operate.js';
import { type Places, placesOf, type Value } from './random/places.js';

/** The spec that a description, written as JSON, stands for. */
export default function randomSpec(argument: string): Spec {
  const description = JSON.parse(argument) as Description;
  const places = placesOf(description);
  return spec({
    name: 'random',
    about: 'A random spec.',
    state: () => places.root as never,
    initial: () => description.initial.map((operations) => initialState(places, description, operations)) as never,
    actions: () => {
      const actions = description.actions.map((action, index) => randomAction(places, action, index));
      return actions as never;
    },
    fairness: () => description.fairness.map((group) => randomFairness(description, group)),
    properties: () => description.properties.map((property, index) => randomProperty(places, description, property, index)) as never,
  });
}

type State = RecordValue<{ readonly [field: string]: unknown }>;

const { action, invariant, step, witness, deadlockFreedom, eventually, alwaysEventually, leadsTo, eventuallyAlways, bound } = language<State>();

function initialState(places: Places, description: Description, operations: Description['initial'][number]): Value {
  const first = places.root({ fuel: description.fuel }) as Value;
  return operate(operations, { places, now: first, before: first, x: 0, y: 0 });
}

function randomAction(places: Places, { choice, guard, outcomes, refuse, fuelled, fairness }: RandomAction, index: number): Action<State, never> {
  return action(`act${index}`, {
    actor: index % 2 === 0 ? 'even' : 'odd',
    args: argumentsOf(choice),
    where: (chosen) => exists(choice, chosen),
    ...(fairness && { fairness: fairness.per === 'x' && choice.x > 0 ? (fairness.strength === 'weak' ? { weak: ['x'] } : { strong: ['x'] }) : fairness.strength }),
    guard: (state, chosen) => (!fuelled || state.get('fuel') !== 0) && (guard === null || ask(guard, sceneOf(places, state, state, chosen))),
    step: (state, chosen) => {
      const scene = sceneOf(places, state, state, chosen);
      const next = outcomes
        .map((operations) => operate(operations, scene))
        .filter((now) => refuse === null || !ask(refuse, { ...scene, now }))
        .map((now) => (fuelled ? now.set('fuel', (state.get('fuel') as number) - 1) : now)) as unknown as State[];
      // Both ways of returning a single state must mean the same.
      return next.length === 1 && index % 2 === 0 ? (next[0] as State) : next;
    },
  }) as unknown as Action<State, never>;
}

/** Whether a step is one of some actions. */
function isOne({ actions }: Description, some: Some | null, { action: name }: Pick<Taken, 'action'>): boolean {
  return some?.some((number) => name === `act${number % actions.length}`) === true;
}

function randomFairness(description: Description, { strength, actions, each }: Group): Fairness {
  const per = (taken: Taken) => (isOne(description, actions, taken) ? (each ? taken.action : 'all') : null);
  return strength === 'weak' ? weakly('some', per) : strongly('some', per);
}

function randomProperty(places: Places, description: Description, property: RandomProperty, index: number): Property<State> {
  const { actions } = description;
  const name = `P${index}`;
  const truth = (test: Test | null, state: State, next: State, chosen: object) => test === null || ask(test, sceneOf(places, state, next, chosen));
  switch (property.kind) {
    case 'invariant': {
      const { choice, given, holds } = property;
      return invariant(name, 'random', {
        args: argumentsOf(choice),
        where: (chosen) => exists(choice, chosen),
        ...(given && { given: (state: State, chosen: object) => truth(given, state, state, chosen) }),
        holds: (state, chosen) => truth(holds, state, state, chosen),
      }) as Property<State>;
    }
    case 'step': {
      const { on, given, holds } = property;
      const of = on?.map((number) => ({ kind: 'action', name: `act${number % actions.length}` }) as Action<State, Readonly<Record<string, unknown>>>);
      return step(name, 'random', {
        ...(of && { on: of }),
        ...(given && { given: (state: State, { args }: { args: object }, next: State) => truth(given, state, next, args) }),
        holds: (state, { args, action: taken }, next) => taken.startsWith('act') && truth(holds, state, next, args),
      });
    }
    case 'witness':
      return witness(name, 'random', {
        args: argumentsOf(property.choice),
        where: (chosen) => exists(property.choice, chosen),
        reached: (state, chosen) => truth(property.reached, state, state, chosen),
      }) as Property<State>;
    case 'liveness': {
      const { shape, choice, from, goal, by, onlyBy, unfair, also, finitely } = property;
      const one = (some: Some) => (taken: Taken) => isOne(description, some, taken);
      const shared = {
        args: argumentsOf(choice),
        where: (chosen: object) => exists(choice, chosen),
        fairness: { ...(unfair && { unfair: one(unfair) }), also: also.map((group) => randomFairness(description, group)), ...(finitely && { finitely: one(finitely) }) },
      };
      const holds = (state: State, chosen: object) => truth(goal, state, state, chosen);
      const goals = { ...(!(by && onlyBy) && { holds }), ...(by && { by: one(by) }) };
      switch (shape) {
        case 'eventually':
          return eventually(name, 'random', { ...shared, ...goals }) as Property<State>;
        case 'always-eventually':
          return alwaysEventually(name, 'random', { ...shared, ...goals }) as Property<State>;
        case 'leads-to':
          return leadsTo(name, 'random', { ...shared, ...goals, from: (state, chosen) => truth(from, state, state, chosen) }) as Property<State>;
        case 'eventually-always':
          return eventuallyAlways(name, 'random', { ...shared, holds }) as Property<State>;
      }
      throw new Error(`there is no shape ${shape}`);
    }
    case 'bound': {
      const { choice, from, to, by, onlyBy, counting, atMost } = property;
      return bound(name, 'random', {
        args: argumentsOf(choice),
        where: (chosen) => exists(choice, chosen),
        from: (state, chosen) => truth(from, state, state, chosen),
        ...(!(by && onlyBy) && { to: (state: State, chosen: object) => truth(to, state, state, chosen) }),
        ...(by && { by: (taken: Taken) => isOne(description, by, taken) }),
        ...(counting && { counting: (taken: Taken) => isOne(description, counting, taken) }),
        ...(atMost !== null && { atMost }),
      }) as Property<State>;
    }
    case 'deadlock-freedom': {
      const { legalEnd } = property;
      return deadlockFreedom(name, 'random', legalEnd === null ? {} : { legalEnd: (state) => truth(legalEnd, state, state, {}) });
    }
  }
}

function argumentsOf({ x, y }: Choice): Arguments {
  return { ...(x > 0 && { x: range(0, x - 1) }), ...(y && { y: boolean }) };
}

function exists({ x, except }: Choice, chosen: { readonly x?: unknown }): boolean {
  return x < 2 || chosen.x !== except;
}

function sceneOf(places: Places, before: State, now: State, chosen: { readonly x?: unknown; readonly y?: unknown }): Scene {
  return { places, before: before as unknown as Value, now: now as unknown as Value, x: Number(chosen.x ?? 0), y: Number(chosen.y ?? 0) };
}
