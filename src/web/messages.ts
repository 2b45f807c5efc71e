/**
 * What the page asks and what the server answers: the one file that both compile. It imports nothing, because the page's
 * compiler knows no Node and the server's no browser. Texts are plain text, never markup. Values of variables are shown
 * as traces show them.
 */

/** Which model: a variant of the served spec, and parameters beside it, each `name=value` as on the command line. */
export interface ModelChoice {
  readonly variant: string;
  readonly parameters: readonly string[];
}

export interface PathRequest extends ModelChoice {
  /** The short text of a trace: `0/12/3.1`. */
  readonly path: string;
}

export interface StateRequest extends PathRequest {
  /** The state after so many steps. */
  readonly at: number;
  /** The state that it is compared with, also by a number of steps; null: the one before it. */
  readonly compare: number | null;
}

export interface NeighbourhoodRequest extends PathRequest {
  readonly at: number;
  /** Steps in each direction that states can be away. */
  readonly radius: number;
  /** At most so many states. */
  readonly limit: number;
}

/** What there is to choose from; asked once. */
export interface SpecView {
  readonly name: string;
  readonly about: string;
  readonly sources: readonly string[];
  /** How many threads an exploration takes. */
  readonly workers: number;
  readonly variants: readonly VariantView[];
  readonly parameters: readonly ParameterView[];
  /** The runs of the trace file that was given at the start. */
  readonly runs: readonly SavedRunView[];
}

export interface VariantView {
  readonly name: string;
  readonly story: string;
  /** Each `name=value`. */
  readonly settings: readonly string[];
}

export interface ParameterView {
  readonly name: string;
  readonly about: string;
  /** The allowed values in words. */
  readonly words: string;
  readonly byDefault: string;
}

/** A run that can be opened: what it shows, and where it is. */
export interface SavedRunView extends PathRequest {
  /** `S2 is violated by 16 steps` */
  readonly title: string;
}

export interface PathView {
  /** All parameters of the model, each `name=value`. */
  readonly settings: readonly string[];
  /** How many initial states there are. */
  readonly initials: number;
  readonly initial: number;
  /** What differs in the initial state from the first value of each domain. */
  readonly begins: readonly ChangeView[];
  readonly steps: readonly StepView[];
  /** All actors of the model, in its order. */
  readonly everybody: readonly string[];
  /** Those of them who act. */
  readonly actors: readonly string[];
  /** What the initial state violates. */
  readonly broken: readonly string[];
  readonly properties: readonly PropertyHead[];
}

export interface PropertyHead {
  readonly name: string;
  readonly kind: string;
  readonly sentence: string;
}

export interface StepView {
  /** From 1. */
  readonly number: number;
  readonly actor: string;
  /** The action with its arguments. */
  readonly label: string;
  readonly about: string | null;
  readonly changes: readonly ChangeView[];
  /** The first state on the path that equals the one after this step, by its number of steps; null: there is none. */
  readonly returnsTo: number | null;
  /** The property instances that this state or this step violates. */
  readonly broken: readonly string[];
}

