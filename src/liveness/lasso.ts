/** A run against a liveness property: a shortest way to a fair component, and a short walk around in it that is fair. */
import { compareWords, type Space, type Transition } from '../explore/index.js';
import type { Component } from './components.js';
import type { Question } from './question.js';

/** The run begins with a shortest run to a state of the given depth, and goes on by transitions. */
export interface Lasso {
  readonly depth: number;
  readonly state: Int32Array;
  readonly steps: readonly PackedStep[];
  /** How many transitions lead to the first state of the loop, those of the beginning counted; null: the run ends where it has got to. */
  readonly loop: number | null;
}

export interface PackedStep {
  readonly action: number;
  readonly state: Int32Array;
}

/** The lasso with the shortest stem to one of the components; of equally short ones that to the smallest state. */
export async function findLasso(space: Space, question: Question, components: readonly Component[]): Promise<Lasso> {
  const componentOf = new Map(components.flatMap((component) => component.map((entry) => [entry, component] as const)));
  const { shape } = question;
  const stem = shape === 'eventually' || shape === 'leads-to' ? await dueStem(space, question, componentOf) : await anyStem(space, componentOf);
  const loop = await new Walk(space, question, componentOf.get(stem.to) as Component).around(stem.to);
  const length = stem.depth + stem.steps.length;
  return { depth: stem.depth, state: stem.state, steps: [...stem.steps, ...loop], loop: loop.length === 0 ? null : length };
}

interface Stem extends Omit<Lasso, 'loop'> {
  /** The entry at its end. */
  readonly to: number;
}

/** To the first level with a state of a component. */
async function anyStem(space: Space, componentOf: ReadonlyMap<number, Component>): Promise<Stem> {
  for (const [depth, level] of space.levels.entries()) {
    await space.breathe();
    const to = smallest(
      space,
      [...space.entries(level)].filter((entry) => componentOf.has(entry)),
    );
    if (to !== undefined) return { depth, state: space.stateOf(to), steps: [], to };
  }
  throw new Error('a component lies in no level; this must not happen');
}

/** To a state in which the goal is due, and from there on without the goal. Breadth first: a state is entered when it is due itself, or by a transition from one that was entered. */
async function dueStem(space: Space, question: Question, componentOf: ReadonlyMap<number, Component>): Promise<Stem> {
  const { number, shape, obligation } = question;
  const { rank, marks } = await space.prepare(0);
  marks.fill(0);
  const entered: number[][] = [];
  const successors = (entry: number): Transition[] => space.transitionsOf(entry).filter(({ action }) => obligation.by[action] === false);
  /** The states at a depth in which the goal is due by themselves. */
  const dueAt = (depth: number): number[] => {
    const range = space.levels[depth];
    if (range === undefined || (shape === 'eventually' && depth > 0)) return [];
    return [...space.entries(range)].filter((entry) => (shape === 'eventually' || space.asks(number, 'from', entry)) && !space.asks(number, 'goal', entry));
  };
  for (let depth = 0; ; depth++) {
    await space.breathe();
    const level: number[] = [];
    const enter = (entry: number): void => {
      const cell = rank.of(entry);
      if (marks[cell] !== 0) return;
      marks[cell] = 1;
      level.push(entry);
    };
    for (const entry of entered.at(-1) ?? []) for (const { target } of successors(entry)) if (!space.asks(number, 'goal', target)) enter(target);
    for (const entry of dueAt(depth)) enter(entry);
    entered.push(level);
    if (depth >= space.levels.length && level.length === 0) throw new Error('no due state leads to a component; this must not happen');
    const to = smallest(
      space,
      level.filter((entry) => componentOf.has(entry)),
    );
    if (to !== undefined) return back(to, depth);
  }

  /** Backwards, at each depth by the smallest predecessor, until a state that is due itself. */
  function back(to: number, length: number): Stem {
    const steps: PackedStep[] = [];
    let target = to;
    for (let depth = length; ; depth--) {
      if (dueAt(depth).includes(target)) return { depth, state: space.stateOf(target), steps, to };
      const before = (entered[depth - 1] as number[]).filter((entry) => successors(entry).some((step) => step.target === target));
      const from = smallest(space, before) as number;
      const action = Math.min(...successors(from).flatMap((step) => (step.target === target ? [step.action] : [])));
      steps.unshift({ action, state: space.stateOf(target) });
      target = from;
    }
  }
}

/** Walks in one component. What a walk comes to does not depend on where states lie in the store, only on what they are. */
class Walk {
  readonly #space: Space;
  readonly #question: Question;
  readonly #component: ReadonlySet<number>;
  readonly #steps = new Map<number, readonly Transition[]>();

