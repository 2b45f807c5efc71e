/** A run that shows something, with all that the formats of traces tell of it. */
import { type Why, whyViolated } from '../explain/index.js';
import type { Model, PropertyInstance, State } from '../model/index.js';
import { type Property, setting } from '../spec/index.js';
import { type Change, difference, type Trace } from '../trace/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { type CountTold, countTold, countWords } from './bounds.js';
import { lengthText, loopEnds } from './steps.js';
import { type Block, endBlocks } from './why.js';

/** Where a trace comes from, beside its model. */
export interface Origin {
  /** The variant, or null when the parameters are somebody's own. */
  readonly variant: string | null;
  /** How the spec is asked for: a name of the catalogue, or a path. */
  readonly from: string;
  /** Actions of which is to be told whether they can be taken at the end. */
  readonly explain?: readonly string[];
}

export interface Traced {
  readonly model: Model;
  readonly origin: Origin;
  readonly property: Property<unknown>;
  readonly instance: PropertyInstance;
  readonly shows: 'violated' | 'reached';
  readonly trace: Trace;
  /** Of a bound: what the run shows. */
  readonly counts: CountTold | null;
  readonly steps: readonly TracedStep[];
  /** The state at the end. */
  readonly last: State;
  /** Null, when nothing is violated. */
  readonly why: Why | null;
  /** In the order in which they first act. */
  readonly actors: readonly string[];
}

export type TracedStep = Trace['steps'][number] & {
  /** From 1. */
  readonly number: number;
  readonly changes: readonly Change[];
};

/** What a verdict has to show, or null when that is nothing. */
export function traced(model: Model, shown: PropertyVerdict, origin: Origin): Traced | null {
  const { subject, verdict } = shown;
  if (verdict.kind !== 'violated' && verdict.kind !== 'reached') return null;
  const { trace, instance, kind } = verdict;
  const before = [trace.initial, ...trace.steps.map(({ state }) => state)];
  const steps = trace.steps.map((step, index) => ({ ...step, number: index + 1, changes: difference(model.schema, before[index], step.state) }));
  const actors = [...new Set(steps.map(({ taken }) => taken.actor))];
  return { model, origin, property: subject.property, instance, shows: kind, trace, counts: countTold(model, shown), steps, last: before.at(-1) as State, why: whyViolated(model, shown), actors };
}

/** `S2 is violated by 16 steps` */
export function outcomeOf({ instance, shows, trace, counts }: Traced): string {
  if (counts !== null && shows === 'reached') return `${instance.label} ${counts.count === 'unbounded' ? 'is unbounded' : `comes to ${counts.count}`} ${lengthText(trace)}`;
  return `${instance.label} is ${shows} ${lengthText(trace)}`;
}

/** What the end of the trace has to do with the property. */
export function endingOf({ property, instance, steps, trace, shows, counts }: Traced): string {
  switch (property.kind) {
    case 'bound':
      return `${counts === null ? 'nothing is counted' : countWords(counts)}${shows === 'violated' ? `: ${instance.label} is violated` : ''}`;
    case 'invariant':
      return `this state violates ${instance.label}`;
    case 'step':
      return `step ${steps.length} violates ${instance.label}`;
    case 'witness':
      return `this state is what ${instance.label} asks for`;
    case 'deadlock-freedom':
      return `nothing can happen any more: ${instance.label} is violated`;
    case 'liveness':
      return `${trace.loop === undefined ? 'nothing can happen any more' : `${loopEnds(trace)}, without end`}: ${instance.label} is violated`;
  }
}

/** Why the property is violated at the end, and what is to be explained there. */
export function blocksOf({ model, instance, last, why, origin }: Traced): readonly Block[] {
  return endBlocks(model, last, why, instance.label, origin.explain);
}

/** `vgic-hw, variant sync-clears-active` */
export function modelOf({ model, origin: { variant } }: { readonly model: Model; readonly origin: Pick<Origin, 'variant'> }): string {
  return `${model.spec.name}${variant === null || variant === 'default' ? '' : `, variant ${variant}`}`;
}

/** The parameters that are not as by default, as the command line takes them. */
export function settingsOf({ model: { spec, parameters } }: { readonly model: Model }): string[] {
  const changed = Object.entries(spec.parameters).filter(([name, parameter]) => parameter.format(parameters[name]) !== parameter.format(parameter.default));
  return changed.map(([name]) => setting(spec.parameters, name, parameters[name]));
}

/** The words of a command line that finds such a run again. */
export function commandOf(told: Traced): string[] {
  const { from, variant } = told.origin;
  const settings = variant === null ? settingsOf(told).map(quoted) : [];
  return [
    'explore',
    `--spec ${quoted(from)}`,
    ...(variant === null || variant === 'default' ? [] : [`--variant ${quoted(variant)}`]),
    ...(settings.length === 0 ? [] : [`--param ${settings.join(' ')}`]),
    `--property ${quoted(told.property.name)}`,
  ];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