export interface ChangeView {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

export interface StateView {
  readonly at: number;
  /** What it is compared with; null: nothing, it is the initial state. */
  readonly compared: number | null;
  readonly sections: readonly SectionView[];
  readonly actors: readonly ActorView[];
  readonly properties: readonly PropertyView[];
}

/** A table of variables that belong together: of one vector with a column for each element, or of one record. */
export interface SectionView {
  readonly name: string;
  /** The elements of a vector; empty: there is one column without a head. */
  readonly columns: readonly string[];
  readonly rows: readonly RowView[];
}

export interface RowView {
  /** Below the section: `irqs[0].line`. */
  readonly name: string;
  /** One per column; null: this element has no such variable now. */
  readonly cells: readonly (CellView | null)[];
}

export interface CellView {
  /** From the root: `vcpus[1].irqs[0].line`. */
  readonly path: string;
  readonly value: string;
  /** Its value in the state that it is compared with, if that differs. */
  readonly before: string | null;
  /** It has the first value of its domain. */
  readonly first: boolean;
}

/** What somebody can do. */
export interface ActorView {
  readonly actor: string;
  readonly enabled: readonly EnabledView[];
  readonly disabled: readonly DisabledView[];
}

export interface EnabledView {
  readonly label: string;
  readonly about: string | null;
  readonly outcomes: readonly OutcomeView[];
  /** One of the author's functions fails: what it says. */
  readonly fault: string | null;
}

export interface OutcomeView {
  /** As the path writes it: `12` or `3.1`. */
  readonly step: string;
  readonly changes: readonly ChangeView[];
  /** A property that taking this step would violate. */
  readonly breaks: readonly string[];
}

/** What cannot be taken; a question of its own says why. */
export interface DisabledView {
  readonly label: string;
  readonly about: string | null;
}

/** Why an action cannot be taken. */
export interface WhyView {
  readonly label: string;
  /** The guard is true, but the step leads nowhere. */
  readonly leadsNowhere: boolean;
  /** What it read, in the order of the schema. */
  readonly reads: readonly ReadView[];
  /** With any one of these, and all else as it is, it could be taken; whether a run leads there is not said. */
  readonly remedies: readonly (readonly ChangeView[])[];
}

export interface ReadView {
  readonly path: string;
  readonly value: string;
}

/** What is not true of a property that is violated here. */
export interface BrokenView {
  /** The property with its arguments. */
  readonly label: string;
  /** The names of its parts that are not true, where its author has named some. */
  readonly failed: readonly string[];
  /** What it read before it said so. */
  readonly reads: readonly ReadView[];
}

export interface PropertyView extends PropertyHead {
  readonly source: string | null;
  /**
   * What it says here. `not-asked`: it speaks of steps, and this is no step of its; or it speaks of whole runs, and this one
   * can end otherwise. `reached`: a state that a witness asks for, or the goal of a liveness property.
   */
  readonly here: 'holds' | 'violated' | 'vacuous' | 'reached' | 'unreached' | 'not-asked';
  /** Its instances that are violated here, and why. */
  readonly broken: readonly BrokenView[];
  /** Its instances, where it has several, and what each says. */
  readonly parts: readonly { readonly label: string; readonly here: PropertyView['here'] }[];
}

/** A drawing in points, y downwards. */
export interface GraphView {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly NodeView[];
  readonly edges: readonly EdgeView[];
  /** Transitions between these states; where there are very many, only some are drawn. */
  readonly transitions: number;
  /** There are more states than were allowed. */
  readonly cut: boolean;
}

export interface NodeView {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** `initial`: of a projection, one that an initial state is in. */
  readonly kind: 'here' | 'path' | 'initial' | 'other';
  readonly broken: boolean;
  /** Lines within the node. */
  readonly lines: readonly string[];
  /** For a reader who does not see the drawing. */
  readonly title: string;
  /** How to get there; null: no way is known. */
  readonly path: string | null;
}

export interface EdgeView {
  /** Control points of a cubic Bezier curve: the first point, then three for each piece. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** What is drawn beside it. */
  readonly lines: readonly string[];
  /** What leads from the one to the other, each with its actor; of a projection nothing, its lines tell it. */
  readonly labels: readonly { readonly label: string; readonly actor: string }[];
  readonly at: readonly [x: number, y: number] | null;
}

/** What the server works at while the page does something else. Of each kind one is under way; a new one ends it. */
export type JobRequest = ExploreJob | MatrixJob | SeekJob | ProjectJob;

export interface ExploreJob extends ModelChoice {
  readonly kind: 'explore';
  /** All, when empty. */
  readonly properties: readonly string[];
  readonly exhaustive: boolean;
  readonly maxDepth: number | null;
  readonly maxStates: number | null;
  /** Seconds. */
  readonly timeLimit: number | null;
}

export interface MatrixJob {
  readonly kind: 'matrix';
}

export interface SeekJob extends StateRequest {
  readonly kind: 'seek';
  readonly goal: Goal;
}

export interface ProjectJob extends ModelChoice {
  readonly kind: 'project';
  /** Variables and expressions, as `explore graph --on` takes them. */
  readonly on: string;
}

/** The nearest state, counted in steps from the current one. */
export type Goal =
  /** Of any violation, or of the violation of one property; a property that is a witness: the nearest state that it asks for. */
  | { readonly kind: 'property'; readonly name: string | null }
  /** Of an expression, such as `vcpus[0].pc == guest && locked`. */
  | { readonly kind: 'expression'; readonly text: string };

export type JobEvent =
  | { readonly kind: 'progress'; readonly progress: ProgressView }
  /** States per level, from the given depth on. */
  | { readonly kind: 'levels'; readonly depth: number; readonly sizes: readonly number[] }
  | { readonly kind: 'row'; readonly row: MatrixRowView }
  | { readonly kind: 'ended'; readonly result: JobResult };

export interface ProgressView {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly frontier: number;
  /** Seconds. */
  readonly elapsed: number;
  /** Bytes. */
  readonly memory: number;
  /** What is under way. */
  readonly what: string;
}

export type JobResult =
  | ExploredView
  | { readonly kind: 'matrix'; readonly whole: boolean }
  /** Null: it was stopped before there was anything to draw. */
  | { readonly kind: 'projected'; readonly graph: GraphView | null; readonly notes: readonly string[] }
  /** `path`: from the initial state, by way of the current one; null: there is no such state, or none was found. */
  | { readonly kind: 'sought'; readonly path: string | null; readonly found: string | null; readonly whole: boolean; readonly states: number }
  | { readonly kind: 'failed'; readonly fault: FaultView };

export interface ExploredView extends ModelChoice {
  readonly kind: 'explored';
  /** The answer in a sentence or two. */
  readonly conclusion: string;
  readonly progress: ProgressView;
  readonly deadEnds: number;
  readonly verdicts: readonly VerdictView[];
  readonly levels: readonly number[];
}

export interface VerdictView extends PropertyHead {
  readonly verdict: 'holds' | 'vacuous' | 'violated' | 'reached' | 'unreached' | 'unknown';
  /** The run that shows it. */
  readonly run: RunView | null;
  /** Instances of a witness that no run reaches. */
  readonly missing: readonly string[];
}

export interface RunView {
  readonly instance: string;
  readonly path: string;
  readonly length: number;
}

export interface MatrixRowView {
  readonly variant: string;
  readonly cells: readonly VerdictView[];
  readonly states: number;
  readonly whole: boolean;
  /** What is not as the spec expects. */
  readonly differences: readonly string[];
}

export interface JobView {
  readonly id: number;
  readonly request: JobRequest;
  readonly ended: boolean;
}

/** Why something was refused: a headline, and labelled lines. */
export interface FaultView {
  readonly message: string;
  readonly details: readonly (readonly [label: string, text: string])[];
}
