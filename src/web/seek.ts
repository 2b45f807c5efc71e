/** The nearest state of some kind, counted in steps from a given one: a search of the engine that begins there. */
import { availableParallelism } from 'node:os';
import type { SpecSource } from '../catalog.js';
import { UserError, unknownName } from '../errors.js';
import { explore } from '../explore/index.js';
import { type Model, type PropertyInstances, withGoal } from '../model/index.js';
import { formatPath, statesOf, type Trace } from '../trace/index.js';
import { judge, traceTo } from '../verdict/index.js';
import { type Bounds, progressView } from './explorations.js';
import type { Work } from './jobs.js';
import type { Goal, SeekJob } from './messages.js';
import { placed, walked } from './place.js';

export function seek(source: SpecSource, { workers = availableParallelism(), ...bounds }: Bounds, asked: Model, { path, at, goal }: SeekJob): Work {
  const from = placed(statesOf(walked(asked, path)), at);
  const model = goal.kind === 'expression' ? withGoal(asked, goal.text) : asked;
  const before = path
    .split('/')
    .slice(0, at + 1)
    .join('/');
  const properties = wanted(model, goal);
  // Whether something comes at last is known only when all states are known.
  const liveness = properties.some((number) => model.properties[number]?.property.kind === 'liveness' || model.properties[number]?.property.kind === 'bound');
  return async (tell, signal) => {
    const here: Model = { ...model, initial: [from] };
    const exploration = await explore(
      here,
      { ...source, ...(goal.kind === 'expression' && { goal: goal.text }) },
      {
        ...bounds,
        workers,
        properties,
        until: liveness ? 'exhaustion' : 'first-finding',
        signal,
        onProgress: (figures) => tell({ kind: 'progress', progress: progressView(figures, 'searching') }),
      },
    );
    try {
      const { fault, ending, counts } = exploration;
      if (fault !== null) throw new UserError(`spec ${model.spec.name}, ${fault.label}: ${fault.message}`, fault.details);
      const figures = { whole: ending.kind === 'exhausted', states: counts.states };
      if (liveness) {
        const [judged] = await judge(here, exploration, properties, 'exhaustion');
        if (judged?.verdict.kind !== 'violated') return { kind: 'sought', path: null, found: null, ...figures };
        return { kind: 'sought', path: joined(before, here, judged.verdict.trace), found: judged.verdict.instance.label, ...figures };
      }
      const [nearest] = [...exploration.found].sort((a, b) => a.depth - b.depth || a.property - b.property || a.instance - b.instance);
      if (nearest === undefined) return { kind: 'sought', path: null, found: null, ...figures };
      const subject = model.properties[nearest.property] as PropertyInstances;
      const trace = await traceTo(here, exploration, subject, nearest);
      return { kind: 'sought', path: joined(before, here, trace), found: subject.instances[nearest.instance]?.label ?? null, ...figures };
    } finally {
      await exploration.close();
    }
  };
}

/** A path, and a trace that begins where it ends. */
function joined(before: string, here: Model, trace: Trace): string {
  const [, ...steps] = formatPath(here, trace).split('/');
  return [before, ...steps].join('/');
}

/** The numbers of the properties that are looked for: one, or all that a state or a step can violate. */
function wanted({ properties, spec }: Model, goal: Goal): number[] {
  if (goal.kind === 'expression') return [properties.length - 1];
  const { name } = goal;
  const names = properties.map(({ property }) => property.name);
  if (name !== null && !names.includes(name)) throw unknownName('property', name, names, ` of spec ${spec.name} with these parameters`);
  return properties.flatMap(({ property }, index) =>
    (name === null ? property.kind !== 'witness' && property.kind !== 'liveness' && property.kind !== 'bound' : property.name === name) ? [index] : [],
  );
}
