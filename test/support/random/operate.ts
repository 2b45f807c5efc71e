/** What the steps of a random spec do. */
import type { Domain, Schema } from '../../../src/spec/index.js';
import { ask, at, read, type Scene, side } from './ask.js';
import type { Operation, Style, Value as Written } from './description.js';
import { bareDomain, domainOf, type Place, type Places, palette, type Step, type Value } from './places.js';

/** The state after all operations, one after the other. */
export function operate(operations: readonly Operation[], scene: Scene): Value {
  return operations.reduce<Value>((now, operation) => apply(operation, { ...scene, now }), scene.now);
}

function apply(operation: Operation, scene: Scene): Value {
  const { places, now, before } = scene;
  switch (operation.kind) {
    case 'write':
      return at(places.leaves, operation.leaf, now, (place) => write(now, place.steps, operation.style, leafChange(operation.value, domainOf(place.shape), scene)));
    case 'rewrite':
      return at(places.leaves, operation.leaf, now, (place) => put(now, place, read(side(scene, operation.side), place.steps), operation.style));
    case 'move':
      return between(operation, places, now, (from, to) => put(now, to, read(side(scene, operation.side), from.steps), operation.style));
    case 'swap':
      return between(operation, places, now, (from, to) => {
        const [first, second] = [read(now, from.steps), read(now, to.steps)];
        return put(put(now, to, first, operation.style), from, second, operation.style);
      });
    case 'adjust':
      return between(operation, places, now, (from, to) => put(now, to, adjusted(places, from, read(now, from.steps), operation.field, operation.pick), operation.style));
    case 'fresh':
      return at(places.composites, operation.at, now, (place) => put(now, place, fresh(places, place, operation.picks), operation.style));
    case 'remove':
      return at(places.removable, operation.at, now, (place) => remove(now, place, operation.style));
    case 'set':
      return at(places.sets, operation.at, now, (place) => write(now, place.steps, operation.style, { by: (old) => changedSet(old as Value, bareDomain(place.shape.of), operation) }));
    case 'map':
      return at(places.maps, operation.at, now, (place) => {
        const domain = bareDomain(place.shape.key);
        return write(now, place.steps, operation.style, {
          by: (old) => changedMap(old as Value, domain.at(operation.pick % domain.size), () => element(place.shape.of, operation, scene), operation.method),
        });
      });
    case 'queue':
      return at(places.queues, operation.at, now, (place) =>
        write(now, place.steps, operation.style, { by: (old) => changedQueue(old as Value, () => element(place.shape.of, operation, scene), operation.method) }),
      );
    case 'vector':
      return at(places.vectors, operation.at, now, (place) =>
        write(now, place.steps, operation.style, {
          by: (old) => {
            const chosen = operation.method === 'same' ? undefined : (old as Value).get(operation.method === 'first' ? 0 : place.shape.size - 1);
            return (old as Value).map((own) => (chosen === undefined ? own : chosen));
          },
        }),
      );
    case 'if':
      return operate(ask(operation.test, scene) ? operation.yes : operation.no, scene);
    case 'together':
      return now.withMutations((mutable) => operate(operation.operations, { ...scene, now: mutable }));
    case 'restart':
      return operation.from === 'before' ? before : (places.root({ fuel: before.get('fuel') }) as Value);
  }
}

/** A new value, or one that is made of the old one; only the second reads what was there. */
type Change = { readonly to: unknown } | { readonly by: (old: unknown) => unknown };

/** `value` with what lies at the end of some steps changed; unchanged when something on the way is absent, or in a queue. */
function write(value: Value, steps: readonly Step[], style: Style, change: Change): Value {
  const [step, ...rest] = steps;
  if (step === undefined || value === null || steps.some(({ into }) => into === 'queue')) return value;
  if (style === 'path' && steps.every(({ into }) => into !== 'map')) {
    if ((read(value, steps.slice(0, -1)) ?? null) === null) return value;
    const path = steps.map(({ key }) => key);
    return 'to' in change ? value.setIn(path, change.to) : value.updateIn(path, (old) => kept(change.by, old));
  }
  if (rest.length > 0) return assign(value, step, style, { by: (inner) => write(inner as Value, rest, style, change) });
  return assign(value, step, style, 'to' in change ? change : { by: (old) => kept(change.by, old) });
}

/** Absent things stay absent. */
function kept(by: (old: unknown) => unknown, old: unknown): unknown {
  return old === null ? null : by(old);
}

function assign(value: Value, { into, key }: Step, style: Style, change: Change): Value {
  const made = (from: Value) => ('to' in change ? change.to : change.by(from.get(key)));
  if (style === 'update' && 'by' in change) return value.update(key, change.by);
  if (style === 'merge' && into === 'record') return value.merge({ [key as string]: made(value) });
  if (style === 'mutations' && into === 'record') return value.withMutations((mutable) => mutable.set(key, made(mutable)));
  return value.set(key, made(value));
}

