/** A state as tables: the elements of a vector side by side, everything else below one another, and what has changed. Pure. */
import { below, type Model, type State } from '../model/index.js';
import { showPlain } from '../report/index.js';
import { type Composite, firstOf, isDomain, type Schema } from '../spec/index.js';
import { plain } from '../trace/index.js';
import type { CellView, RowView, SectionView } from './messages.js';

/** The tables of a state; `before`: what it is compared with, or null. */
export function sectionsOf({ schema, spec }: Model, state: State, before: State | null): SectionView[] {
  const sections: SectionView[] = [];
  const single: RowView[] = [];
  /** Vectors of leaves that are of one length make one table. */
  const narrow = new Map<number, RowView[]>();
  for (const [index, key] of schema.keys.entries()) {
    const part = schema.parts[index] as Schema<unknown>;
    const here: Place = { name: key, path: key, value: state.get(key), before: before === null ? uncompared : before.get(key) };
    const elements = elementsOf(part, here);
    if (elements === null) {
      const rows = rowsOf(part, [here]);
      // A record with several variables is a table of its own.
      if (!isDomain(part) && rows.length > 3) sections.push({ name: key, columns: [], rows: rows.map((row) => ({ ...row, name: withoutHead(row.name, key) })) });
      else single.push(...rows);
    } else if (isDomain(elements.schema)) {
      const rows = narrow.get(elements.places.length) ?? [];
      if (rows.length === 0) {
        narrow.set(elements.places.length, rows);
        sections.push({ name: '', columns: elements.places.map(({ name }) => name), rows });
      }
      if (elements.schema.size > 1) rows.push({ name: key, cells: elements.places.map((place) => cell(elements.schema, place)) });
    } else {
      const rows = rowsOf(
        elements.schema,
        elements.places.map((place) => ({ ...place, name: '' })),
      );
      sections.push({ name: key, columns: elements.places.map(({ name }) => name), rows });
    }
  }
  const told = sections.filter(({ rows }) => rows.length > 0);
  return single.length === 0 ? told : [{ name: told.length === 0 ? spec.name : '', columns: [], rows: single }, ...told];
}

/** A part of the state in one column. */
interface Place {
  /** Below the section. */
  readonly name: string;
  /** From the root. */
  readonly path: string;
  readonly value: unknown;
  readonly before: unknown;
}

/** What a variable is where it does not exist. Not `null`, which is a value that a variable can have. */
const absent = Symbol('absent');
/** What it was before, when the state is compared with no other. */
const uncompared = Symbol('uncompared');

function elementsOf(schema: Schema<unknown>, { path, value, before }: Place): { readonly schema: Schema<unknown>; readonly places: readonly Place[] } | null {
  if (isDomain(schema) || schema.kind !== 'vector') return null;
  const places = schema.keys.map((key) => ({ name: `[${key}]`, path: below(path, key), value: (value as State).get(key), before: childOf(before, key) }));
  return { schema: schema.parts[0] as Schema<unknown>, places };
}

/** The rows of one part, which all places have in common; a place whose part is absent has empty cells. */
function rowsOf(schema: Schema<unknown>, places: readonly Place[]): RowView[] {
  // A variable with one value says nothing about a state.
  if (isDomain(schema) && schema.size === 1) return [];
  const [first] = places as readonly [Place];
  if (!isDomain(schema) && schema.kind === 'optional-composite') {
    const present = places.some(({ value, before }) => isPresent(value) || isPresent(before));
    if (!present) return [{ name: first.name, cells: places.map((place) => cell(schema, place)) }];
    return rowsOf(schema.inner, places);
  }
  if (isDomain(schema) || schema.kind === 'set' || schema.kind === 'queue') return [{ name: first.name, cells: places.map((place) => cell(schema, place)) }];
  return partsOf(schema).flatMap(([key, part]) =>
    rowsOf(
      part,
      places.map((place) => ({ name: below(place.name, key), path: below(place.path, key), value: childOf(place.value, key), before: childOf(place.before, key) })),
    ),
  );
}

function partsOf({ keys, parts }: Composite<unknown>): [string, Schema<unknown>][] {
  return keys.map((key, index) => [key, parts[index] as Schema<unknown>]);
}

function childOf(value: unknown, key: string): unknown {
  if (value === uncompared) return uncompared;
  return isPresent(value) ? (value as State).get(key) : absent;
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== absent && value !== uncompared;
}

function cell(schema: Schema<unknown>, { path, value, before }: Place): CellView | null {
  if (value === absent && (before === absent || before === uncompared)) return null;
  const [now, was] = [shown(schema, value), before === uncompared ? null : shown(schema, before)];
  return { path, value: now, before: was === now ? null : was, first: now === shown(schema, firstOf(schema)) };
}

function shown(schema: Schema<unknown>, value: unknown): string {
  return value === absent ? '–' : showPlain(plain(schema, value));
}

function withoutHead(name: string, head: string): string {
  return name.startsWith(`${head}.`) ? name.slice(head.length + 1) : name.slice(head.length);
}
