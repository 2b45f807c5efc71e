import type { Exploration, Found } from '../explore/index.js';
import { checkLiveness } from '../liveness/index.js';
import { askInvariant, askLegalEnd, askStep, askWitness, type Model, nextStates, type PropertyInstance, type PropertyInstances, type State, speaksOf } from '../model/index.js';
import { retrace, stemOf, type Trace, takeSteps } from '../trace/index.js';
import { countsOf, exceeds, judgeBound } from './bound.js';
import { breaks } from './lasso.js';
import { isBad, type PropertyVerdict, type Verdict } from './verdict.js';

/** What the exploration says of each of the given properties. Every trace is replayed, and shows what it is said to show. */
export async function judge(model: Model, exploration: Exploration, properties: readonly number[], until: 'first-violation' | 'exhaustion'): Promise<PropertyVerdict[]> {
  const verdicts: PropertyVerdict[] = [];
  for (const number of properties) {
    const subject = model.properties[number] as PropertyInstances;
    const found = exploration.found.filter(({ property }) => property === number);
    const enough = until === 'first-violation' && verdicts.some(({ verdict }) => isBad(verdict));
    verdicts.push({ subject, verdict: await verdictOf(number, subject, found, enough) });
  }
  return verdicts;

  function verdictOf(number: number, subject: PropertyInstances, found: readonly Found[], enough: boolean): Promise<Verdict> {
    switch (subject.property.kind) {
      case 'witness':
        return judgeWitness(model, exploration, subject, found);
      case 'bound':
        // Like liveness, it is asked when all states are known.
        if (exploration.ending.kind !== 'exhausted' || enough) return Promise.resolve({ kind: 'unknown' });
        return judgeBound(model, exploration, number, subject, subject.property);
      case 'liveness':
        return judgeLiveness(model, exploration, number, subject, enough);
      case 'invariant':
      case 'step':
      case 'deadlock-freedom':
        return judgePromise(model, exploration, number, subject, found);
    }
  }
}

/** Something that every fair run must come to. It is asked when all states are known, and not any more when `enough` is known. The instance with the shortest stem is shown. */
async function judgeLiveness(model: Model, exploration: Exploration, number: number, subject: PropertyInstances, enough: boolean): Promise<Verdict> {
  if (exploration.ending.kind !== 'exhausted' || enough) return { kind: 'unknown' };
  let best: Extract<Verdict, { kind: 'violated' }> | null = null;
  let vacuous = true;
  for (const [position, instance] of subject.instances.entries()) {
    const answer = await checkLiveness(model, exploration.space, number, position);
    if (answer.kind === 'unknown') return best ?? { kind: 'unknown', because: answer.because };
    if (answer.kind === 'holds') {
      vacuous &&= answer.vacuous;
      continue;
    }
    const { depth, state, steps, loop } = answer.lasso;
    const start = await retrace(model, exploration, depth, state);
    const after = takeSteps(model, exploration, start.steps.at(-1)?.state ?? start.initial, steps);
    const trace: Trace = { initial: start.initial, steps: [...start.steps, ...after], ...(loop !== null && { loop }) };
    if (!shows(model, trace, subject, instance)) throw new Error(`the run that was found against ${instance.label} does not break it when it is replayed; this must not happen`);
    if (best === null || stemOf(trace) < stemOf(best.trace)) best = { kind: 'violated', instance, trace };
  }
  return best ?? { kind: 'holds', vacuous };
}

/** Something that must hold everywhere: one finding is enough against it. */
async function judgePromise(model: Model, exploration: Exploration, number: number, subject: PropertyInstances, found: readonly Found[]): Promise<Verdict> {
  const [first] = [...found].sort((a, b) => a.depth - b.depth || a.instance - b.instance);
  if (first !== undefined) return { kind: 'violated', instance: subject.instances[first.instance] as PropertyInstance, trace: await traceTo(model, exploration, subject, first) };
  if (exploration.ending.kind !== 'exhausted') return { kind: 'unknown' };
  const canBeVacuous = subject.property.kind === 'invariant' || subject.property.kind === 'step';
  return { kind: 'holds', vacuous: canBeVacuous && !exploration.asked.some(({ property }) => property === number) };
}

/** Something that must be reachable: every instance needs a finding. The farthest is shown, because the others lie nearer. */
async function judgeWitness(model: Model, exploration: Exploration, subject: PropertyInstances, found: readonly Found[]): Promise<Verdict> {
  const missing = subject.instances.filter((_, instance) => !found.some((finding) => finding.instance === instance));
  if (missing.length > 0) return exploration.ending.kind === 'exhausted' ? { kind: 'unreached', missing } : { kind: 'unknown' };
  const [last] = [...found].sort((a, b) => b.depth - a.depth || a.instance - b.instance) as [Found];
  return { kind: 'reached', instance: subject.instances[last.instance] as PropertyInstance, trace: await traceTo(model, exploration, subject, last) };
}

/** The run to something that the exploration has found, taken again by the author's own functions. */
export async function traceTo(model: Model, exploration: Exploration, subject: PropertyInstances, finding: Found): Promise<Trace> {
  const { initial, steps } = await retrace(model, exploration, finding.depth, finding.state);
  const state = steps.at(-1)?.state ?? initial;
  const { transition } = finding;
  const last = transition === null ? [] : takeSteps(model, exploration, state, [{ action: transition.action, state: transition.next }]);
  const trace = { initial, steps: [...steps, ...last] };
  if (!shows(model, trace, subject, subject.instances[finding.instance] as PropertyInstance)) {
    throw new Error(`the run that was found against ${subject.property.name} does not show it when it is replayed; this must not happen`);
  }
  return trace;
}

/** Whether a trace shows what it should, by the author's own functions: its last state or transition violates the property, or is what a witness asks for; it is a lasso that breaks a liveness property; or, of a bound, more steps are counted than it promises, or (`reached`) some begin to be. */
export function shows(model: Model, trace: Trace, { property }: PropertyInstances, instance: PropertyInstance, kind: 'violated' | 'reached' = 'violated'): boolean {
  const { chosen } = instance;
  const last = trace.steps.at(-1);
  const state: State = last?.state ?? trace.initial;
  switch (property.kind) {
    case 'invariant':
      return askInvariant(property, chosen, state) === 'violated';
    case 'witness':
      return askWitness(property, chosen, state);
    case 'deadlock-freedom':
      return !askLegalEnd(property, state) && model.actions.every((action) => nextStates(action, state).length === 0);
    case 'liveness':
      return breaks(model, trace, property, instance);
    case 'bound':
      return countsOf(model, trace, property, instance).some(({ count }) => kind === 'reached' || exceeds(count, property));
    case 'step':
      return last !== undefined && speaksOf(property, last.taken) && askStep(property, last.taken, trace.steps.at(-2)?.state ?? trace.initial, state) === 'violated';
  }
}
