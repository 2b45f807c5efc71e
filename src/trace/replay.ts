import { type Detail, nearestName, UserError } from '../errors.js';
import { findMisfit, type Model, nextStates, type State } from '../model/index.js';
import { type Change, difference, type Plain, plain, samePlain } from './difference.js';
import { statesOf, type Trace, type TraceStep } from './trace.js';

/** A trace as data: the initial state, and per step the action instance and what it changed. */
export interface RecordedTrace {
  readonly initial: Plain;
  readonly steps: readonly RecordedStep[];
  /** Of a lasso: after how many steps its loop begins. */
  readonly loop?: number | undefined;
}

export interface RecordedStep {
  /** The action with its arguments, which is how the model finds it again: `gic.deactivate(vcpu 1, lr 0)`. */
  readonly label: string;
  readonly changes: readonly Change[];
}

/** A trace as data, for `replay`. */
export function record(model: Model, { initial, steps, loop }: Trace): RecordedTrace {
  return {
    initial: plain(model.schema, initial),
    steps: steps.map(({ taken, state }, index) => ({ label: taken.label, changes: difference(model.schema, steps[index - 1]?.state ?? initial, state) })),
    ...(loop !== undefined && { loop }),
  };
}

/** Takes a recorded trace again, by the spec's own functions. A trace that is not one of this model's is refused with the reason. */
export function replay(model: Model, recorded: RecordedTrace): Trace {
  const initial = model.initial.find((state) => samePlain(plain(model.schema, state), recorded.initial));
  if (initial === undefined) throw refused(model, 'begins in a state that is not an initial state of this model', initialDetails(model, recorded.initial));
  const steps: TraceStep[] = [];
  let state: State = initial;
  for (const [index, step] of recorded.steps.entries()) {
    const taken = replayStep(model, state, step, index + 1);
    steps.push(taken);
    state = taken.state;
  }
  const { loop } = recorded;
  if (loop === undefined) return { initial, steps };
  const trace: Trace = { initial, steps, loop };
  const begin = statesOf(trace)[loop];
  if (begin === undefined || loop === steps.length) throw refused(model, 'has a loop without a step', [['found', `${loop} of ${steps.length} steps before the loop`]]);
  if (!begin.equals(state)) throw refused(model, `has a loop that does not close: its last step does not lead back to the state after step ${loop}`, []);
  return trace;
}

function replayStep(model: Model, state: State, { label, changes }: RecordedStep, number: number): TraceStep {
  const taken = model.actions.find((action) => action.label === label);
  if (taken === undefined) {
    const nearest = nearestName(
      label,
      model.actions.map((action) => action.label),
    );
    throw refused(model, `takes an action in step ${number} that this model does not have`, [['found', label], ...(nearest === undefined ? [] : ([['nearest', nearest]] as const))]);
  }
  const possible = nextStates(taken, state);
  if (possible.length === 0) throw refused(model, `takes an action in step ${number} that is not enabled there`, [['found', label]]);
  const outcomes = possible.map((next) => ({ next, made: findMisfit(model.schema, next) === undefined ? difference(model.schema, state, next) : null }));
  const outcome = outcomes.find(({ made }) => made !== null && sameChanges(made, changes));
  if (outcome !== undefined) return { taken, state: outcome.next };
  const [first] = outcomes;
  throw refused(model, `takes step ${number}, ${label}, to a state to which that action does not lead`, [
    ['found', showChanges(changes)],
    ['expected', first?.made == null ? 'a state in its domain' : showChanges(first.made)],
  ]);
}

function initialDetails(model: Model, found: Plain): readonly Detail[] {
  const [first] = model.initial;
  const expected = first === undefined ? null : plain(model.schema, first);
  const at = firstDifference(found, expected, '');
  if (at === null) return [];
  return [...(at.path === '' ? [] : ([['at', at.path]] as const)), ['found', JSON.stringify(at.found) ?? 'nothing'], ['expected', JSON.stringify(at.expected) ?? 'nothing']];
}

/** Where two pieces of plain data part. */
function firstDifference(
  found: Plain | undefined,
  expected: Plain | undefined,
  path: string,
): { readonly path: string; readonly found: Plain | undefined; readonly expected: Plain | undefined } | null {
  if (isNode(found) && isNode(expected) && Array.isArray(found) === Array.isArray(expected)) {
    const [left, right] = [new Map(Object.entries(found)), new Map(Object.entries(expected))];
    for (const key of new Set([...right.keys(), ...left.keys()])) {
      const at = firstDifference(left.get(key) as Plain | undefined, right.get(key) as Plain | undefined, Array.isArray(found) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
      if (at !== null) return at;
    }
    return null;
  }
  return found === expected ? null : { path, found, expected };
}

function isNode(value: Plain | undefined): value is Exclude<Plain, boolean | number | string | null> {
  return typeof value === 'object' && value !== null;
}

function sameChanges(a: readonly Change[], b: readonly Change[]): boolean {
  return a.length === b.length && a.every(({ path, from, to }, index) => path === b[index]?.path && samePlain(from, b[index].from) && samePlain(to, b[index].to));
}

function showChanges(changes: readonly Change[]): string {
  if (changes.length === 0) return 'nothing changes';
  return changes.map(({ path, from, to }) => `${path}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`).join('; ');
}

function refused(model: Model, reason: string, details: readonly Detail[]): UserError {
  return new UserError(`this trace does not belong to spec ${model.spec.name} as it is now: it ${reason}`, details);
}
