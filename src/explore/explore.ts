import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { UserError } from '../errors.js';
import { type Layout, layOut, pack } from '../layout/index.js';
import type { Model, State } from '../model/index.js';
import { type BudgetRequest, budgetOf } from './budget.js';
import type { AskResult, Candidate, FaultReport, Finding, Found, LevelResult, PropertyAddress, Range, WorkerFigures } from './messages.js';
import { type ActionCounts, noActionCounts, smallerFinding } from './messages.js';
import type { ActionFigures, Bound, Counts, Cut, Ending, Fallback, FunctionCost, MemoryFigures, Progress, TableFigures } from './outcome.js';
import type { Projection } from './projection.js';
import type { Keeper, Kept, Saved } from './saved.js';
import { type ModelSource, Search } from './search.js';
import { Space, type Watch } from './space.js';

export interface ExploreRequest extends BudgetRequest {
  /** Numbers of the properties to be checked. */
  readonly properties: readonly number[];
  readonly workers: number;
  /** `first-violation` ends with the level in which a property is found violated, `first-finding` also with one in which a witness is reached; `exhaustion` goes on. */
  readonly until: 'first-finding' | 'first-violation' | 'exhaustion';
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called for each level, in order, once it has been expanded: how many distinct states it has. */
  readonly onLevel?: (states: number) => void;
  /** Numbers that one function's table may take. */
  readonly tableBudget?: number;
  /** The others are called, and waited for, when there are so many states; for tests. By default they take part when they are ready. */
  readonly together?: number;
  /** Keeps the search between levels, now and then and when a bound or the user ends it. */
  readonly keeper?: Keeper;
  /** Goes on where a search of the same model was kept. */
  readonly kept?: Kept;
}

/** What a search hands on, with the store still at hand so that traces can be derived from it. */
export interface Exploration {
  readonly layout: Layout;
  readonly ending: Ending;
  readonly counts: Counts;
  /** Per action instance. */
  readonly actions: readonly ActionFigures[];
  /** Per property instance that was decided: the smallest state (or transition) of the first level in which one was found. */
  readonly found: readonly Found[];
  /** The slots, by index, that have the same value in every reachable state; null: not every state was seen. */
  readonly unchanging: ReadonlySet<number> | null;
  /** The property instances that were asked with a true premise. */
  readonly asked: readonly PropertyAddress[];
  readonly tables: TableFigures;
  /** As it is when it is asked for: what is done with the space adds to the peak. */
  readonly memory: MemoryFigures;
  /** How many workers took part. */
  readonly workers: number;
  /** What was known already when a search was resumed; null: it was not. */
  readonly resumed: { readonly states: number; readonly transitions: number } | null;
  /** One of the author's functions failed: the first failure, and the depth of the state. Then there are no verdicts. */
  readonly fault: (FaultReport & { readonly depth: number }) | null;
  /** All explored states, for passes over them. */
  readonly space: Space;
  /** The smallest state at `depth` with a transition to `target`, and the first action that leads there. */
  predecessor(depth: number, target: Int32Array): Promise<Candidate>;
  /** All states that were found, and the transitions of those that were expanded, in the projection `on` (see `readAspects`; null: nothing is left out) of at most `most` nodes. */
  project(on: string | null, most: number): Promise<Projection>;
  close(): Promise<void>;
}

