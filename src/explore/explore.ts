import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { UserError } from '../errors.js';
import { type Layout, layOut, pack } from '../layout/index.js';
import type { Model, State } from '../model/index.js';
import { expandToTheBrim } from './brim.js';
import { type BudgetRequest, budgetOf } from './budget.js';
import { type LogRequest, SearchLog, sumOf } from './log.js';
import type { Candidate, FaultReport, Found, PropertyAddress, Range, WorkerFigures } from './messages.js';
import type { ActionFigures, Bound, Counts, Ending, Fallback, FunctionCost, Inside, MemoryFigures, Progress, TableFigures } from './outcome.js';
import type { Projection } from './projection.js';
import type { Keeper, Kept } from './saved.js';
import { type ModelSource, type Projecting, Search } from './search.js';
import { Space } from './space.js';
import { watchOver } from './watch.js';

export interface ExploreRequest extends BudgetRequest, LogRequest {
  /** When the time began that is limited, on the clock of `performance.now()`; by default: now. */
  readonly begun?: number;
  /** The part of that time which the search may take; the rest is for what is done with the space afterwards. By default: all. */
  readonly share?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Numbers that one function's table may take. */
  readonly tableBudget?: number;
  /** The others are called, and waited for, when there are so many states; for tests. By default they take part when they are ready. */
  readonly together?: number;
  /** Keeps the search between levels now and then, and when a bound or the user ends it. One of a search that goes on keeps it where it was kept. */
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
  /** The way to a state that was found at `depth`, backwards to an initial state: at each smaller depth the smallest state with a transition to the one before, and the first action that leads there. */
  wayTo(depth: number, target: Int32Array): Promise<readonly Candidate[]>;
  /** All states that were found, and the transitions of those that were expanded, in the projection `on` (see `readAspects`; null: nothing is left out) of at most `most` nodes. */
  project(on: string | null, most: number): Promise<Projection>;
  close(): Promise<void>;
}

