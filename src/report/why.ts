/** Why a property is violated where a run ends, and why an action can or cannot be taken there: blocks of labels and texts, for every format. */
import { type ActionExplanation, explainAction, type Reading, type Why } from '../explain/index.js';
import type { Model, State } from '../model/index.js';
import type { Change } from '../trace/index.js';
import { count } from './figures.js';
import { showPlain } from './steps.js';

/** A heading, and rows below it. */
export interface Block {
  readonly heading: string;
  readonly rows: readonly (readonly [label: string, text: string])[];
}

/** More actions than this are not told one by one where nothing can happen. */
const mostBlocked = 12;

/** All that is to be told of the end of a run. */
export function endBlocks(model: Model, last: State, why: Why | null, violated: string, explain: readonly string[] = []): readonly Block[] {
  return [...(why === null ? [] : [whyBlock(why, violated)]), ...explanationBlocks(model, last, explain)].filter(({ rows }) => rows.length > 0);
}

function whyBlock({ failed, read, readAfter, blocked }: Why, violated: string): Block {
  if (blocked.length > 0) {
    const rows = blocked.slice(0, mostBlocked).map((action) => [action.label, readText(action.read)] as const);
    const rest = blocked.length - mostBlocked;
    return {
      heading: `nothing can happen, so ${violated} is violated; the guards have read:`,
      rows: [...rows, ...(rest > 0 ? [['…', `and ${count(rest)} more (--explain ACTION tells of one)`] as const] : []), ...(read.length > 0 ? [['legal end', readText(read)] as const] : [])],
    };
  }
  const parts = failed.map((name) => ['not true', name] as const);
  const readings =
    readAfter.length > 0
      ? ([...(read.length > 0 ? [['read before', readText(read)]] : []), ['read after', readText(readAfter)]] as [string, string][])
      : read.length > 0
        ? ([['it read', readText(read)]] as const)
        : [];
  return { heading: `why ${violated} is violated:`, rows: [...parts, ...readings] };
}

/** What is to be said of some actions (or instances of them) in a state. */
function explanationBlocks(model: Model, state: State, names: readonly string[]): readonly Block[] {
  return names.map((name) => ({
    heading: `whether ${name} can be taken now:`,
    rows: explainAction(model, state, name).map((explanation) => [explanation.label, explanationText(explanation)] as const),
  }));
}

function explanationText(explanation: ActionExplanation): string {
  switch (explanation.kind) {
    case 'enabled': {
      const [only, ...others] = explanation.outcomes;
      return others.length === 0 ? `enabled: ${changesText(only ?? [])}` : `enabled, with ${explanation.outcomes.length} next states: ${alternatives(explanation.outcomes.map(changesText))}`;
    }
    case 'disabled': {
      const { because, read, remedies } = explanation;
      const reason = because === 'guard' ? 'its guard is false' : 'its guard is true, but there is no next state';
      const remedy = remedies.length === 0 ? 'no few changes of what it reads would enable it' : `it would be enabled with ${alternatives(remedies.map(valuesText))}`;
      return `not enabled: ${reason}, having read ${readText(read)}; ${remedy}`;
    }
    case 'left-out':
      return 'not in this model: the action’s "where" leaves it out';
  }
}

/** More than this are too many to choose from. */
const mostAlternatives = 4;

function alternatives(texts: readonly string[]): string {
  const rest = texts.length - mostAlternatives;
  return [...texts.slice(0, mostAlternatives), ...(rest > 0 ? [`${count(rest)} more`] : [])].join('; or ');
}

function changesText(changes: readonly Change[]): string {
  return changes.length === 0 ? 'nothing changes' : changes.map(({ path, from, to }) => `${path} ${showPlain(from)} → ${showPlain(to)}`).join(', ');
}

function valuesText(changes: readonly Change[]): string {
  return changes.map(({ path, to }) => `${path}=${showPlain(to)}`).join(' and ');
}

export function readText(read: readonly Reading[]): string {
  return read.length === 0 ? 'nothing of the state' : read.map(({ path, value }) => `${path}=${showPlain(value)}`).join(' ');
}
