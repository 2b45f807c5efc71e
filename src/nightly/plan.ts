/**
 * What a night is to do. By default every variant of every spec of the catalogue, and the large models beside them; a file
 * says otherwise (JSON, `explore.plan`, version 1):
 *
 *     { "format": "explore.plan", "version": 1, "time": 3600, "memory": 4e9, "catalogue": true, "runs": [
 *       { "spec": "./mine.ts", "variant": "bug", "parameters": { "vcpus": 3 }, "properties": ["I1"],
 *         "expect": { "violated": { "I1": 12 } }, "budget": { "time": 600 }, "repetitions": 3, "priority": 1 } ] }
 *
 * Times are seconds, sizes are bytes. What is left out has its default.
 */
import type { ZodType } from 'zod';
import { type FoundSpec, findSpec, scaleOf, specNames } from '../catalog.js';
import { UserError, unknownName } from '../errors.js';
import { instantiate } from '../model/index.js';
import { readDocument } from '../report/index.js';
import { bindParameters, type Expectation, kebab, setting } from '../spec/index.js';

export interface Plan {
  /** Seconds for the whole night; null: as long as it takes. */
  readonly time: number | null;
  /** Bytes for the states of any one run; runs come one after the other. */
  readonly memory: number | null;
  readonly runs: readonly PlannedRun[];
}

export interface PlannedRun {
  /** `vgic-hw/default`, `vgic-hw/scale/large`; a repetition ends with `#2`. */
  readonly key: string;
  /** As `--spec` takes it. */
  readonly from: string;
  /** The spec's own name. */
  readonly spec: string;
  readonly variant: string | null;
  /** Each as `--param` takes it. */
  readonly parameters: readonly string[];
  readonly properties: readonly string[] | null;
  readonly expected: Expectation;
  /** Whether `expected` speaks of the verdicts too, or of the counts only. */
  readonly judged: boolean;
  readonly budget: Budget;
  /** Greater ones come first, whatever else speaks for another order. */
  readonly priority: number;
  readonly fingerprint: string;
}

export interface Budget {
  readonly time: number | null;
  readonly memory: number | null;
  readonly states: number | null;
}

interface PlanFile {
  readonly format: 'explore.plan';
  readonly version: 1;
  readonly time?: number | undefined;
  readonly memory?: number | undefined;
  /** Whether what is planned by default belongs to it. */
  readonly catalogue?: boolean | undefined;
  readonly runs?: readonly PlanFileRun[] | undefined;
}

interface PlanFileRun {
  readonly spec: string;
  readonly variant?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly properties?: readonly string[] | undefined;
  readonly expect?: { readonly [K in keyof Expectation]?: Expectation[K] | undefined } | undefined;
  readonly budget?: { readonly [K in keyof Budget]?: number | undefined } | undefined;
  readonly repetitions?: number | undefined;
  readonly priority?: number | undefined;
}

const unbounded: Budget = { time: null, memory: null, states: null };

/** Everything that the catalogue promises; of some specs only, if they are named. `scale`: the large models too. */
export async function cataloguePlan({ specs = specNames(), scale = true }: { readonly specs?: readonly string[]; readonly scale?: boolean } = {}): Promise<Plan> {
  const runs: PlannedRun[] = [];
  for (const name of specs) {
    const found = await findSpec(name);
    try {
      const common = { from: found.from, spec: found.spec.name, properties: null, budget: unbounded, priority: 0, fingerprint: found.fingerprint() };
      for (const [variant, { expect: expected = {} }] of found.spec.variants) runs.push({ ...common, key: `${found.spec.name}/${variant}`, variant, parameters: [], expected, judged: true });
      if (!scale) continue;
      for (const [model, { set, counts }] of Object.entries(await scaleOf(name)))
        runs.push({ ...common, key: `${name}/scale/${model}`, variant: null, parameters: formatted(found, set), expected: counts, judged: false });
    } finally {
      found.dispose();
    }
  }
  return { time: null, memory: null, runs };
}

/** The plan in a file. Throws a UserError for whatever is wrong with it: a night must not find that out at its end. */
export async function readPlan(path: string, text: string): Promise<Plan> {
  const what = `the plan ${path}`;
  const file = await parse(what, text);
  const base = file.catalogue === true ? (await cataloguePlan()).runs : [];
  const own: PlannedRun[] = [];
  for (const [index, run] of (file.runs ?? []).entries()) {
    try {
      own.push(...(await plannedRuns(run)));
    } catch (error) {
      if (error instanceof UserError) throw new UserError(`${what}, run ${index + 1}: ${error.message}`, error.details);
      throw error;
    }
  }
  const runs = [...base, ...own];
  if (runs.length === 0) throw new UserError(`${what} has no runs`, [['to do', 'list them under "runs", or take those of the catalogue with "catalogue": true']]);
  const twice = runs.find(({ key }, index) => runs.findIndex((other) => other.key === key) !== index);
  if (twice !== undefined) throw new UserError(`${what} has the run ${twice.key} twice`, [['to do', 'for several runs of one model: "repetitions"']]);
  return { time: file.time ?? null, memory: file.memory ?? null, runs };
}

