/** Why an action can or cannot be taken in a state. */
import { unknownName } from '../errors.js';
import { type Layout, pack, readSlot, type Slot, unpack, writeSlot } from '../layout/index.js';
import { type ActionInstance, actionsLeftOut, type Model, nextStates, SpecFault, type State } from '../model/index.js';
import { type Change, difference } from '../trace/index.js';
import { Observer, type Reading } from './observe.js';

/** What there is to say of an action instance in a state. */
export type ActionExplanation =
  /** It can be taken; what each of its next states differs in. */
  | { readonly kind: 'enabled'; readonly label: string; readonly outcomes: readonly (readonly Change[])[] }
  /**
   * It cannot: what it read, in the order of the schema, and what would let it be taken, were it different. Each remedy
   * changes one variable, to the nearest value of its domain that does it; if no such change does, there is one remedy of
   * several changes, or none was found. Whether a state with such changes can be reached is not asked. `step`: the guard is true, but there is no next state.
   */
  | { readonly kind: 'disabled'; readonly label: string; readonly because: 'guard' | 'step'; readonly read: readonly Reading[]; readonly remedies: readonly (readonly Change[])[] }
  /** The model has no such instance: the action's `where` leaves it out. */
  | { readonly kind: 'left-out'; readonly label: string };

/** What is meant by names of actions, or of instances of them. Throws a UserError with the nearest name for one that the model does not have. */
export function selectActions(model: Model, names: readonly string[]): readonly string[] {
  const known = labelsOf(model);
  for (const name of names) {
    if (!known.some(({ action, label }) => action === name || label === name)) {
      const candidates = name.includes('(') ? known.map(({ label }) => label) : [...new Set(known.map(({ action }) => action))];
      throw unknownName('action', name, candidates, ` of spec ${model.spec.name} with these parameters`);
    }
  }
  return names;
}

/** Each instance of the action with this name, or the instance with this label, in a state. */
export function explainAction(model: Model, state: State, name: string): readonly ActionExplanation[] {
  const observer = new Observer(model);
  return labelsOf(model)
    .filter(({ action, label }) => action === name || label === name)
    .map(({ label, instance }) => (instance === null ? { kind: 'left-out', label } : explainInstance(model, observer, instance, state)));
}

function labelsOf(model: Model): readonly { readonly action: string; readonly label: string; readonly instance: ActionInstance | null }[] {
  const there = model.actions.map((instance) => ({ action: instance.action.name, label: instance.label, instance }));
  return [...there, ...actionsLeftOut(model).map((left) => ({ ...left, instance: null }))];
}

function explainInstance(model: Model, observer: Observer, instance: ActionInstance, state: State): ActionExplanation {
  const { label, action, chosen } = instance;
  const { result, slots } = observer.observe((tracked) => nextStates(instance, tracked).length, state);
  if (result > 0) return { kind: 'enabled', label, outcomes: nextStates(instance, state).map((next) => difference(model.schema, state, next)) };
  return {
    kind: 'disabled',
    label,
    because: action.guard(state, chosen) ? 'step' : 'guard',
    read: observer.readings(slots, state),
    remedies: remediesFor(observer, instance, state, slots).map((changed) => difference(model.schema, state, changed)),
  };
}

/** How often an action is tried at most, and how many changes are tried together. */
const mostTrials = 20_000;
const mostChanges = 6;

/** A state with some slots changed, and what the action has read of it. */
interface Attempt {
  readonly state: State;
  readonly changed: readonly number[];
  readonly slots: readonly number[];
}

/**
 * States near this one in which the action can be taken: for each slot that alone is enough, the one with its nearest
 * value; otherwise one with several slots changed. What the action does not read makes no difference to it. Beyond two
 * changes only those are followed that let it read on: a guard stops at the first thing that is not as it should be.
 */
function remediesFor(observer: Observer, instance: ActionInstance, state: State, slots: readonly number[]): readonly State[] {
  let frontier: readonly Attempt[] = [{ state, changed: [], slots }];
  let left = mostTrials;
  for (let changes = 1; changes <= mostChanges && frontier.length > 0; changes++) {
    const enabling: State[] = [];
    const next: Attempt[] = [];
    for (const from of frontier) {
      for (const slot of from.slots.filter((read) => !from.changed.includes(read))) {
        for (const candidate of valuesNear(observer.layout, from.state, slot)) {
          if (left-- <= 0) return enabling;
          const { result, slots: read } = observer.observe((tracked) => countNext(instance, tracked), candidate);
          if (result > 0) {
            enabling.push(candidate);
            break;
          }
          if (changes === 1 || read.some((each) => !from.slots.includes(each))) next.push({ state: candidate, changed: [...from.changed, slot], slots: read });
        }
        const [found] = enabling;
        if (changes > 1 && found !== undefined) return [withoutSurplus(observer.layout, instance, state, found, [...from.changed, slot])];
      }
    }
    if (enabling.length > 0) return enabling;
    frontier = next;
  }
  return [];
}

/** The changes without those that turn out not to be needed. */
function withoutSurplus(layout: Layout, instance: ActionInstance, state: State, changed: State, slots: readonly number[]): State {
  const [before, words] = [new Int32Array(layout.words), new Int32Array(layout.words)];
  pack(layout, state, before);
  pack(layout, changed, words);
  for (const slot of slots.map((index) => layout.slots[index] as Slot)) {
    const needed = readSlot(slot, words, 0);
    writeSlot(slot, words, 0, readSlot(slot, before, 0));
    if (countNext(instance, unpack(layout, words)) === 0) writeSlot(slot, words, 0, needed);
  }
  return unpack(layout, words);
}

/** A state with each other value in one slot, those first whose places in the domain are near. */
function* valuesNear(layout: Layout, state: State, index: number): Generator<State> {
  const slot = layout.slots[index] as Slot;
  const words = new Int32Array(layout.words);
  pack(layout, state, words);
  const here = readSlot(slot, words, 0);
  for (let distance = 1; distance < slot.domain.size; distance++) {
    for (const value of [here + distance, here - distance]) {
      if (value < 0 || value >= slot.domain.size) continue;
      writeSlot(slot, words, 0, value);
      yield unpack(layout, words);
    }
  }
}

/** How many next states there are; none, where the author's function fails: such a state was never meant to be. */
function countNext(instance: ActionInstance, state: State): number {
  try {
    return nextStates(instance, state).length;
  } catch (error) {
    if (error instanceof SpecFault) return 0;
    throw error;
  }
}
