/** What the guards and properties of a random spec say. */
import type { Domain } from '../../../src/spec/index.js';
import type { Side, Test } from './description.js';
import { bareDomain, type Place, type Places, palette, type Step, type Value } from './places.js';

/** What tests and operations see. */
export interface Scene {
  readonly places: Places;
  /** The state as the step has made it so far; of a step property, the next state. */
  readonly now: Value;
  readonly before: Value;
  readonly x: number;
  readonly y: number;
}

/** The truth of a test; what it does not need it does not read. */
export function ask(test: Test, scene: Scene): boolean {
  const { places } = scene;
  switch (test.kind) {
    case 'is':
      return at(places.leaves, test.leaf, false, (place) => read(side(scene, test.side), place.steps) === palette(place.schema as Domain<unknown>, test.pick));
    case 'same':
      return at(places.leaves, test.leaf, false, (place) => at(places.leaves, test.other, false, (other) => read(side(scene, test.side), place.steps) === read(side(scene, test.side), other.steps)));
    case 'changed':
      return at(places.leaves, test.leaf, false, (place) => read(scene.now, place.steps) !== read(scene.before, place.steps));
    case 'fuel':
      return scene.now.get('fuel') === test.left;
    case 'checksum': {
      const { leaves, modulo, is } = test;
      return checksum(leaves, places, side(scene, test.side)) % modulo === (is + scene.x + 3 * scene.y) % modulo;
    }
    case 'equal': {
      const all = [...places.records.cell, ...places.records.nest];
      return at(all, test.record, true, (place) => at(all, test.other, true, (other) => alike(read(side(scene, test.side), place.steps), read(scene.now, other.steps), test.by)));
    }
    case 'absent':
      return at(places.removable, test.at, false, (place) => (read(side(scene, test.side), place.steps) ?? null) === null);
    case 'has':
      return has(test.at, test.pick, places, side(scene, test.side));
    case 'size':
      return at([...places.sets, ...places.maps, ...places.queues], test.at, false, (place) => withValue(side(scene, test.side), place, false, (value) => value.size < test.below));
    case 'elements':
      return elements(test.at, test.by, test.pick, places, side(scene, test.side));
    case 'argument':
      return scene[test.argument] === test.value;
    case 'not':
      return !ask(test.of, scene);
    case 'and':
      return ask(test.left, scene) && ask(test.right, scene);
    case 'or':
      return ask(test.left, scene) || ask(test.right, scene);
    case 'choose':
      return ask(test.test, scene) ? ask(test.yes, scene) : ask(test.no, scene);
  }
}

/** The value that lies at the end of some steps; undefined when something on the way is absent. */
export function read(state: Value, steps: readonly Step[]): unknown {
  let value: unknown = state;
  for (const { into, key } of steps) {
    if (value === null) return undefined;
    const from = value as Value;
    if (into === 'queue' && (key as number) >= from.size) return undefined;
    value = into === 'queue' ? from.at(key as number) : from.get(key);
  }
  return value;
}

/** What `use` makes of the place with a number, taken modulo how many there are; `otherwise` when there is none. */
export function at<P, R>(places: readonly P[], number: number, otherwise: R, use: (place: P) => R): R {
  const place = places[number % places.length];
  return place === undefined ? otherwise : use(place);
}

export function side(scene: Scene, which: Side): Value {
  return which === 'now' ? scene.now : scene.before;
}

function checksum(leaves: readonly number[], places: Places, state: Value): number {
  const indices = leaves.map((leaf) => at(places.leaves, leaf, 0, (place) => (place.schema as Domain<unknown>).indexOf(read(state, place.steps)) + 1));
  return indices.reduce((sum, index) => 7 * (sum % 1000) + index, state.get('fuel') as number);
}

function alike(one: unknown, other: unknown, by: 'equals' | 'hashCode'): boolean {
  if (!isValue(one) || !isValue(other)) return one === other;
  return by === 'equals' ? one.equals(other) : one.hashCode() === other.hashCode();
}

function has(number: number, pick: number, places: Places, state: Value): boolean {
  return at([...places.sets, ...places.maps], number, false, (place) => {
    const domain = bareDomain(place.shape.kind === 'set' ? place.shape.of : place.shape.key);
    return withValue(state, place, false, (value) => value.has(domain.at(pick % domain.size)));
  });
}

function elements(number: number, by: 'some' | 'every' | 'count' | 'findIndex', pick: number, places: Places, state: Value): boolean {
  return at(places.vectors, number, false, (place) => {
    const schema = places.schemaOf(place.shape.of);
    const key = 'keys' in schema ? schema.keys[pick % schema.keys.length] : undefined;
    // A record is judged by one of its fields, everything else as a whole.
    const test = (element: unknown): boolean => {
      if (isValue(element) && key !== undefined && (place.shape.of.kind === 'cell' || place.shape.of.kind === 'nest')) return isFirst(element.get(key));
      return isFirst(element);
    };
    return withValue(state, place, false, (value) => {
      if (by === 'some') return value.some(test);
      if (by === 'every') return value.every(test);
      return by === 'count' ? value.count(test) === pick % 3 : value.findIndex(test) === pick % 3;
    });
  });
}

function isFirst(value: unknown): boolean {
  return value === null || value === false || value === 0 || value === 'v0';
}

function withValue<R>(state: Value, place: Place, otherwise: R, use: (value: Value) => R): R {
  const value = read(state, place.steps);
  return isValue(value) ? use(value) : otherwise;
}

function isValue(value: unknown): value is Value {
  return typeof value === 'object' && value !== null;
}