/** Breadth first, level by level. What is found in a level does not depend on who found it, so no result depends on the number of workers. */
export async function explore(model: Model, source: ModelSource, request: ExploreRequest): Promise<Exploration> {
  const layout = layOut(model.schema);
  const budget = budgetOf(request);
  const { properties, workers, tableBudget, keeper, kept } = request;
  const started = await Search.start(model, layout, source, {
    properties,
    workers,
    memory: budget.memory,
    maxStates: budget.maxStates,
    tableBudget,
    together: request.together,
    empty: kept !== undefined,
  });
  if (started === null) return nothing(model, layout, budget.memory);
  const search: Search = started;
  const log = new SearchLog(model, request);
  const before = { states: sumOf(kept?.saved.levels ?? []), expanded: sumOf(kept?.saved.levels.slice(0, -1) ?? []), transitions: kept?.saved.transitions ?? 0 };
  const watch = watchOver(search, log, request, budget.time, before);
  /** Distinct states of the levels that were kept already. */
  const keptLevels = [...(kept?.saved.levels ?? [])];
  let nextSave = saveAfter();
  try {
    const ending = await levels();
    const figures = await search.figures();
    if (keeper !== undefined && (ending.kind === 'cut' || ending.kind === 'interrupted')) save(keeper, figures);
    return {
      layout,
      ending,
      counts: log.counts(search.states),
      actions: log.actions(),
      found: [...log.found.values()],
      unchanging: ending.kind === 'exhausted' ? search.unchanging(packed(layout, model.initial[0] as State)) : null,
      asked: askedBy(figures),
      tables: sumTables(figures, kept),
      get memory() {
        return memoryFigures(layout, search);
      },
      get workers() {
        return search.atWork;
      },
      resumed: kept === undefined ? null : { states: before.states, transitions: before.transitions },
      fault: log.fault,
      space: new Space(model, search, log.ranges, properties, watch),
      predecessor: (depth, target) => search.predecessor(log.ranges[depth] as Range, target),
      // The last level of a search that did not come to its end was not expanded.
      project: (on, most) => search.project(log.ranges, log.ranges.length - (ending.kind === 'exhausted' ? 0 : 1), on, most),
      close: () => {
        watch.stop();
        return search.close();
      },
    };
  } catch (error) {
    watch.stop();
    search.abort();
    await search.close();
    throw error;
  }

  async function levels(): Promise<Ending> {
    if (kept === undefined) log.begin([search.tail]);
    else if (await search.restore(kept.states())) log.restore(kept.saved);
    else
      throw new UserError('the memory allowed is too small for the search that is to be resumed', [
        ['found', `${sumOf(kept.saved.levels)} states were kept`],
        ['to do', 'allow more with --memory'],
      ]);
    while (log.frontierSize() > 0) {
      if (keeper !== undefined && performance.now() > nextSave) save(keeper, await search.figures());
      if (watch.interrupted()) return { kind: 'interrupted' };
      if (watch.timedOut() || watch.remaining() < log.timeForTwoLevels()) return cut('time', request.timeLimit as number);
      if (search.states > budget.maxStates) return cut('states', budget.maxStates);
      if (log.depth >= budget.maxDepth) {
        const ending = await cut('depth', budget.maxDepth);
        if (ending.kind !== 'cut' || sumOf(ending.cut.transitions.values()) > 0) return ending;
        // Nothing lies beyond the bound: the level is expanded after all, and the space is complete.
      }
      if (!(await search.makeRoom())) return cut('memory', budget.memory);
      const begun = performance.now();
      const { levels: results, stopped } = await search.expand(log.level, log.settled(), Math.max(1, Math.min(10_000, budget.maxDepth - log.depth)));
      for (const result of results) log.add(result, stopped === 'aborted' || result.whole);
      log.clock(results, performance.now() - begun);
      if (log.fault !== null) return { kind: 'settled' };
      if (stopped !== null) {
        search.rollBack(log.level.end, search.count({ begin: 0, end: log.level.end }));
        if (stopped === 'memory') return cut('memory', budget.memory);
        if (stopped === 'states') return cut('states', budget.maxStates);
        return watch.timedOut() ? cut('time', request.timeLimit as number) : { kind: 'interrupted' };
      }
      log.advance(search.tail);
      // When the last state has been expanded, the rest of the properties have their answers too.
      if (log.frontierSize() > 0 && log.isSettled()) return { kind: 'settled' };
    }
    log.ranges.pop();
    log.depth -= 1;
    return { kind: 'exhausted' };
  }

  function saveAfter(): number {
    return performance.now() + 1000 * (keeper?.every ?? 0);
  }

  /** Keeps all levels up to the one that is to be expanded next. */
  function save(keeper: Keeper, figures: readonly WorkerFigures[]): void {
    const begin = log.ranges[keptLevels.length - 1]?.end ?? 0;
    for (const range of log.ranges.slice(keptLevels.length)) keptLevels.push(search.count(range));
    const { misses, audits } = sumTables(figures, kept);
    keeper.save({ words: layout.words, levels: [...keptLevels], ...log.kept(), asked: askedBy(figures), misses, audits }, search.statesOf({ begin, end: log.level.end }));
    nextSave = saveAfter();
  }

  function askedBy(figures: readonly WorkerFigures[]): PropertyAddress[] {
    return [...(kept?.saved.asked ?? []), ...figures.flatMap(({ asked }) => asked)];
  }

  /** Ends the search before the current level is expanded: its states are asked, and what lies beyond is counted. */
  async function cut(bound: Bound, limit: number): Promise<Ending> {
    const { frontier } = log.counts(search.states);
    const results = await search.ask(log.level, log.settled());
    return { kind: 'cut', bound, limit, cut: { frontier, transitions: log.addAsked(results) } };
  }
}

