/** One sentence or two: what a run has established, and what it has not. */
import type { Inside } from '../explore/index.js';
import { refinementName } from '../model/index.js';
import { isBad } from '../verdict/index.js';
import { count, counted } from './figures.js';
import type { Run } from './run.js';

export function conclusion(run: Run): string {
  const { ending, counts, verdicts, model } = run;
  const bad = verdicts.filter(({ verdict }) => isBad(verdict));
  const what = verdicts.length === model.properties.length ? 'every property' : `${verdicts.length === 1 ? 'the property' : 'each of the properties'} asked for`;
  switch (ending.kind) {
    case 'exhausted': {
      const all = counts.states === 1 ? 'The only reachable state was checked' : `All ${count(counts.states)} reachable states were checked`;
      if (verdicts.length === 0) return `${all}; no property was asked for.`;
      const open = verdicts.filter(({ verdict }) => verdict.kind === 'unknown');
      if (bad.length > 0 && open.length > 0) return `${all}: ${names(bad)} ${bad.length === 1 ? 'does' : 'do'} not hold. Nothing is said of ${names(open)}${because(run)}.`;
      if (bad.length > 0) return `${all}: ${names(bad)} ${bad.length === 1 ? 'does' : 'do'} not hold${good(run)}.`;
      if (open.length > 0) return `Not established: ${names(open)}${because(run)}. ${all}.`;
      if (verdicts.every(isMeasured)) return `${all}: ${verdicts.length === 1 ? 'the bound is' : 'the bounds are'} measured.`;
      const empty = verdicts.filter(({ verdict }) => verdict.kind === 'holds' && verdict.vacuous);
      return `${all}: ${what} holds${witnesses(run)}${empty.length === 0 ? '' : `, but ${names(empty)} ${empty.length === 1 ? 'says' : 'say'} nothing here`}.`;
    }
    case 'settled':
      if (bad.length === 0) return `Everything that was asked for was reached among the first ${counted(counts.states, 'state')}; the rest was not explored.`;
      return `The search ended with the first violation: ${checkedTo(counts.depth - 1)}, nothing is said beyond${isRefinement(run) ? '' : ' (--continue goes on)'}.`;
    case 'cut': {
      if (run.memory.store === 0) return 'Nothing was checked: the bound on memory has no room for even the smallest store.';
      const { inside, transitions } = ending.cut;
      if (inside !== undefined) {
        const checked = transitions === null ? checkedInto(inside) : askedInto(inside, counts.depth);
        return `Not established: ${open(run)}. ${capital(checked)}; nothing is said beyond.${found(run)}`;
      }
      const last = counts.depth > 0 ? `, and every step from those up to depth ${count(counts.depth - 1)}` : ', and no step from there';
      return `Not established: ${open(run)}. ${capital(checkedTo(counts.depth))}${last}; nothing is said beyond.${found(run)}`;
    }
    case 'interrupted':
      if (counts.expanded === 0) return 'Interrupted before anything was checked.';
      return `Interrupted. Not established: ${open(run)}. ${capital(checkedInto(ending.inside))}; nothing is said beyond.${found(run)}`;
  }
}

/** There is but one question, and it has its answer. */
function isRefinement({ verdicts }: Run): boolean {
  return verdicts.every(({ subject }) => subject.property.name === refinementName);
}

/** A bound that promises nothing. */
function isMeasured({ subject: { property }, verdict }: Run['verdicts'][number]): boolean {
  return property.kind === 'bound' && property.atMost === undefined && verdict.kind === 'holds' && !verdict.vacuous;
}

/** Why the search for cycles came to no end. */
function because({ verdicts }: Run): string {
  const reasons = verdicts.flatMap(({ verdict }) => (verdict.kind === 'unknown' ? [verdict.because] : []));
  if (reasons.includes('interrupted')) return ': the search for cycles was interrupted';
  if (reasons.includes('time')) return ': the search for cycles met --time-limit';
  if (reasons.includes('memory')) return ': the search for cycles needs more than --memory allows';
  return ' (--continue goes on after the first violation)';
}

function checkedTo(depth: number): string {
  return depth <= 0 ? 'the initial states were checked' : `all states up to depth ${count(depth)} were checked`;
}

/** What was checked when a search was stopped inside a level. */
function checkedInto({ depth, states, expanded }: Inside): string {
  const part = `${count(expanded)} of the ${count(states)}`;
  if (depth === 0) return expanded === 0 ? 'nothing was checked' : `${part} initial states were checked`;
  return expanded === 0 ? checkedTo(depth - 1) : `${checkedTo(depth - 1)}, and ${part} at depth ${count(depth)}`;
}

/** What was checked when a bound ended a search inside a level, and all states that were found were asked. `last`: the greatest depth of one. */
function askedInto({ depth, states, expanded }: Inside, last: number): string {
  const beyond = last > depth ? ` and those found at depth ${count(last)}` : '';
  const before = depth > 0 ? `those up to depth ${count(depth - 1)}, and from ` : '';
  return `${checkedTo(depth)}${beyond}, and every step from ${before}${count(expanded)} of the ${count(states)} at depth ${count(depth)}`;
}

function open({ verdicts }: Run): string {
  const unknown = verdicts.filter(({ verdict }) => verdict.kind === 'unknown');
  if (unknown.length === 0) return 'the rest of the space';
  return unknown.length === verdicts.length && unknown.length > 1 ? `any of the ${counted(unknown.length, 'property', 'properties')}` : names(unknown);
}

function found({ verdicts }: Run): string {
  const bad = verdicts.filter(({ verdict }) => isBad(verdict));
  return bad.length === 0 ? '' : ` Established: ${names(bad)} ${bad.length === 1 ? 'does' : 'do'} not hold.`;
}

function good({ verdicts }: Run): string {
  const rest = verdicts.filter(({ verdict }) => !isBad(verdict)).length;
  return rest === 0 ? '' : `; the other ${rest === 1 ? 'one does' : `${count(rest)} do`}`;
}

function witnesses({ verdicts }: Run): string {
  const reached = verdicts.filter(({ verdict }) => verdict.kind === 'reached').length;
  if (reached === 0) return '';
  return reached === 1 ? ' and the witness was reached' : ' and every witness was reached';
}

function names(verdicts: Run['verdicts']): string {
  const all = verdicts.map(({ subject }) => subject.property.name);
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
