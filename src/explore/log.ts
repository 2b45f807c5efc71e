import type { Model } from '../model/index.js';
import type { AskResult, FaultReport, Finding, Found, LevelResult, PropertyAddress, Range } from './messages.js';
import { type ActionCounts, keyOf, noActionCounts, smallerFinding } from './messages.js';
import type { ActionFigures, Counts } from './outcome.js';
import type { Saved } from './saved.js';

/** What a search wants to know, and who is told of it. */
export interface LogRequest {
  /** Numbers of the properties to be checked. */
  readonly properties: readonly number[];
  /** `first-violation` ends with the level in which a property is found violated, `first-finding` also with one in which a witness is reached; `exhaustion` goes on. */
  readonly until: 'first-finding' | 'first-violation' | 'exhaustion';
  /** Called for each level, in order, once it has been expanded: how many distinct states it has. */
  readonly onLevel?: (states: number) => void;
}

const countKeys = ['enabled', 'fired', 'discovered'] as const;

/** What has been counted and found so far: in whole levels, and in the one that is under way. */
export class SearchLog {
  readonly #model: Model;
  readonly #request: LogRequest;
  /** One range of the order per depth, that of the current level included. */
  readonly ranges: Range[] = [];
  level: Range = { begin: 0, end: 0 };
  /** What is still to be expanded of the level: positions of the order. */
  open: readonly Range[] = [];
  /** The states of the level are in an order that does not depend on who found them (see `arrange`). */
  arranged = false;
  depth = 0;
  readonly found = new Map<string, Found>();
  fault: (FaultReport & { readonly depth: number }) | null = null;
  /** Of the levels before this one. */
  #before: Figures;
  /** Of as much of this level as was expanded. */
  #here: Figures;
  /** The depth of the first states in which each action instance has a transition; -1: it has none. */
  readonly #firstDepth: number[];

  constructor(model: Model, request: LogRequest) {
    this.#model = model;
    this.#request = request;
    this.#before = noFigures(model.actions.length);
    this.#here = noFigures(model.actions.length);
    this.#firstDepth = model.actions.map(() => -1);
  }

  /** Takes the first states of the order for levels of these sizes; the last of them is to be expanded next. */
  begin(sizes: readonly number[]): void {
    let end = 0;
    for (const size of sizes) {
      this.#enter({ begin: end, end: end + size }, this.ranges.length);
      end += size;
    }
  }

  restore({ levels, transitions, deadEnds, actions, found, part }: Saved): void {
    this.begin(levels);
    this.#before = { expanded: sumOf(levels.slice(0, -1)), transitions, deadEnds, actions: countsOf(actions) };
    for (const [index, { firstDepth }] of actions.entries()) this.#firstDepth[index] = firstDepth ?? -1;
    for (const finding of found) this.found.set(keyOf(finding), finding);
    if (part === null) return;
    const { begin, end } = this.level;
    this.open = part.open.map((range) => ({ begin: begin + range.begin, end: begin + range.end }));
    this.arranged = part.arranged;
    const expanded = end - begin - sumOf(part.open.map(({ begin, end }) => end - begin));
    this.#here = { expanded, transitions: part.transitions, deadEnds: part.deadEnds, actions: countsOf(part.actions) };
  }

  /** `count` says how many states there are among some positions; `discovered`: states of the next level. */
  kept(discovered: number, count: (range: Range) => number): Pick<Saved, 'transitions' | 'deadEnds' | 'actions' | 'found' | 'part'> {
    const { begin } = this.level;
    const { transitions, deadEnds, actions } = this.#before;
    const number = (position: number) => count({ begin, end: position });
    const open = this.open.map(({ begin, end }) => ({ begin: number(begin), end: number(end) }));
    const part = this.#here.expanded === 0 ? null : { discovered, arranged: this.arranged, open, ...told(this.#here) };
    const firstDepths = this.#firstDepth.map((depth) => (depth < 0 ? null : depth));
    return {
      transitions,
      deadEnds,
      actions: listOf(actions).map((counts, index) => ({ ...counts, firstDepth: firstDepths[index] ?? null })),
      // What was found where the next level begins may not be the smallest in it.
      found: [...this.found.values()].filter(({ depth }) => depth <= this.depth),
      part,
    };
  }