/** A level of fewer states takes no time worth planning for. */
const worthPlanning = 10_000;

const countKeys = ['enabled', 'fired', 'discovered'] as const;

/** What has been counted and found so far. */
class SearchLog {
  readonly #model: Model;
  readonly #request: ExploreRequest;
  /** One range of the order per depth, the level to be expanded next included. */
  readonly ranges: Range[] = [];
  level: Range = { begin: 0, end: 0 };
  depth = 0;
  readonly #counts: ActionCounts;
  /** The depth of the first states in which each action instance has a transition; -1: it has none. */
  readonly #firstDepth: number[];
  readonly found = new Map<string, Found>();
  fault: (FaultReport & { readonly depth: number }) | null = null;
  /** Milliseconds that a state of the last levels took. */
  #perState = 0;
  #expanded = 0;
  #transitions = 0;
  #deadEnds = 0;

  constructor(model: Model, request: ExploreRequest) {
    this.#model = model;
    this.#request = request;
    this.#counts = noActionCounts(model.actions.length);
    this.#firstDepth = model.actions.map(() => -1);
  }

  /** Takes the first states of the order for levels of these sizes; the last of them is to be expanded next. */
  begin(sizes: readonly number[]): void {
    let end = 0;
    for (const size of sizes) {
      this.level = { begin: end, end: end + size };
      this.ranges.push(this.level);
      end += size;
    }
    this.depth = sizes.length - 1;
  }

  restore({ levels, transitions, deadEnds, actions, found }: Saved): void {
    this.begin(levels);
    this.#expanded = sumOf(levels.slice(0, -1));
    this.#transitions = transitions;
    this.#deadEnds = deadEnds;
    for (const [index, figures] of actions.entries()) {
      for (const key of countKeys) this.#counts[key][index] = figures[key];
      this.#firstDepth[index] = figures.firstDepth ?? -1;
    }
    for (const finding of found) this.found.set(`${finding.property}/${finding.instance}`, finding);
  }

