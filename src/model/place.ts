/** Parts of a state by their paths, as traces show them: `vcpus[1].lrs[0].state`. */
import { UserError, unknownName } from '../errors.js';
import { type Composite, isDomain, queueLength, type Schema } from '../spec/index.js';
import { below } from './domains.js';
import type { State } from './model.js';

/** A leaf of a state, or a part of it with everything below. */
export interface Place {
  /** As traces show it; empty for the state itself. */
  readonly path: string;
  /** The way from the root: in each composite the index of the part. */
  readonly way: readonly Turn[];
  /** What lies there. */
  readonly schema: Schema<unknown>;
}

export interface Turn {
  readonly composite: Composite<unknown>;
  /** In `composite.keys` and `composite.parts`. */
  readonly index: number;
}

/** One part of a path that somebody wrote: a name or an index, or `*` for all of them. */
export type PathPart = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'all' };

/** The places that a path stands for, in the schema's order: one, or with `*` several. Throws a UserError where there is no such part. */
export function placesOf(root: Composite<unknown>, path: readonly PathPart[]): readonly Place[] {
  return path.reduce<readonly Place[]>((places, part) => places.flatMap((place) => partsOf(place, part)), [{ path: '', way: [], schema: root }]);
}

function partsOf(place: Place, part: PathPart): readonly Place[] {
  const { schema } = place;
  if (isDomain(schema)) {
    throw new UserError(`${place.path} is a single value`, [
      ['found', part.kind === 'all' ? `${place.path}[*]` : below(place.path, part.key)],
      ['expected', schema.words],
    ]);
  }
  const composite = schema.kind === 'optional-composite' ? schema.inner : schema;
  const to = (index: number): Place => {
    const key = composite.keys[index] as string;
    return { path: below(place.path, key), way: [...place.way, { composite, index }], schema: composite.parts[index] as Schema<unknown> };
  };
  // The length of a queue is not one of its elements.
  if (part.kind === 'all') return composite.keys.flatMap((key, index) => (composite.kind === 'queue' && key === queueLength ? [] : [to(index)]));
  const index = composite.keys.indexOf(part.key);
  if (index < 0) {
    throw unknownName(
      'variable',
      below(place.path, part.key),
      composite.keys.map((key) => below(place.path, key)),
    );
  }
  return [to(index)];
}

/** What lies at a place of a state; null where it is absent: below an optional part that is null, or behind the end of a queue. */
export function valueAt({ way }: Place, state: State): unknown {
  let value: unknown = state;
  for (const { composite, index } of way) {
    if (value === null) return null;
    const key = composite.keys[index] as string;
    if (composite.kind === 'queue' && Number(key) >= (value as { readonly size: number }).size) return null;
    value = (value as State).get(key);
  }
  return value;
}
