import type { Exploration, Found } from '../explore/index.js';
import { unpack } from '../layout/index.js';
import { askInvariant, askLegalEnd, askStep, askWitness, type Model, nextStates, type PropertyInstance, type PropertyInstances, type State } from '../model/index.js';
import { retrace, type Trace, takeStep } from '../trace/index.js';
import type { PropertyVerdict, Verdict } from './verdict.js';

/** What the exploration says of each of the given properties. Every trace is replayed, and shows what it is said to show. */
export async function judge(model: Model, exploration: Exploration, properties: readonly number[]): Promise<PropertyVerdict[]> {
  const verdicts: PropertyVerdict[] = [];
  for (const number of properties) {
    const subject = model.properties[number] as PropertyInstances;
    const found = exploration.found.filter(({ property }) => property === number);
    verdicts.push({ subject, verdict: subject.property.kind === 'witness' ? await judgeWitness(model, exploration, subject, found) : await judgePromise(model, exploration, number, subject, found) });
  }
  return verdicts;
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

async function traceTo(model: Model, exploration: Exploration, subject: PropertyInstances, finding: Found): Promise<Trace> {
  const { initial, steps } = await retrace(model, exploration, finding.depth, finding.state);
  const state = steps.at(-1)?.state ?? initial;
  const { transition } = finding;
  const last = transition === null ? [] : [takeStep(model, state, transition.action, unpack(exploration.layout, transition.next))];
  const trace = { initial, steps: [...steps, ...last] };
  if (!shows(model, trace, subject, subject.instances[finding.instance] as PropertyInstance)) {
    throw new Error(`the run that was found against ${subject.property.name} does not show it when it is replayed; this must not happen`);
  }
  return trace;
}

/** Whether a trace shows what it should, by the author's own functions: its last state or transition violates the property, or is what a witness asks for. */
export function shows(model: Model, trace: Trace, { property }: PropertyInstances, { chosen }: PropertyInstance): boolean {
  const last = trace.steps.at(-1);
  const state: State = last?.state ?? trace.initial;
  switch (property.kind) {
    case 'invariant':
      return askInvariant(property, chosen, state) === 'violated';
    case 'witness':
      return askWitness(property, chosen, state);
    case 'deadlock-freedom':
      return !askLegalEnd(property, state) && model.actions.every((action) => nextStates(action, state).length === 0);
    case 'step':
      return last !== undefined && askStep(property, last.taken, trace.steps.at(-2)?.state ?? trace.initial, state) === 'violated';
  }
}