  constructor(space: Space, question: Question, component: Component) {
    this.#space = space;
    this.#question = question;
    this.#component = new Set(component);
  }

  /** From a state back to itself, so that every assumption is met on the way. Empty where a run ends. */
  async around(start: number): Promise<PackedStep[]> {
    if (this.#all(start).length === 0) return [];
    const walk: Transition[] = [];
    let here = start;
    const go = (steps: readonly Transition[]): void => {
      walk.push(...steps);
      here = walk.at(-1)?.target ?? start;
    };
    // Often the shortest way around is fair already.
    const shortest = await this.#way(start, ({ target }) => target === start);
    if (this.#unmet(start, shortest).length === 0) go(shortest);
    else {
      for (;;) {
        const unmet = this.#unmet(start, walk);
        if (unmet.length === 0 && walk.length > 0 && here === start) break;
        if (unmet.length === 0) go(await this.#way(here, ({ target }) => target === start));
        else go(await this.#way(here, (step) => unmet.some((meets) => meets(step))));
      }
    }
    return walk.map(({ action, target }) => ({ action, state: this.#space.stateOf(target) }));
  }

  /** What a walk that begins in `start` has still to do: each is a predicate of the step that does it. */
  #unmet(start: number, walk: readonly Transition[]): ((step: Transition) => boolean)[] {
    const { assumptions } = this.#question.obligation;
    const visited = [start, ...walk.map(({ target }) => target)];
    const enabled = visited.map((entry) => new Set(this.#all(entry).map(({ action }) => action)));
    const isEnabled = (members: readonly boolean[], actions: ReadonlySet<number>) => [...actions].some((action) => members[action] === true);
    const unmet = assumptions.flatMap(({ strength, members }) => {
      if (walk.some(({ action }) => members[action] === true)) return [];
      const enabledIn = enabled.filter((actions) => isEnabled(members, actions)).length;
      if (strength === 'strong') return enabledIn === 0 ? [] : [({ action }: Transition) => members[action] === true];
      if (strength === 'always') return [({ action }: Transition) => members[action] === true];
      if (enabledIn < visited.length) return [];
      return [({ action, target }: Transition) => members[action] === true || !isEnabled(members, new Set(this.#all(target).map((step) => step.action)))];
    });
    if (this.#question.shape !== 'eventually-always' || visited.some((entry) => this.#withoutGoal(entry))) return unmet;
    return [...unmet, ({ target }) => this.#withoutGoal(target)];
  }

  /** The shortest way to a step of some kind, that step included. */
  async #way(from: number, isLast: (step: Transition) => boolean): Promise<Transition[]> {
    const cameBy = new Map<number, { readonly from: number; readonly step: Transition }>();
    const wayTo = (entry: number): Transition[] => {
      const way: Transition[] = [];
      for (let at = entry; at !== from; ) {
        const { step, from: before } = cameBy.get(at) as { readonly from: number; readonly step: Transition };
        way.unshift(step);
        at = before;
      }
      return way;
    };
    let frontier = [from];
    while (frontier.length > 0) {
      await this.#space.breathe();
      const next: number[] = [];
      for (const entry of frontier) {
        for (const step of this.#inside(entry)) {
          if (isLast(step)) return [...wayTo(entry), step];
          if (step.target === from || cameBy.has(step.target)) continue;
          cameBy.set(step.target, { from: entry, step });
          next.push(step.target);
        }
      }
      frontier = next;
    }
    throw new Error('a component is not connected; this must not happen');
  }

  #withoutGoal(entry: number): boolean {
    return !this.#space.asks(this.#question.number, 'goal', entry);
  }

  /** The steps that stay in the component and may be taken again and again. */
  #inside(entry: number): readonly Transition[] {
    const { by, finitely } = this.#question.obligation;
    return this.#all(entry).filter(({ action, target }) => by[action] === false && finitely[action] === false && this.#component.has(target));
  }

  /** All steps from a state, in an order that says nothing of the store. */
  #all(entry: number): readonly Transition[] {
    const known = this.#steps.get(entry);
    if (known !== undefined) return known;
    const steps = this.#space.transitionsOf(entry).sort((a, b) => a.action - b.action || compareWords(this.#space.stateOf(a.target), this.#space.stateOf(b.target)));
    this.#steps.set(entry, steps);
    return steps;
  }
}

/** The entry of the smallest state. */
export function smallest(space: Space, entries: readonly number[]): number | undefined {
  let best: { readonly entry: number; readonly state: Int32Array } | undefined;
  for (const entry of entries) {
    const state = space.stateOf(entry);
    if (best === undefined || compareWords(state, best.state) < 0) best = { entry, state };
  }
  return best?.entry;
}
