/**
 * Engine and reference on models that a seed draws: specs that are made up, and specs of the catalogue with parameters
 * that nobody has chosen. The models are small, as the reference has no machinery.
 */
import { findSpec, type SpecSource, specNames } from '../catalog.js';
import { check, variantOf } from '../check.js';
import { UserError } from '../errors.js';
import { instantiate } from '../model/index.js';
import { referenceExplore } from '../reference/reference.js';
import { type Run, type SelfCheck, selfCheckFormat } from '../report/index.js';
import { type Random, randomOf } from '../simulate/index.js';
import { bindParameters, type Parameter, type Spec, setting } from '../spec/index.js';
import { stemOf } from '../trace/index.js';
import drawnSpec, { drawnModule } from './drawn.js';

/** States; the reference takes a second or so for that many. */
const most = 2000;

interface Drawn {
  readonly title: string;
  readonly source: SpecSource;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** `sabotage` lets a test see what a wrong engine would come to. */
export async function selfCheck(seed: number, draws: number, signal?: AbortSignal, sabotage: (run: Run) => Run = (run) => run): Promise<SelfCheck> {
  const random = randomOf(seed);
  let [asked, agreed] = [0, 0];
  let failed: string | null = null;
  const disagreements: SelfCheck['disagreements'][number][] = [];
  for (let turn = 0; asked < draws && turn < mostTries * draws && signal?.aborted !== true; turn++) {
    const drawn = turn % 2 === 0 ? drawSpec(random) : await drawParameters(random);
    if (drawn === null) continue;
    const { title, source, parameters } = drawn;
    let run: Run;
    try {
      run = await check(source, { parameters, until: 'exhaustion', maxStates: most, workers: 1 + random.below(2), ...(signal && { signal }) });
    } catch (error) {
      // A spec that is not sound with these parameters; the others are asked nevertheless.
      if (!(error instanceof UserError)) throw error;
      failed ??= `${title}: ${error.message}`;
      continue;
    }
    if (run.ending.kind !== 'exhausted') continue;
    asked += 1;
    const differences = compare(sabotage(run));
    if (differences.length === 0) agreed += 1;
    for (const [what, engine, reference] of differences) disagreements.push({ model: title, what, engine, reference });
  }
  if (asked < draws && signal?.aborted !== true) failed ??= `only ${asked} of ${draws} models were small enough`;
  return { ...selfCheckFormat, seed, asked, agreed, disagreements, failed };
}

/** Per model that is asked: many that are drawn are too large, or make no sense. */
const mostTries = 50;

function drawSpec(random: Random): Drawn {
  const argument = String(random.below(2 ** 31));
  return { title: `a spec drawn by ${argument}`, source: { spec: drawnSpec(argument), url: drawnModule, argument }, parameters: {} };
}

/** A variant of the catalogue with some of its parameters changed; null when that is no model, or the same every night. */
async function drawParameters(random: Random): Promise<Drawn | null> {
  const source = await findSpec(random.among(specNames()));
  const { spec } = source;
  const parameters: Record<string, unknown> = { ...variantOf(spec, random.among([...spec.variants.keys()])) };
  for (const [name, parameter] of Object.entries(spec.parameters)) {
    const values = candidatesOf(parameter);
    if (random.below(3) === 0 && values.length > 0) parameters[name] = random.among(values);
  }
  const bound = bindParameters(spec.name, spec.parameters, parameters);
  if (spec.constraint(bound) !== null) return null;
  return { title: `${spec.name} ${paramsText(spec, bound)}`, source, parameters };
}

/** Values of a parameter: it does not list them, but says in words which there are, and knows one when it sees it. */
function candidatesOf(parameter: Parameter<unknown>): unknown[] {
  const texts = [...parameter.words.split(/[^\w.+/-]+/), '0', '1', '2', '3', 'true', 'false', 'null'];
  return [...new Set(texts)]
    .filter((text) => text !== '')
    .map((text) => parameter.parse(text))
    .filter((value) => value !== undefined);
}

function paramsText(spec: Spec, bound: Readonly<Record<string, unknown>>): string {
  const changed = Object.entries(spec.parameters).filter(([name, parameter]) => parameter.format(bound[name]) !== parameter.format(parameter.default));
  return changed.map(([name]) => `--param ${setting(spec.parameters, name, bound[name])}`).join(' ');
}

/** Everything that both say, and say differently. */
function compare({ model, counts, verdicts }: Run): (readonly [what: string, engine: string, reference: string])[] {
  const reference = referenceExplore(instantiate(model.spec, model.parameters));
  const rows: [string, string, string][] = [
    ['states', String(counts.states), String(reference.states.size)],
    ['transitions', String(counts.transitions), String(reference.transitions)],
    ['depth', String(counts.depth), String(reference.depth)],
    ['dead ends', String(counts.deadEnds), String(reference.deadEnds)],
  ];
  for (const { subject, verdict } of verdicts) {
    const { name, kind } = subject.property;
    const finding = reference.findings.get(name);
    const length = 'trace' in verdict ? stemOf(verdict.trace) : null;
    const engine = { broken: verdict.kind === 'violated' || verdict.kind === 'unreached', length, vacuous: verdict.kind === 'holds' && verdict.vacuous };
    // Of a property that is violated without ever having been asked nobody speaks.
    const expected = finding && { broken: finding.broken, length: kind === 'witness' && finding.broken ? null : finding.length, vacuous: !finding.broken && finding.vacuous };
    rows.push([name, JSON.stringify(engine), JSON.stringify(expected)]);
  }
  return rows.filter(([, engine, expected]) => engine !== expected);
}