  kept(): Pick<Saved, 'transitions' | 'deadEnds' | 'actions' | 'found'> {
    return { transitions: this.#transitions, deadEnds: this.#deadEnds, actions: this.actions(), found: [...this.found.values()] };
  }

  actions(): ActionFigures[] {
    const { enabled, fired, discovered } = this.#counts;
    return this.#firstDepth.map((depth, index) => ({
      enabled: enabled[index] as number,
      fired: fired[index] as number,
      discovered: discovered[index] as number,
      firstDepth: depth < 0 ? null : depth,
    }));
  }

  frontierSize(): number {
    return this.level.end - this.level.begin;
  }

  /** Takes in what one level came to; `tell`: what was found in it counts. A level that was given up stays the current one. */
  add(result: LevelResult, tell: boolean): void {
    if (this.level.begin !== result.level.begin) {
      this.depth += 1;
      this.level = result.level;
      this.ranges.push(result.level);
    }
    if (tell) this.#tell(result.findings, result.fault);
    if (!result.whole) return;
    this.#request.onLevel?.(result.expanded);
    this.#expanded += result.expanded;
    this.#transitions += result.transitions;
    this.#deadEnds += result.deadEnds;
    for (const key of countKeys) {
      const sums = this.#counts[key];
      for (const [index, count] of result.actions[key].entries()) sums[index] = (sums[index] as number) + count;
    }
    for (const [index, count] of result.actions.enabled.entries()) if (count > 0 && this.#firstDepth[index] === -1) this.#firstDepth[index] = this.depth;
  }

  /** Takes in what was asked of a level that is not expanded; returns the transitions to unseen states per action name. */
  addAsked(results: readonly AskResult[]): Cut['transitions'] {
    const transitions = new Map<string, number>();
    for (const { findings, fault, unseen } of results) {
      this.#tell(findings, fault);
      for (const { index, action } of this.#model.actions) {
        const count = unseen[index] as number;
        if (count > 0) transitions.set(action.name, (transitions.get(action.name) ?? 0) + count);
      }
    }
    return transitions;
  }

  /** The level has been expanded: what was found up to `end` is the next. */
  advance(end: number): void {
    this.level = { begin: this.level.end, end };
    this.ranges.push(this.level);
    this.depth += 1;
  }

  /** The property instances that have their answer. */
  settled(): PropertyAddress[] {
    return Array.from(this.found.values(), ({ property, instance }) => ({ property, instance }));
  }

  /** Whether there is nothing left to be found out, or nothing that was asked for. */
  isSettled(): boolean {
    if (this.#request.until === 'exhaustion') return false;
    if (this.#request.until === 'first-finding' && this.found.size > 0) return true;
    const kinds = this.#model.properties.map(({ property }) => property.kind);
    if ([...this.found.values()].some(({ property }) => kinds[property] !== 'witness')) return true;
    return this.#request.properties.every((property) => kinds[property] === 'witness' && this.#model.properties[property]?.instances.every((_, instance) => this.found.has(`${property}/${instance}`)));
  }

  /** Notes how long some levels took. */
  clock(levels: readonly LevelResult[], milliseconds: number): void {
    this.#perState = milliseconds / Math.max(1, sumOf(levels.map(({ expanded }) => expanded)));
  }

  /** Milliseconds that it is likely to take to expand the current level, and then to ask the next, were it the last. */
  timeForTwoLevels(): number {
    const size = this.frontierSize();
    const [before = this.level] = this.ranges.slice(-2);
    const growth = size / Math.max(1, before.end - before.begin);
    return size < worthPlanning ? 0 : this.#perState * size * (1 + Math.max(1, growth));
  }

  counts(states: number): Counts {
    return { states, transitions: this.#transitions, depth: this.depth, expanded: this.#expanded, frontier: states - this.#expanded, deadEnds: this.#deadEnds };
  }

  #tell(findings: readonly Finding[], fault: FaultReport | null): void {
    for (const finding of findings) {
      const key = `${finding.property}/${finding.instance}`;
      const known = this.found.get(key);
      // What was found at a smaller depth stays.
      if (known === undefined) this.found.set(key, { ...finding, depth: this.depth });
      else if (known.depth === this.depth) this.found.set(key, { ...smallerFinding(known, finding), depth: this.depth });
    }
    if (fault !== null && this.fault === null) this.fault = { ...fault, depth: this.depth };
  }
}

/** The clock and the user's wish to stop, and the progress that is told while the search runs. */
function watchOver(
  search: Search,
  log: SearchLog,
  request: ExploreRequest,
  milliseconds: number,
  before: { readonly transitions: number; readonly expanded: number },
): Watch & { remaining(): number; stop(): void } {
  const begun = performance.now();
  const { signal, onProgress } = request;
  let timedOut = false;
  let asking: string | null = null;
  const interrupt = () => search.abort();
  const clock =
    milliseconds === Number.POSITIVE_INFINITY
      ? undefined
      : setTimeout(
          () => {
            timedOut = true;
            search.abort();
          },
          Math.min(milliseconds, 2 ** 31 - 1),
        );
  signal?.addEventListener('abort', interrupt);
  const beat =
    onProgress &&
    setInterval(() => {
      const { states } = search;
      const underWay = search.underWay();
      const transitions = before.transitions + underWay.transitions;
      const expanded = before.expanded + underWay.expanded;
      const { depth, deadEnds } = log.counts(states);
      const elapsed = (performance.now() - begun) / 1000;
      onProgress({ states, transitions, expanded, depth, deadEnds, frontier: states - expanded, asking, elapsed, memory: process.memoryUsage.rss() });
    }, 200);
  return {
    interrupted: () => signal?.aborted === true,
    timedOut: () => timedOut,
    ask: (label) => {
      asking = label;
    },
    /** Milliseconds to the time limit. */
    remaining: () => begun + milliseconds - performance.now(),
    stop: () => {
      clearTimeout(clock);
      clearInterval(beat);
      signal?.removeEventListener('abort', interrupt);
    },
  };
}

function sumTables(figures: readonly WorkerFigures[], kept: Kept | undefined): TableFigures {
  const fallbacks = new Map<string, Fallback>();
  for (const fallback of figures.flatMap((of) => of.fallbacks)) {
    const known = fallbacks.get(fallback.label);
    fallbacks.set(fallback.label, known === undefined ? fallback : { ...known, calls: known.calls + fallback.calls });
  }
  const costs = new Map<string, FunctionCost>();
  for (const cost of figures.flatMap((of) => of.functions)) {
    const known = costs.get(cost.label) ?? { nodes: 0, misses: 0, seconds: 0 };
    costs.set(cost.label, { label: cost.label, nodes: known.nodes + cost.nodes, misses: known.misses + cost.misses, seconds: known.seconds + cost.seconds });
  }
  const functions = [...costs.values()].sort((a, b) => b.seconds - a.seconds);
  const { misses = 0, audits = 0 } = kept?.saved ?? {};
  return {
    misses: misses + sumOf(functions.map((cost) => cost.misses)),
    audits: audits + sumOf(figures.map((figure) => figure.audits)),
    nodes: sumOf(functions.map(({ nodes }) => nodes)),
    functions,
    fallbacks: [...fallbacks.values()],
  };
}

function memoryFigures(layout: Layout, search: Search): MemoryFigures {
  const entry = 4 * layout.words;
  return { store: search.memory.table.capacity * entry, perState: entry / search.fullest, words: layout.words, peak: process.resourceUsage().maxRSS * 1024 };
}

/** A budget that has no room for even the smallest store. */
function nothing(model: Model, layout: Layout, limit: number): Exploration {
  const states = model.initial.length;
  return {
    layout,
    ending: { kind: 'cut', bound: 'memory', limit, cut: { frontier: states, transitions: new Map() } },
    counts: { states, transitions: 0, depth: 0, expanded: 0, frontier: states, deadEnds: 0 },
    actions: model.actions.map(() => ({ enabled: 0, fired: 0, discovered: 0, firstDepth: null })),
    found: [],
    unchanging: null,
    asked: [],
    tables: { misses: 0, audits: 0, nodes: 0, functions: [], fallbacks: [] },
    memory: { store: 0, perState: 0, words: layout.words, peak: process.resourceUsage().maxRSS * 1024 },
    workers: 0,
    resumed: null,
    fault: null,
    get space(): Space {
      throw new Error('there is no store');
    },
    predecessor: () => Promise.reject(new Error('there is no store')),
    project: () => Promise.reject(new Error('there is no store')),
    close: () => Promise.resolve(),
  };
}

function packed(layout: Layout, state: State): Int32Array {
  const words = new Int32Array(layout.words);
  pack(layout, state, words);
  return words;
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