  actions(): ActionFigures[] {
    const all = listOf(sumOfFigures(this.#before, this.#here).actions);
    return all.map((counts, index) => {
      const first = this.#firstDepth[index] as number;
      return { ...counts, firstDepth: first >= 0 ? first : counts.enabled > 0 ? this.depth : null };
    });
  }

  frontierSize(): number {
    return this.level.end - this.level.begin;
  }

  /** Nothing of the level has been expanded yet. */
  get isWhole(): boolean {
    const [first] = this.open;
    return first?.begin === this.level.begin && first.end === this.level.end;
  }

  /** Those that were expanded are the first of the level, in an order that does not depend on who found them. */
  get isOrderly(): boolean {
    const [first] = this.open;
    return this.arranged && first !== undefined && first.begin === this.level.begin + this.#here.expanded;
  }

  /** States of the level that were expanded. */
  get expandedHere(): number {
    return this.#here.expanded;
  }

  /** Takes in what became of the first open part of the level, or of all of a level behind it. What is torn counts for nothing. */
  add(result: LevelResult): void {
    if (result.level.begin >= this.level.end) this.#enter(result.level, this.depth + 1);
    if (result.torn) return;
    this.#tell(result.findings, result.fault, this.depth);
    this.#here = sumOfFigures(this.#here, result);
    this.open = [...result.open, ...this.open.slice(1)];
    if (this.open.length > 0) return;
    this.#request.onLevel?.(this.#here.expanded);
    for (const [index, count] of this.#here.actions.enabled.entries()) if (count > 0 && this.#firstDepth[index] === -1) this.#firstDepth[index] = this.depth;
    this.#before = sumOfFigures(this.#before, this.#here);
    this.#here = noFigures(this.#model.actions.length);
  }

  /** Takes in what was asked of states at a depth that are not expanded, and adds the transitions to unseen states per action name. */
  addAsked(results: readonly AskResult[], depth: number, transitions: Map<string, number>): void {
    for (const { findings, fault, unseen } of results) {
      this.#tell(findings, fault, depth);
      for (const { index, action } of this.#model.actions) {
        const count = unseen[index] as number;
        if (count > 0) transitions.set(action.name, (transitions.get(action.name) ?? 0) + count);
      }
    }
  }

  /** Nothing of the level was expanded after all. */
  takeBack(): void {
    this.open = [this.level];
    this.#here = noFigures(this.#model.actions.length);
    // They may not be the smallest.
    for (const [key, { depth }] of this.found) if (depth === this.depth) this.found.delete(key);
  }

  /** The states of the level, so many, have been arranged: they begin where it begins. Nothing of it was expanded yet. */
  arrange(states: number): void {
    this.open = [{ begin: this.level.begin, end: this.level.begin + states }];
    this.arranged = true;
  }

  /** What is to be expanded next are so many states of an arranged level; returns them. */
  carve(states: number): Range {
    const [{ begin }, last] = [this.open[0] as Range, this.open.at(-1) as Range];
    const next = { begin, end: begin + states };
    this.open = next.end < last.end ? [next, { begin: next.end, end: last.end }] : [next];
    return next;
  }

  /** The level has been expanded: what was found up to `end` is the next. */
  advance(end: number): void {
    this.#enter({ begin: this.level.end, end }, this.depth + 1);
  }

  /** The property instances that have their answer. What was found in this level may not be the smallest in it. */
  settled(): PropertyAddress[] {
    return [...this.found.values()].filter(({ depth }) => depth < this.depth).map(({ property, instance }) => ({ property, instance }));
  }

  /** Whether there is nothing left to be found out, or nothing that was asked for. */
  isSettled(): boolean {
    if (this.#request.until === 'exhaustion') return false;
    if (this.#request.until === 'first-finding' && this.found.size > 0) return true;
    const kinds = this.#model.properties.map(({ property }) => property.kind);
    if ([...this.found.values()].some(({ property }) => kinds[property] !== 'witness')) return true;
    return this.#request.properties.every(
      (property) => kinds[property] === 'witness' && this.#model.properties[property]?.instances.every((_, instance) => this.found.has(keyOf({ property, instance }))),
    );
  }

  /** When so many states are known; those behind the level, if there are any, are of the next one. */
  counts(states: number, tail = this.level.end): Counts {
    const { expanded, transitions, deadEnds } = sumOfFigures(this.#before, this.#here);
    return { states, transitions, depth: tail > this.level.end ? this.depth + 1 : this.depth, expanded, frontier: states - expanded, deadEnds };
  }

  #enter(level: Range, depth: number): void {
    this.level = level;
    this.arranged = false;
    this.open = [level];
    this.ranges.push(level);
    this.depth = depth;
  }

  #tell(findings: readonly Finding[], fault: FaultReport | null, depth: number): void {
    for (const finding of findings) {
      const key = keyOf(finding);
      const known = this.found.get(key);
      // What was found at a smaller depth stays.
      if (known === undefined) this.found.set(key, { ...finding, depth });
      else if (known.depth === depth) this.found.set(key, { ...smallerFinding(known, finding), depth });
    }
    if (fault !== null && this.fault === null) this.fault = { ...fault, depth };
  }
}

/** What was counted where states were expanded. */
type Figures = Pick<LevelResult, 'expanded' | 'transitions' | 'deadEnds' | 'actions'>;

function noFigures(actions: number): Figures {
  return { expanded: 0, transitions: 0, deadEnds: 0, actions: noActionCounts(actions) };
}

function sumOfFigures(a: Figures, b: Figures): Figures {
  const actions = noActionCounts(a.actions.enabled.length);
  for (const key of countKeys) for (let index = 0; index < actions[key].length; index++) actions[key][index] = (a.actions[key][index] as number) + (b.actions[key][index] as number);
  return { expanded: a.expanded + b.expanded, transitions: a.transitions + b.transitions, deadEnds: a.deadEnds + b.deadEnds, actions };
}

function told({ transitions, deadEnds, actions }: Figures) {
  return { transitions, deadEnds, actions: listOf(actions) };
}

function listOf({ enabled, fired, discovered }: ActionCounts) {
  return Array.from(enabled, (count, index) => ({ enabled: count, fired: fired[index] as number, discovered: discovered[index] as number }));
}

function countsOf(list: readonly Omit<ActionFigures, 'firstDepth'>[]): ActionCounts {
  const counts = noActionCounts(list.length);
  for (const [index, figures] of list.entries()) for (const key of countKeys) counts[key][index] = figures[key];
  return counts;
}

export function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