/** Breadth first, level by level. What is found in a level does not depend on who found it, so no result depends on the number of workers. */
export async function explore(model: Model, source: ModelSource, request: ExploreRequest): Promise<Exploration> {
  const { begun = performance.now(), share = 1 } = request;
  const layout = layOut(model.schema);
  const budget = budgetOf(request);
  const { properties, tableBudget, keeper, kept } = request;
  const { workers } = budget;
  const end = begun + budget.time - Math.min(mostTelling, budget.time / 30);
  let over = share === 1 ? end : begun + share * budget.time;
  /** Milliseconds that it may still take to search, or to do something with the space. */
  const remaining = (): number => over - performance.now() - (keeper === undefined ? 0 : (search.tail - keptTo) * saving);
  const started = await Search.start(model, layout, source, {
    properties,
    workers,
    memory: (taken) => budget.store(process.memoryUsage.rss() - taken),
    maxStates: budget.maxStates,
    tableBudget,
    together: request.together,
    empty: kept !== undefined,
    remaining,
  });
  if (started === null) return nothing(model, layout, budget.memory);
  const search: Search = started;
  const log = new SearchLog(model, request);
  if (kept !== undefined) log.restore(kept.saved);
  const { saved } = kept ?? {};
  const before = log.counts(sumOf(saved?.levels ?? []) + (saved?.part?.discovered ?? 0));
  /** Distinct states of the levels that were kept already. */
  const keptLevels = [...(saved?.levels ?? [])];
  /** The states before this position were kept. */
  let keptTo = before.states;
  /** A bound has taken back what was kept of a level: that is still there, and good to go on with. */
  let outdated = false;
  /** Milliseconds that it takes to keep a state. */
  let saving = savingOf(layout.words);
  const watch = watchOver({ search, log, before, remaining, signal: request.signal, onProgress: request.onProgress });
  let nextSave = saveAfter();
  try {
    const ending = await levels();
    const figures = await search.figures();
    if (keeper !== undefined && (ending.kind === 'cut' || ending.kind === 'interrupted')) save(keeper, figures);
    // What is done with the space may take the rest, and is not kept.
    over = end;
    saving = 0;
    return {
      layout,
      ending,
      counts: log.counts(search.states, search.tail),
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
      wayTo: (depth, target) => search.way(log.ranges.slice(0, depth).reverse(), target),
      project: (on, most) => search.project(parts(), on, most),
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
    else if (!(await search.restore(kept.states())))
      throw new UserError('the memory allowed is too small for the search that is to be resumed', [
        ['found', `${before.states} states were kept`],
        ['to do', 'allow more with --memory'],
      ]);
    if (saved?.part?.arranged) search.arrange(log.level);
    while (log.frontierSize() > 0) {
      if (keeper !== undefined && performance.now() > nextSave) save(keeper, await search.figures());
      if (watch.interrupted() || watch.timedOut()) return halted();
      if (log.depth >= budget.maxDepth) {
        const ending = await cut('depth', budget.maxDepth);
        if (ending.kind !== 'cut' || ending.cut.transitions === null || sumOf(ending.cut.transitions.values()) > 0) return ending;
        // Nothing lies beyond the bound: the level is expanded after all, and the space is complete.
      }
      if (!(await search.makeRoom())) await search.stayAsLarge();
      const here = { tail: search.tail, states: search.states };
      let tooFar = here.states > search.mostStates || mayBeTooFar();
      if (!tooFar) {
        const levels = log.isWhole ? Math.max(1, Math.min(10_000, budget.maxDepth - log.depth)) : 1;
        const { levels: results, stopped } = await search.expand(log.open[0] as Range, log.settled(), levels);
        for (const result of results) log.add(result);
        if (log.fault !== null) return { kind: 'settled' };
        if (stopped === 'aborted') return halted();
        tooFar = stopped !== null;
        if (tooFar && log.isOrderly) await takeBack(here);
        if (stopped === 'memory') await search.stayAsLarge();
      }
      if (tooFar) {
        if (!log.isOrderly) await arrange();
        const outcome = search.states > search.mostStates ? 'full' : await expandToTheBrim(search, log, takeBack);
        if (log.fault !== null) return { kind: 'settled' };
        if (outcome === 'ended') return halted();
        if (outcome === 'full') return budget.maxStates <= search.mostStates ? cut('states', budget.maxStates) : cut('memory', budget.memory);
      }
      if (log.open.length > 0) continue;
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

  /** Keeps what there is: all levels up to the current one, and what this has led to. */
  function save(keeper: Keeper, figures: readonly WorkerFigures[]): void {
    if (outdated) return;
    const begun = performance.now();
    for (const range of log.ranges.slice(keptLevels.length)) keptLevels.push(search.count(range));
    const count = (range: Range) => search.count(range);
    const discovered = count({ begin: log.level.end, end: search.tail });
    const { misses, audits } = sumTables(figures, kept);
    keeper.save({ words: layout.words, levels: [...keptLevels], ...log.kept(discovered, count), asked: askedBy(figures), misses, audits }, search.statesOf({ begin: keptTo, end: search.tail }));
    if (search.tail - keptTo > worthTiming) saving = (performance.now() - begun) / (search.tail - keptTo);
    keptTo = search.tail;
    nextSave = saveAfter();
  }

  function askedBy(figures: readonly WorkerFigures[]): PropertyAddress[] {
    return [...(kept?.saved.asked ?? []), ...figures.flatMap(({ asked }) => asked)];
  }

  /** Whether the level may lead to too many states, if it leads to as many as the one before did: then it need not be tried. */
  function mayBeTooFar(): boolean {
    const [last, level] = log.ranges.slice(-2).map(({ begin, end }) => end - begin);
    if (level === undefined || level < worthArranging || !log.isWhole) return false;
    return search.states + (level * level) / Math.max(1, last as number) > search.mostStates;
  }

  /** Takes back what was found since then. */
  async function takeBack({ tail, states }: { readonly tail: number; readonly states: number }): Promise<void> {
    outdated ||= tail < keptTo;
    const { transitions, expanded } = log.counts(states);
    await search.rollBack(tail, states, { transitions: transitions - before.transitions, expanded: expanded - before.expanded });
  }

  /** Takes back all that was done of the current level. */
  async function takeBackLevel(): Promise<void> {
    if (log.isWhole && search.tail === log.level.end) return;
    log.takeBack();
    await takeBack({ tail: log.level.end, states: search.count({ begin: 0, end: log.level.end }) });
  }

  /** Puts the current level into an order of its own, to be expanded from the beginning. */
  async function arrange(): Promise<void> {
    await takeBackLevel();
    log.arrange(search.arrange(log.level));
  }

  /** Ends the search where a bound is met: the states that are known and not expanded are asked, and what lies beyond is counted. */
  async function cut(bound: Bound, limit: number): Promise<Ending> {
    if (bound === 'depth') await takeBackLevel();
    if (watch.interrupted() || watch.timedOut()) return halted();
    const { depth, level, expandedHere } = log;
    const transitions = new Map<string, number>();
    const ask = async (range: Range, depth: number): Promise<boolean> => {
      const results = await search.ask(range, log.settled());
      log.addAsked(results, depth, transitions);
      return log.fault !== null || results.every(({ whole }) => whole);
    };
    for (const range of log.open) if (!(await ask(range, depth))) return halted();
    const beyond = { begin: level.end, end: search.tail };
    if (beyond.begin < beyond.end && !(await ask(beyond, depth + 1))) return halted();
    const cut = { frontier: log.counts(search.states).frontier, transitions };
    return { kind: 'cut', bound, limit, cut: expandedHere === 0 ? cut : { ...cut, inside: inside() } };
  }

  /** Ends the search where it is. Of the current level counts what was expanded. */
  function halted(): Ending {
    if (watch.interrupted()) return { kind: 'interrupted', inside: inside() };
    return { kind: 'cut', bound: 'time', limit: request.timeLimit as number, cut: { frontier: log.counts(search.states).frontier, transitions: null, inside: inside() } };
  }

  function inside(): Inside {
    return { depth: log.depth, states: log.expandedHere + sumOf(log.open.map((range) => search.count(range))), expanded: log.expandedHere };
  }

  /** All that was found, and of which states the transitions were taken. */
  function parts(): Projecting[] {
    const { ranges, level, open, depth } = log;
    const before = ranges.filter((range) => range !== level).map((range, depth) => ({ range, depth, follow: true }));
    const expanded = [{ begin: level.begin, end: level.begin }, ...open].map(({ end }, index) => ({ begin: end, end: open[index]?.begin ?? level.end }));
    const here = [...expanded.map((range) => ({ range, depth, follow: true })), ...open.map((range) => ({ range, depth, follow: false }))];
    const beyond = { range: { begin: level.end, end: search.tail }, depth: depth + 1, follow: false };
    return [...before, ...here, beyond].filter(({ range }) => range.begin < range.end);
  }
}

/** Milliseconds that are left for telling what a search has found and for ending the process, unless they are more than a thirtieth of the time. */
const mostTelling = 70;

/** Smaller levels are expanded at once, whatever the bounds: it takes no time to do so again. */
const worthArranging = 2 ** 11;

/** Fewer states say nothing of how long it takes to keep one. */
const worthTiming = 2 ** 20;

/** Milliseconds that it takes to keep a state, as long as nothing else is known: to read it from anywhere in the store, and to write it. */
function savingOf(words: number): number {
  return 4e-5 + 2.5e-5 * words;
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
  return { store: search.memory.table.capacity * entry, perState: entry / search.fullest, words: layout.words, peak: peakMemory() };
}

/** Peak resident set of the process, in bytes. On Linux the usual figure has that of whoever started the process in it (see getrusage(2)), which may be a larger one. */
function peakMemory(): number {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
    if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  } catch {
    // Another system.
  }
  return process.resourceUsage().maxRSS * 1024;
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
    memory: { store: 0, perState: 0, words: layout.words, peak: peakMemory() },
    workers: 0,
    resumed: null,
    fault: null,
    get space(): Space {
      throw new Error('there is no store');
    },
    wayTo: () => Promise.reject(new Error('there is no store')),
    project: () => Promise.reject(new Error('there is no store')),
    close: () => Promise.resolve(),
  };
}

function packed(layout: Layout, state: State): Int32Array {
  const words = new Int32Array(layout.words);
  pack(layout, state, words);
  return words;
}
