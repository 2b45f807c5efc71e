/** Why an exploration ended. */
export type Ending =
  /** There is no reachable state that was not seen. */
  | { readonly kind: 'exhausted' }
  /** Every requested property has its answer; the rest of the space was not asked. */
  | { readonly kind: 'settled' }
  /** A bound was met. */
  | { readonly kind: 'cut'; readonly bound: Bound; readonly limit: number; readonly cut: Cut }
  /** The user stopped it. */
  | { readonly kind: 'interrupted'; readonly inside: Inside };

export type Bound = 'memory' | 'time' | 'states' | 'depth';

/** What a bound cut off. */
export interface Cut {
  /** States whose transitions were not followed. */
  readonly frontier: number;
  /** Per action name, in the model's order: how many transitions out of these states to unseen ones there are. Null: they were not counted, nor were these states asked, because the time was over. */
  readonly transitions: ReadonlyMap<string, number> | null;
  /** Where that was. */
  readonly inside?: Inside;
}

/** The level in which a search was stopped. All states of smaller depth were expanded. */
export interface Inside {
  readonly depth: number;
  /** All states of this depth. */
  readonly states: number;
  /** Those of them that were expanded. */
  readonly expanded: number;
}

/** The figures of an exploration; also of one under way. */
export interface Counts {
  /** Distinct states. */
  readonly states: number;
  /** Distinct transitions out of the states that were expanded. */
  readonly transitions: number;
  /** The depth of the last level with a state in it; the initial states have depth 0. */
  readonly depth: number;
  /** States whose successors were computed and whose properties were asked. */
  readonly expanded: number;
  /** States that are still to be expanded (0 when exhausted). */
  readonly frontier: number;
  /** Expanded states without a transition. */
  readonly deadEnds: number;
}

/** What one action instance did. */
export interface ActionFigures {
  /** Expanded states in which it has a transition. */
  readonly enabled: number;
  /** Its transitions. */
  readonly fired: number;
  /** States that it was the first to lead to. With several workers that is chance where several actions lead to one. */
  readonly discovered: number;
  /** The depth of the first states in which it has a transition; null: there is none. */
  readonly firstDepth: number | null;
}

/** How the learned tables did. These figures depend on the number of workers; the counts above do not. */
export interface TableFigures {
  /** How often one of the author's functions had to be run because its table had no entry. */
  readonly misses: number;
  /** How often an entry was compared with what the author's function says. */
  readonly audits: number;
  /** Nodes of all diagrams. */
  readonly nodes: number;
  /** What each of the author's functions cost, the most expensive first. */
  readonly functions: readonly FunctionCost[];
  /** Functions that outgrew their budget and were called directly from then on, with the number of calls. */
  readonly fallbacks: readonly Fallback[];
}

/** One of the author's functions: an action, or a property, or a step property of an action. */
export interface FunctionCost {
  readonly label: string;
  /** Nodes of its diagrams; each worker has its own. */
  readonly nodes: number;
  readonly misses: number;
  /** Seconds spent in running it, all workers together. */
  readonly seconds: number;
}

export interface Fallback {
  /** The label of the action or property instance. */
  readonly label: string;
  readonly calls: number;
  readonly why: string;
}

export interface MemoryFigures {
  /** Bytes of the table of states. */
  readonly store: number;
  /** Bytes per distinct state in that table when it was fullest. The order in which states were found takes four more. */
  readonly perState: number;
  /** 32-bit words of one packed state. */
  readonly words: number;
  /** Peak resident set of the process, in bytes. */
  readonly peak: number;
}

/** Figures of a run under way, as a progress line shows them. */
export interface Progress extends Counts {
  /** The label of the liveness property that is being checked, after all states were explored; null: none is. */
  readonly asking: string | null;
  /** Seconds since the exploration began. */
  readonly elapsed: number;
  /** Bytes of the process now. */
  readonly memory: number;
}
