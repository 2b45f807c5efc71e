/** What there is: the specs, and one spec in full. */
import { instantiate, type Model } from '../model/index.js';
import { type Action, kebab, type Property, type Spec, setting } from '../spec/index.js';
import type { Style } from '../style.js';
import { counted } from './figures.js';
import { labelled, wrap } from './lines.js';

export function specsText(specs: readonly Spec[], { width, paint }: Style): string {
  const entries = specs.flatMap((spec) => ['', `${paint.strong(spec.name)}  ${paint.faint(counted(spec.variants.size, 'variant'))}`, ...wrap(spec.about, width - 2).map((line) => `  ${line}`)]);
  return ['The specs that come with explore:', ...entries, '', 'explore list --spec NAME shows one in full; explore --spec NAME checks it.', ''].join('\n');
}

export function specText(spec: Spec, style: Style): string {
  const { width, paint } = style;
  const model = instantiate(spec);
  const lines = [paint.strong(spec.name), ...wrap(spec.about, width - 2).map((line) => `  ${line}`)];
  if (spec.sources.length > 0) lines.push('', paint.strong('Sources'), ...spec.sources.flatMap((source) => wrap(source, width - 2).map((line, index) => `  ${index === 0 ? '' : '  '}${line}`)));
  lines.push('', ...parameterLines(spec, style), '', ...propertyLines(spec, model, style), '', ...actionLines(model, style), '', ...observationLines(model, style), ...variantLines(spec, style), '');
  return lines.join('\n');
}

function parameterLines(spec: Spec, { width, paint }: Style): string[] {
  const parameters = Object.entries(spec.parameters);
  if (parameters.length === 0) return [paint.strong('Parameters: none')];
  const rows = parameters.map(([name, parameter]): [string, string] => [kebab(name), `${parameter.about}\n${parameter.words}; by default ${parameter.format(parameter.default)}`]);
  return [paint.strong('Parameters (--param NAME=VALUE)'), ...labelled(rows, { indent: 2, width })];
}

function propertyLines(spec: Spec, model: Model, { width, paint }: Style): string[] {
  const shown = new Set(model.properties.map(({ property }) => property.name));
  const rows = model.properties.map(({ property }) => propertyRow(property));
  const others = otherProperties(spec, shown).map(propertyRow);
  return [
    paint.strong('Properties (--property NAME)'),
    ...labelled(rows, { indent: 2, width }),
    ...(others.length === 0 ? [] : ['  and, in some variants only:', ...labelled(others, { indent: 2, width })]),
  ];
}

/** Properties that a variant has and the default parameters have not. */
function otherProperties(spec: Spec, shown: ReadonlySet<string>): Property<unknown>[] {
  const others = new Map<string, Property<unknown>>();
  for (const { set } of spec.variants.values()) {
    for (const { property } of instantiate(spec, set).properties) if (!shown.has(property.name) && !others.has(property.name)) others.set(property.name, property);
  }
  return [...others.values()];
}

const kinds = { invariant: 'invariant', step: 'step property', witness: 'witness', 'deadlock-freedom': 'deadlock freedom', liveness: 'liveness', bound: 'bound' } as const;

function propertyRow(property: Property<unknown>): [string, string] {
  const { name, kind, sentence, source } = property;
  const promise = property.kind === 'bound' && property.atMost !== undefined ? `, at most ${property.atMost}` : '';
  return [name, `${kinds[kind]}${promise}: ${sentence}${source === undefined ? '' : `\n  ${source}`}`];
}

function actionLines({ spec, actions, parameters }: Model, { width, paint }: Style): string[] {
  const rows = new Map(actions.map(({ action }): [string, string] => [action.name, [action.about ?? '', fairnessText(action)].filter((text) => text !== '').join(' ')]));
  const groups = spec.fairness(parameters).map(({ name, strength }): [string, string] => [name, strengths[strength]]);
  return [
    paint.strong('Actions'),
    ...labelled([...rows], { indent: 2, width }),
    ...(groups.length === 0 ? [] : ['  and of several together liveness assumes:', ...labelled(groups, { indent: 2, width })]),
  ];
}

const strengths = { weak: 'weakly fair', strong: 'strongly fair' } as const;

/** `(strongly fair for each vcpu)` */
function fairnessText({ fairness, arguments: args }: Action<unknown>): string {
  if (fairness === undefined) return '';
  const strength = strengths[fairness === 'weak' || (typeof fairness === 'object' && 'weak' in fairness) ? 'weak' : 'strong'];
  const per = typeof fairness === 'string' ? Object.keys(args) : 'weak' in fairness ? fairness.weak : fairness.strong;
  return per.length === 0 ? `(${strength})` : `(${strength} for each ${per.join(', ')})`;
}

/** What a log of such a system can hold; nothing, when the spec does not say. */
function observationLines({ spec, parameters }: Model, { width, paint }: Style): string[] {
  const observations = spec.observations(parameters);
  if (observations === null) return [];
  const rows = observations.records.map(({ name, about }): [string, string] => [name, about ?? '']);
  return [paint.strong('Records in a log (explore validate)'), ...wrap(observations.about, width - 2).map((line) => `  ${line}`), ...labelled(rows, { indent: 2, width }), ''];
}

function variantLines(spec: Spec, { width, paint }: Style): string[] {
  const variants = [...spec.variants].filter(([name]) => name !== 'default');
  if (variants.length === 0) return [paint.strong('Variants: none')];
  return [
    paint.strong('Variants (--variant NAME)'),
    ...variants.flatMap(([name, { story, set }]) => {
      const values = Object.entries(set).map(([parameter, value]) => setting(spec.parameters, parameter, value));
      return [
        `  ${paint.strong(name)}`,
        ...wrap(story.replaceAll(/\s+/g, ' ').trim(), width - 6).map((line) => `      ${line}`),
        ...(values.length === 0 ? [] : wrap(`(${values.join(' ')})`, width - 6).map((line) => paint.faint(`      ${line}`))),
      ];
    }),
  ];
}
