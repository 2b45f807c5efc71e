/**
 * The examples against what others have published or counted: TLC for the modules of the TLA+ Examples (their
 * manifests), Rumur for the twins in `test/bench/peers/murphi`, a closed formula, or the literature of a puzzle.
 * What the variants do is promised in the specs, and held by the contract.
 */
import { describe, expect, test } from 'vitest';
import alternatingBit from '../../specs/alternating-bit/index.js';
import bakery from '../../specs/bakery/index.js';
import chandyMisra from '../../specs/chandy-misra/index.js';
import dekker from '../../specs/dekker/index.js';
import dieHard from '../../specs/die-hard/index.js';
import dining from '../../specs/dining-philosophers/index.js';
import ewd840 from '../../specs/ewd840/index.js';
import mesi from '../../specs/mesi/index.js';
import paxos from '../../specs/paxos/index.js';
import raft from '../../specs/raft-election/index.js';
import readersWriters from '../../specs/readers-writers/index.js';
import river from '../../specs/river-crossing/index.js';
import { check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { type Reference, referenceExplore } from '../../src/reference/reference.js';
import type { Spec } from '../../src/spec/index.js';

type Given = Readonly<Record<string, unknown>>;

const found = (spec: Spec, given: Given = {}): Reference => referenceExplore(instantiate(spec, given));
const sizeOf = (spec: Spec, given: Given = {}) => found(spec, given).states.size;
const lengthTo = (spec: Spec, witness: string, given: Given = {}) => found(spec, given).findings.get(witness)?.length;
/** Plain data of all reachable states. */
const statesOf = <T>({ states }: Reference) => states.toArray().map((state) => (state as unknown as { toJS(): unknown }).toJS() as T);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('TLC', () => {
  // Distinct states, and the depth, in which TLC counts the initial states as 1.
  test.each([
    ['DiningPhilosophers, 5 philosophers', chandyMisra, {}, 67, 29],
    ['ReadersWriters, 3 actors', readersWriters, {}, 21_527, 13],
    ['MCAlternatingBit, 2 values, channels of 2', alternatingBit, {}, 240, 10],
    ['EWD840, 3 nodes', ewd840, { n: 3 }, 302, null],
    ['EWD840, 4 nodes', ewd840, { n: 4 }, 1566, 12],
    ['Paxos (MCPaxosTiny), 3 acceptors, 2 ballots, 2 values', paxos, {}, 3921, 17],
  ])('%s', async (_, spec, given, states, depth) => {
    const run = await check({ spec, url: new URL(`../../dist/specs/${spec.name}/index.js`, import.meta.url).href }, { parameters: given, until: 'exhaustion' });
    expect(run.ending).toEqual({ kind: 'exhausted' });
    expect(run.counts.states).toBe(states);
    // Where nothing is true in two ways TLC generates a state for each of our transitions, and the initial one.
    const generated = new Map([
      [readersWriters, 59_674],
      [chandyMisra, 336],
    ]).get(spec);
    if (generated !== undefined) expect(run.counts.transitions + 1).toBe(generated);
    if (depth !== null) expect(run.counts.depth + 1).toBe(depth);
  });

  // TLC counts a next state once for each way in which its formula is true; these follow from our states.
  test('EWD840: a disjunction within an action counts as often as it is true', () => {
    const generated = (n: number) => {
      const states = statesOf<{ active: boolean[]; colours: string[]; token: number; tokenColour: string }>(found(ewd840, { n }));
      const each = states.map(({ active, colours, token, tokenColour }) => {
        const reasons = [colours[token] === 'black', tokenColour === 'black', token > 0 && !active[token]];
        const environment = active.filter((works) => works).length * (n - 1 + 1);
        return reasons.filter((reason) => reason).length + environment;
      });
      return sum(each) + n * 4 ** n;
    };
    expect([generated(3), generated(4)]).toEqual([2001, 15_986]);
  });

  test('alternating bit: what does not fit into a channel was generated as well', () => {
    interface State {
      readonly messages: unknown[];
      readonly acknowledgements: unknown[];
      readonly sending: number;
      readonly acknowledged: number;
    }
    const each = statesOf<State>(found(alternatingBit)).map(({ messages, acknowledgements, sending, acknowledged }) => {
      const [m, a] = [messages.length, acknowledgements.length];
      return (sending === acknowledged ? 2 : 1) + Math.min(m, 1) + 1 + Math.min(a, 1) + m + a;
    });
    expect(sum(each) + 8).toBe(1392);
  });

  test('Paxos: a proposal counts once for each quorum, and each vote, that allows it', () => {
    interface Vote {
      readonly ballot: number;
      readonly value: number;
    }
    interface State {
      readonly promises: ({ readonly voted: Vote | null } | null)[][];
      readonly proposed: (number | null)[];
    }
    const reference = found(paxos);
    const model = instantiate(paxos);
    const others = sum(model.actions.filter(({ action }) => action.name !== 'propose').map(({ index }) => reference.fired[index] as number));
    const proposals = statesOf<State>(reference).flatMap(({ promises, proposed }) =>
      [0, 1].flatMap((ballot) =>
        [1, 2].flatMap((value) =>
          [
            [0, 1],
            [0, 2],
            [1, 2],
          ].map((quorum) => {
            const told = quorum.map((member) => promises[ballot]?.[member] ?? null);
            if (proposed[ballot] !== null || told.includes(null)) return 0;
            const votes = told.flatMap((promise) => promise?.voted ?? []);
            return votes.length === 0 ? 1 : votes.filter((vote) => vote.value === value && votes.every((other) => other.ballot <= vote.ballot)).length;
          }),
        ),
      ),
    );
    expect(1 + others + sum(proposals)).toBe(23_563);
  });
});

describe('Rumur', () => {
  test.each([
    ['dekker', dekker, {}, 86, 160],
    ['bakery', bakery, {}, 190, 323],
    ['bakery', bakery, { n: 3, limit: 2 }, 3315, 8337],
    ['raft-election', raft, {}, 2651, 9657],
    ['raft-election', raft, { terms: 3 }, 43_213, 175_677],
  ])('%s with %j', async (_, spec, given, states, transitions) => {
    const run = await check({ spec, url: new URL(`../../dist/specs/${spec.name}/index.js`, import.meta.url).href }, { parameters: given, until: 'exhaustion' });
    expect(run.counts).toMatchObject({ states, transitions });
    expect(run.verdicts.filter(({ verdict }) => verdict.kind !== 'holds' && verdict.kind !== 'reached')).toEqual([]);
  });
});

describe('a formula', () => {
  test('die-hard: a state is one in which a jug is full or empty, and each has six steps', () => {
    for (const [big, small] of [
      [5, 3],
      [7, 4],
      [9, 8],
    ] as const) {
      const { states, transitions } = found(dieHard, { big, small });
      // All of the grid but its inside.
      const count = (big + 1) * (small + 1) - (big - 1) * (small - 1);
      expect([big, small, states.size, transitions]).toEqual([big, small, count, 6 * count]);
    }
  });

  test('die-hard: what can be measured are the multiples of the greatest common divisor (Bézout)', () => {
    const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
    for (let big = 2; big <= 6; big++) {
      for (let small = 1; small < big; small++) {
        for (let goal = 1; goal <= big; goal++) expect([big, small, goal, lengthTo(dieHard, 'measured', { big, small, goal }) !== null]).toEqual([big, small, goal, goal % divisor(big, small) === 0]);
      }
    }
  });

  test('dining philosophers: left-first has as many states as the companion Pell numbers say', () => {
    // Q(n) = 2 Q(n-1) + Q(n-2), 2, 2: the trace of the n-th power of who may sit beside whom.
    const pell = (n: number): number => (n < 2 ? 2 : 2 * pell(n - 1) + pell(n - 2));
    for (const n of [2, 3, 4, 5, 6]) expect(sizeOf(dining, { n, rule: 'left-first' })).toBe(pell(n));
    // The butler forbids one of them: that in which all hold a fork.
    expect(sizeOf(dining, { rule: 'butler' })).toBe(pell(5) - 1);
  });

  test('dining philosophers: every way to hold forks without sharing one can be reached', () => {
    for (const n of [3, 5]) {
      const ways = Array.from({ length: 3 ** n }, (_, number) => Array.from({ length: n }, (__, who) => Math.floor(number / 3 ** who) % 3));
      const held = (way: readonly number[]) => way.flatMap((count, who) => (who === n - 1 ? [0, who] : [who, who + 1]).slice(0, count));
      expect(sizeOf(dining, { n })).toBe(ways.filter((way) => new Set(held(way)).size === held(way).length).length);
    }
  });

  test('mesi: one cache has it modified or exclusive, or any set of caches shares it', () => {
    for (const n of [2, 3, 5]) {
      const { states, transitions } = found(mesi, { n });
      // Each cache has two steps in each state, but for one that has it modified, which can only evict it.
      expect([n, states.size, transitions]).toEqual([n, 2 ** n + 2 * n, (2 ** n + 2 * n) * 2 * n - n]);
    }
  });
});

describe('the literature of puzzles', () => {
  test('die-hard: six steps', () => {
    expect(lengthTo(dieHard, 'measured')).toBe(6);
  });

  // I. Pressman, D. Singmaster, "The Jealous Husbands" and "The Missionaries and Cannibals", Mathematical Gazette 73, 1989.
  test.each([
    [2, 2, 5],
    [3, 2, 11],
    [4, 2, null],
    [4, 3, 9],
    [5, 3, 11],
    [6, 3, null],
  ])('missionaries and cannibals: %i pairs with a boat for %i', (n, boat, crossings) => {
    expect(lengthTo(river, 'across', { n, boat })).toBe(crossings);
  });

  test('missionaries and cannibals: of 20 states in which all are safe, four cannot be reached', () => {
    // All or none of the missionaries on the left bank, or as many as cannibals: 4 + 4 + 2, with the boat on either side.
    expect(sizeOf(river)).toBe(2 * (4 + 4 + 2) - 4);
  });
});