async function plannedRuns({ spec: from, variant, parameters = {}, properties, expect: expected, budget = {}, repetitions = 1, priority = 0 }: PlanFileRun): Promise<PlannedRun[]> {
  const found = await findSpec(from);
  try {
    const { spec } = found;
    const known = spec.variants.get(variant ?? 'default');
    if (known === undefined) throw unknownName('variant', variant as string, spec.variants.keys(), ` of spec ${spec.name}`);
    const values = byName(found, parameters);
    const model = instantiate(spec, { ...known.set, ...values });
    const names = model.properties.map(({ property }) => property.name);
    for (const name of properties ?? []) if (!names.includes(name)) throw unknownName('property', name, names, ` of spec ${spec.name} with these parameters`);
    const asDeclared = Object.keys(values).length === 0;
    const told = formatted(found, values);
    const run: PlannedRun = {
      key: [spec.name, variant ?? 'default', ...told, ...(properties ?? [])].join('/'),
      from: found.from,
      spec: spec.name,
      variant: variant ?? null,
      parameters: told,
      properties: properties ?? null,
      expected: defined(expected ?? (asDeclared ? (known.expect ?? {}) : {}), properties),
      // Nobody has promised anything of parameters of one's own, unless the plan does.
      judged: expected !== undefined || asDeclared,
      budget: { time: budget.time ?? null, memory: budget.memory ?? null, states: budget.states ?? null },
      priority,
      fingerprint: found.fingerprint(),
    };
    return Array.from({ length: repetitions }, (_, turn) => (turn === 0 ? run : { ...run, key: `${run.key}#${turn + 1}` }));
  } finally {
    found.dispose();
  }
}

/** What is expected of the properties that are asked for. */
function defined({ violated = {}, unreached = [], bounds = {}, states, transitions, depth }: NonNullable<PlanFileRun['expect']>, asked: readonly string[] | undefined): Expectation {
  const isAsked = (name: string) => asked === undefined || asked.includes(name);
  return {
    violated: Object.fromEntries(Object.entries(violated).filter(([name]) => isAsked(name))),
    unreached: unreached.filter(isAsked),
    bounds: Object.fromEntries(Object.entries(bounds).filter(([name]) => isAsked(name))),
    ...(states !== undefined && { states }),
    ...(transitions !== undefined && { transitions }),
    ...(depth !== undefined && { depth }),
  };
}

/** Parameters under the spec's own names; a plan may write them as the command line does. */
function byName({ spec }: FoundSpec, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const values = Object.fromEntries(Object.entries(given).map(([name, value]) => [Object.keys(spec.parameters).find((known) => known === name || kebab(known) === name) ?? name, value]));
  bindParameters(spec.name, spec.parameters, values);
  return values;
}

function formatted({ spec }: FoundSpec, values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).map(([name, value]) => setting(spec.parameters, name, value));
}

async function parse(what: string, text: string): Promise<PlanFile> {
  const { z } = await import('zod');
  const natural = z.number().int().min(0);
  const budget = z.strictObject({ time: z.number().positive().optional(), memory: z.number().int().positive().optional(), states: natural.min(1).optional() });
  const expected = z.strictObject({
    violated: z.record(z.string(), natural).optional(),
    unreached: z.array(z.string()).optional(),
    bounds: z.record(z.string(), z.union([natural, z.literal('unbounded')])).optional(),
    states: natural.optional(),
    transitions: natural.optional(),
    depth: natural.optional(),
  });
  const run = z.strictObject({
    spec: z.string().min(1),
    variant: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    properties: z.array(z.string()).min(1).optional(),
    expect: expected.optional(),
    budget: budget.optional(),
    repetitions: natural.min(1).max(100).optional(),
    priority: z.number().optional(),
  });
  const schema: ZodType<PlanFile> = z.strictObject({
    format: z.literal('explore.plan'),
    version: z.literal(1),
    time: z.number().positive().optional(),
    memory: z.number().int().positive().optional(),
    catalogue: z.boolean().optional(),
    runs: z.array(run).optional(),
  });
  return readDocument(what, text, { format: 'explore.plan', version: 1 }, schema);
}
