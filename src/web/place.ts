/** A path that the page has sent, and the states on it. */
import { UserError } from '../errors.js';
import type { Model, State } from '../model/index.js';
import { showPlain } from '../report/index.js';
import { type Change, difference, followPath, type Trace } from '../trace/index.js';
import type { ChangeView } from './messages.js';

/** A longer one is no walk that anybody takes by hand, and each step of it is taken again for every answer. */
const longestPath = 5000;

/** The trace that a text stands for, if it is short enough to be walked. */
export function walked(model: Model, text: string): Trace {
  const length = text.split('/').length - 1;
  if (length > longestPath) {
    throw new UserError('the path is too long', [
      ['found', `${length} steps`],
      ['expected', `at most ${longestPath}`],
    ]);
  }
  return followPath(model, text);
}

export function placed(states: readonly State[], at: number): State {
  const state = states[at];
  if (state !== undefined) return state;
  throw new UserError('the path has no such step', [
    ['found', String(at)],
    ['expected', `0 to ${states.length - 1}`],
  ]);
}

export function changesOf({ schema }: Model, before: State, after: State): ChangeView[] {
  return difference(schema, before, after).map(changeView);
}

export function changeView({ path, from, to }: Change): ChangeView {
  return { path, from: showPlain(from), to: showPlain(to) };
}
