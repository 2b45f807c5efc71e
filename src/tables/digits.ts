import { type Diagram, header } from './diagram.js';

/** Some neighbouring bits of one word, as a diagram's node tests them. */
export interface Digit {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

/** Digits that are looked at together, and what is asked of them: pairs of a function and where in its diagram. */
export interface Group {
  readonly digits: readonly Digit[];
  readonly items: readonly number[];
}

/** A digit as a number, in the order of the bits of a state. */
export function digitOf({ word, shift }: Digit): number {
  return 32 * word + shift;
}

/**
 * Which bits a walk that begins should look at together: at most `widest`. Those that the functions test first must be
 * among them; to which of them others are added, and which of them go together, is told by a sample of states, packed one
 * behind the other: what is often read by the same function in the same state belongs together. Items are the numbers of
 * functions.
 */
export function groupFirst(functions: readonly number[], diagramOf: (id: number) => Diagram, sample: Int32Array, words: number, widest: number): Group[] {
  const digits = new Map<number, Digit>();
  const first = new Map<number, number>();
  for (const id of functions) {
    const { code, root } = diagramOf(id);
    if (root > 0) first.set(id, note(digits, code, root));
  }
  const together = new Map<number, Map<number, number>>();
  const meet = (a: number, b: number) => {
    const row = together.get(a) ?? new Map<number, number>();
    together.set(a, row);
    row.set(b, (row.get(b) ?? 0) + 1);
  };
  for (let state = 0; state < sample.length; state += words) {
    for (const [id, begin] of first) {
      const { code, root } = diagramOf(id);
      for (let at = root; at > 0; at = code[at + header + (((sample[state + (code[at] as number)] as number) >>> (code[at + 1] as number)) & (code[at + 2] as number))] as number) {
        const digit = note(digits, code, at);
        if (digit === begin) continue;
        meet(begin, digit);
        meet(digit, begin);
      }
    }
  }
  const roots = new Set(first.values());
  const clusters: Cluster[] = Array.from(digits, ([number, { bits }]) => ({ members: [number], bits, first: roots.has(number) }));
  const enough = sample.length / words / 4;
  for (;;) {
    let best: { readonly from: Cluster; readonly to: Cluster; readonly worth: number } | null = null;
    for (const [index, to] of clusters.entries()) {
      for (const from of clusters.slice(index + 1)) {
        if (to.bits + from.bits > widest || !(to.first || from.first)) continue;
        let worth = 0;
        for (const a of to.members) for (const b of from.members) worth += together.get(a)?.get(b) ?? 0;
        // What no function tests first is looked at for its own sake.
        if (!(to.first && from.first) && worth < enough) continue;
        if (best === null || worth > best.worth) best = { from, to, worth };
      }
    }
    if (best === null) break;
    best.to.members.push(...best.from.members);
    best.to.bits += best.from.bits;
    best.to.first = true;
    clusters.splice(clusters.indexOf(best.from), 1);
  }
  const groups = clusters.filter((cluster) => cluster.first).map(({ members }) => ({ members: new Set(members), items: [] as number[] }));
  if (groups.length === 0) groups.push({ members: new Set(), items: [] });
  for (const id of functions) {
    const begin = first.get(id);
    // Of which nothing is known yet, or of which everything is: it does not matter where.
    const group = groups.find(({ members }) => begin === undefined || members.has(begin)) as (typeof groups)[number];
    group.items.push(id, 0);
  }
  return groups.map(({ members, items }) => ({ digits: Array.from(members, (number) => digits.get(number) as Digit), items }));
}

interface Cluster {
  readonly members: number[];
  bits: number;
  /** Some function tests one of them first. */
  first: boolean;
}

/** The same for what is left to be asked later: what begins with the same digit goes together, and what is likely to be asked next. */
export function groupRest(items: Int32Array, diagramOf: (id: number) => Diagram, widest: number): Group[] {
  const groups = new Map<number, { readonly digits: Map<number, Digit>; readonly reach: Map<number, number>; readonly items: number[]; bits: number }>();
  for (let item = 0; item < items.length; item += 2) {
    const { code } = diagramOf(items[item] as number);
    const at = items[item + 1] as number;
    const digits = new Map<number, Digit>();
    const begin = note(digits, code, at);
    const group = groups.get(begin) ?? { digits, reach: new Map<number, number>(), items: [], bits: 0 };
    groups.set(begin, group);
    group.items.push(items[item] as number, at);
    reaches(code, at, group.digits, group.reach);
  }
  const chosen: { digits: Map<number, Digit>; items: number[] }[] = [];
  for (const [begin, group] of groups) {
    const digits = new Map([[begin, group.digits.get(begin) as Digit]]);
    let bits = (digits.get(begin) as Digit).bits;
    for (const [number, reach] of [...group.reach].sort((a, b) => b[1] - a[1])) {
      const digit = group.digits.get(number) as Digit;
      if (digits.has(number) || bits + digit.bits > widest || reach < (likely * group.items.length) / 2) continue;
      digits.set(number, digit);
      bits += digit.bits;
    }
    const joined = chosen.find((other) => widthOf(new Map([...other.digits, ...digits])) <= widest);
    if (joined === undefined) chosen.push({ digits, items: group.items });
    else {
      for (const [number, digit] of digits) joined.digits.set(number, digit);
      joined.items.push(...group.items);
    }
  }
  return chosen.map(({ digits, items: own }) => ({ digits: [...digits.values()], items: own }));
}

/** Adds how likely it is that each digit below a node is read, if all values are equally likely: as far down as matters. */
function reaches(code: Int32Array, node: number, digits: Map<number, Digit>, reach: Map<number, number>): void {
  let waiting = 1;
  nodes[0] = node;
  likelihoods[0] = 1;
  for (let index = 0; index < waiting; index++) {
    const at = nodes[index] as number;
    const likelihood = likelihoods[index] as number;
    const number = note(digits, code, at);
    reach.set(number, (reach.get(number) ?? 0) + likelihood);
    if (waiting > farthest) continue;
    const mask = code[at + 2] as number;
    for (let value = 0; value <= mask; value++) {
      const child = code[at + header + value] as number;
      if (child <= 0) continue;
      nodes[waiting] = child;
      likelihoods[waiting++] = likelihood / (mask + 1);
    }
  }
}

function note(digits: Map<number, Digit>, code: Int32Array, at: number): number {
  const word = code[at] as number;
  const shift = code[at + 1] as number;
  const number = 32 * word + shift;
  if (!digits.has(number)) digits.set(number, { word, shift, bits: 32 - Math.clz32(code[at + 2] as number) });
  return number;
}

function widthOf(digits: ReadonlyMap<number, Digit>): number {
  let bits = 0;
  for (const digit of digits.values()) bits += digit.bits;
  return bits;
}

/** A digit is looked at early when a function reads it with this likelihood. */
const likely = 0.25;

/** So many nodes below one are looked at to choose digits, and the children of the last of them. */
const farthest = 64;

/** Where `reaches` notes them: a node has up to 64 children. */
const nodes = new Int32Array(farthest + 65);
const likelihoods = new Float64Array(farthest + 65);
