/**
 * A trace in the Informal Trace Format (apalache-mc.org, ADR 015, revision of 14 September 2023), which viewers and test
 * drivers of other tools read. Every integer is a `#bigint`, as that revision asks. The format has no word for a value that
 * is absent: what is optional is the variant `None` or `Some`, as Quint writes it.
 */
import type { Model, State } from '../model/index.js';
import { isDomain, type Schema } from '../spec/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { blocksOf, endingOf, modelOf, type Origin, outcomeOf, settingsOf, traced } from './traced.js';

type Expression = boolean | string | readonly Expression[] | { readonly [field: string]: Expression };

export function itfText(model: Model, verdict: PropertyVerdict, origin: Origin): string {
  const told = traced(model, verdict, origin);
  if (told === null) return '';
  const { trace, property } = told;
  // A reader goes on from the last state to the one with the index `loop`: that is not written twice.
  const steps = trace.loop === undefined ? told.steps : told.steps.slice(0, -1);
  const back = trace.loop === undefined ? undefined : told.steps.at(-1)?.taken;
  const blocks = blocksOf(told);
  const description = [`${outcomeOf(told)}: ${property.sentence}`, ...(property.source === undefined ? [] : [property.source])].join(' - ');
  const document = {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      description,
      source: [modelOf(told), ...settingsOf(told)].join(' '),
      property: property.name,
      status: told.shows,
      ending: endingOf(told),
      ...(back !== undefined && { 'loop-action': back.label, 'loop-actor': back.actor }),
      ...(blocks.length === 0 ? {} : { why: blocks.flatMap(({ heading, rows }) => [heading, ...rows.map((row) => row.join(': '))]) }),
    },
    vars: model.schema.keys,
    ...(trace.loop !== undefined && { loop: trace.loop }),
    states: [
      { '#meta': { index: 0 }, ...fieldsOf(model, trace.initial) },
      ...steps.map(({ number, taken, state }) => ({ '#meta': { index: number, action: taken.label, actor: taken.actor }, ...fieldsOf(model, state) })),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function fieldsOf({ schema }: Model, state: State): { readonly [field: string]: Expression } {
  return expression(schema, state) as { readonly [field: string]: Expression };
}

function expression(schema: Schema<unknown>, value: unknown): Expression {
  if (isDomain(schema)) return schema.kind === 'optional' ? optional(value, leaf) : leaf(value);
  switch (schema.kind) {
    case 'optional-composite':
      return optional(value, (present) => expression(schema.inner, present));
    case 'set':
      return { '#set': Array.from(value as Iterable<unknown>, leaf) };
    case 'queue': {
      const element = schema.parts[schema.keys.indexOf('0')] as Schema<unknown>;
      return Array.from(value as Iterable<unknown>, (item) => expression(element, item));
    }
    case 'vector':
      return schema.keys.map((key, index) => expression(schema.parts[index] as Schema<unknown>, (value as State).get(key)));
    case 'record':
      return Object.fromEntries(schema.keys.map((key, index) => [key, expression(schema.parts[index] as Schema<unknown>, (value as State).get(key))]));
    case 'map':
      return { '#map': Array.from(value as Iterable<readonly [unknown, unknown]>, ([key, item]) => [leaf(key), presentIn(schema, key, item)]) };
  }
}

/** The value under a key of a map: it is there, so that it needs no variant to say so. */
function presentIn({ keys, parts }: { readonly keys: readonly string[]; readonly parts: readonly Schema<unknown>[] }, key: unknown, item: unknown): Expression {
  const part = parts[keys.indexOf(String(key))] as Schema<unknown>;
  return !isDomain(part) && part.kind === 'optional-composite' ? expression(part.inner, item) : leaf(item);
}

function optional(value: unknown, tell: (present: unknown) => Expression): Expression {
  return value === null ? { tag: 'None', value: { '#tup': [] } } : { tag: 'Some', value: tell(value) };
}

function leaf(value: unknown): Expression {
  return typeof value === 'number' ? { '#bigint': String(value) } : (value as boolean | string);
}
