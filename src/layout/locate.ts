/** Places of a state, and what is asked of them, in the packed words. */
import { compares, type Expression, type Place } from '../model/index.js';
import { queueLength } from '../spec/index.js';
import type { Layout, Position, Slot } from './slots.js';
import { readSlot } from './slots.js';

/** Where a place lies in the words. */
export interface Located {
  /** Everything below it; of an optional part first whether it is there. */
  readonly slots: readonly Slot[];
  /** It is there at all when each of these slots has at least this index. */
  readonly presence: readonly Presence[];
}

export interface Presence {
  readonly slot: Slot;
  readonly least: number;
}

/** The slots of a place of the layout's schema. */
export function locate({ root, slots }: Layout, { way }: Place): Located {
  const presence: Presence[] = [];
  let position: Position = root;
  for (const { composite, index } of way) {
    if (position.kind === 'optional') {
      presence.push({ slot: position.present, least: 1 });
      position = position.inner;
    }
    if (position.kind === 'leaf') throw new Error('a leaf has no parts; the place must belong to another schema');
    const place = Number(composite.keys[index]);
    if (composite.kind === 'queue' && !Number.isNaN(place)) {
      const length = position.parts[composite.keys.indexOf(queueLength)];
      if (length?.kind === 'leaf') presence.push({ slot: length.slot, least: place + 1 });
    }
    position = position.parts[index] as Position;
  }
  switch (position.kind) {
    case 'leaf':
      return { slots: [position.slot], presence };
    case 'optional':
      return { slots: [position.present, ...slots.slice(position.inner.begin, position.inner.end)], presence };
    case 'composite':
      return { slots: slots.slice(position.begin, position.end), presence };
  }
}

/** Asks packed states; `base` is where the state's words begin. */
export type PackedTest = (words: Int32Array, base: number) => boolean;

/** The same as `holds`, for packed states: nothing is unpacked. */
export function packedTest(layout: Layout, expression: Expression): PackedTest {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const parts = expression.parts.map((part) => packedTest(layout, part));
      return expression.kind === 'and' ? (words, base) => parts.every((part) => part(words, base)) : (words, base) => parts.some((part) => part(words, base));
    }
    case 'not': {
      const part = packedTest(layout, expression.part);
      return (words, base) => !part(words, base);
    }
    case 'comparison': {
      const tests = expression.places.map((place) => comparison(layout, place, expression));
      const [only] = tests;
      return tests.length === 1 && only !== undefined ? only : (words, base) => tests.some((test) => test(words, base));
    }
  }
}

function comparison(layout: Layout, place: Place, { operator, value }: Extract<Expression, { kind: 'comparison' }>): PackedTest {
  const { slots, presence } = locate(layout, place);
  const whenAbsent = compares(null, operator, value);
  const present = (words: Int32Array, base: number) => presence.every(({ slot, least }) => readSlot(slot, words, base) >= least);
  const test = ofSlot(slots[0] as Slot, 'kind' in place.schema && place.schema.kind === 'optional-composite', operator, value);
  return presence.length === 0 ? test : (words, base) => (present(words, base) ? test(words, base) : whenAbsent);
}

/** A comparison of what is there. `part`: the slot says whether an optional part is. */
function ofSlot(slot: Slot, part: boolean, operator: Parameters<typeof compares>[1], value: Parameters<typeof compares>[2]): PackedTest {
  const { domain } = slot;
  const found = part ? (index: number) => (index === 0 ? null : 'there') : (index: number) => domain.at(index);
  if (operator !== '==' && operator !== '!=') return (words, base) => compares(found(readSlot(slot, words, base)), operator, value);
  const wanted = part ? 0 : domain.indexOf(value);
  return operator === '==' ? (words, base) => readSlot(slot, words, base) === wanted : (words, base) => readSlot(slot, words, base) !== wanted;
}