/** Writes a value to a place, if the place can hold it. */
function put(now: Value, place: Place, value: unknown, style: Style): Value {
  const optional = place.shape.kind === 'maybe' || place.shape.kind === 'optional';
  if (value === undefined || (value === null && !optional)) return now;
  return write(now, place.steps, style, { to: value });
}

function remove(now: Value, place: Place, style: Style): Value {
  const last = place.steps.at(-1) as Step;
  if (last.into !== 'map') return write(now, place.steps, style, { to: null });
  return write(now, place.steps.slice(0, -1), style, { by: (old) => (old as Value).delete(last.key) });
}

function leafChange(written: Written, domain: Domain<unknown>, scene: Scene): Change {
  switch (written.kind) {
    case 'constant':
      return { to: palette(domain, written.pick) };
    case 'argument':
      return { to: domain.at(scene[written.argument] % domain.size) };
    case 'leaf':
      return at<Place, Change>(scene.places.leaves, written.leaf, { to: domain.at(0) }, (place) => {
        const index = (place.schema as Domain<unknown>).indexOf(read(side(scene, written.side), place.steps));
        return { to: domain.at(Math.max(0, index) % domain.size) };
      });
    case 'next':
      return { by: (old) => domain.at((domain.indexOf(old) + 1) % Math.min(written.modulo, domain.size)) };
  }
}

/** Two places of the same type of record. */
function between(operation: { readonly from: number; readonly to: number }, { records }: Places, otherwise: Value, use: (from: Place, to: Place) => Value): Value {
  const all = [...records.cell, ...records.nest];
  return at(all, operation.from, otherwise, (from) => at(kindOf(from) === 'cell' ? records.cell : records.nest, operation.to, otherwise, (to) => use(from, to)));
}

function kindOf({ shape }: Place): Place['shape']['kind'] {
  return shape.kind === 'maybe' ? shape.of : shape.kind;
}

/** A record with one of its leaves written. */
function adjusted(places: Places, place: Place, value: unknown, field: number, pick: number): unknown {
  if (value === null || value === undefined) return value;
  const schema = places.schemaOf(place.shape.kind === 'maybe' ? { kind: place.shape.of } : place.shape) as Extract<Schema<unknown>, { readonly parts: unknown }>;
  const index = field % schema.keys.length;
  const part = schema.parts[index] as Schema<unknown>;
  return 'at' in part ? (value as Value).set(schema.keys[index], palette(part, pick)) : value;
}

/** A composite from its factory; of a cell, the picked fields are given. */
function fresh(places: Places, place: Place, picks: readonly (number | null)[]): unknown {
  const shape = place.shape.kind === 'maybe' ? ({ kind: place.shape.of } as const) : place.shape;
  const schema = places.schemaOf(shape) as Extract<Schema<unknown>, { readonly parts: unknown }> & ((fields?: object) => unknown);
  if (shape.kind !== 'cell') return schema();
  const given = schema.keys.flatMap((key, index) => {
    const pick = picks[index] ?? null;
    return pick === null ? [] : [[key, palette(schema.parts[index] as Domain<unknown>, pick)] as const];
  });
  return schema(Object.fromEntries(given));
}

/** Something to be put in a map or a queue: a value of the palette, or a record from elsewhere in the state. */
function element(shape: Place['shape'], { pick, from }: { readonly pick: number; readonly from: number }, { places, now }: Scene): unknown {
  const schema = places.schemaOf(shape);
  if ('at' in schema) return palette(schema, pick);
  const found = at<Place, unknown>(places.records[shape.kind === 'cell' ? 'cell' : 'nest'], from, null, (place) => read(now, place.steps));
  return found ?? (schema as unknown as () => unknown)();
}

function changedSet(set: Value, domain: Domain<unknown>, operation: Extract<Operation, { readonly kind: 'set' }>): Value {
  const member = domain.at(operation.pick % domain.size);
  const two = [member, domain.at(operation.other % domain.size)];
  switch (operation.method) {
    case 'add':
    case 'delete':
      return set[operation.method](member);
    case 'toggle':
      return set.has(member) ? set.delete(member) : set.add(member);
    case 'clear':
      return set.clear();
    case 'union':
    case 'intersect':
    case 'subtract':
      return set[operation.method](two);
  }
}

function changedMap(map: Value, key: unknown, value: () => unknown, method: Extract<Operation, { readonly kind: 'map' }>['method']): Value {
  switch (method) {
    case 'set':
      return map.set(key, value());
    case 'update':
      return map.update(key, (old) => old ?? value());
    case 'delete':
      return map.delete(key);
    case 'clear':
      return map.clear();
  }
}

function changedQueue(queue: Value, value: () => unknown, method: Extract<Operation, { readonly kind: 'queue' }>['method']): Value {
  switch (method) {
    case 'push':
      return queue.isFull() ? queue : queue.push(value());
    case 'shift':
      return queue.isEmpty() ? queue : queue.shift();
    case 'clear':
      return queue.clear();
    case 'rotate': {
      if (queue.isEmpty()) return queue;
      const oldest = queue.first();
      return queue.shift().push(oldest);
    }
  }
}
