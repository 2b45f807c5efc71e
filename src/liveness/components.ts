/**
 * The fair components of what is left of a space: its strongly connected parts (Tarjan 1972), each without the states in
 * which a strong assumption is enabled that it never meets, and so on with what then falls apart (Emerson and Lei 1987).
 */
import { isSet, type Space, type Transition } from '../explore/index.js';
import type { Demand } from '../model/index.js';
import { Rank, wordsOfRank } from '../store/index.js';
import type { Question } from './question.js';

/** States that lie on one fair cycle, by their entries; or the one state in which a run ends. */
export type Component = readonly number[];

/** The maximal fair components among the states inside. */
export async function fairComponents(space: Space, question: Question): Promise<Component[]> {
  const { entriesInside } = await space.prepare(0);
  const graph = new Subgraph(space, question, entriesInside());
  const fair: Component[] = [];
  const parts: { readonly part: number; readonly ranks: Iterable<number> }[] = [{ part: 1, ranks: graph.begin() }];
  let next = 2;
  for (let work = parts.pop(); work !== undefined; work = parts.pop()) {
    for (const component of await graph.components(work.part, work.ranks)) {
      const verdict = graph.judge(component);
      if (verdict === 'fair') fair.push(component.map((rank) => graph.entries[rank] as number));
      else if (verdict !== 'unfair') {
        graph.assign(component, 0);
        graph.assign(verdict, next);
        parts.push({ part: next++, ranks: verdict });
      }
    }
  }
  return fair;
}

class Subgraph {
  readonly #space: Space;
  readonly #question: Question;
  /** Per action instance: the numbers of the assumptions that it is a member of. */
  readonly #memberOf: readonly (readonly number[])[];
  /** The entry of each state, by its rank among those inside. */
  readonly entries: Uint32Array;
  readonly #inside: Int32Array;
  readonly #rank: Rank;
  /** Which part of the graph a state belongs to now. */
  readonly #part: Uint32Array;
  /** Tarjan's numbers; 0: not visited yet. */
  readonly #index: Uint32Array;
  readonly #low: Uint32Array;
  readonly #onStack: Uint8Array;
  #counter = 0;

  constructor(space: Space, question: Question, inside: Int32Array) {
    this.#space = space;
    this.#question = question;
    this.#inside = inside;
    const { assumptions, by } = question.obligation;
    this.#memberOf = by.map((_, action) => assumptions.flatMap(({ members }, number) => (members[action] === true ? [number] : [])));
    const ranks = new Int32Array(wordsOfRank(32 * inside.length));
    const count = Rank.fill(ranks, inside);
    this.#rank = new Rank(ranks);
    this.entries = new Uint32Array(count);
    let rank = 0;
    for (let word = 0; word < inside.length; word++) {
      for (let rest = inside[word] as number; rest !== 0; rest &= rest - 1) this.entries[rank++] = 32 * word + 31 - Math.clz32(rest & -rest);
    }
    this.#part = new Uint32Array(count);
    this.#index = new Uint32Array(count);
    this.#low = new Uint32Array(count);
    this.#onStack = new Uint8Array(count);
  }

  /** All states, as part 1. */
  begin(): Iterable<number> {
    this.#part.fill(1);
    return this.entries.keys();
  }

  assign(ranks: readonly number[], part: number): void {
    for (const rank of ranks) {
      this.#part[rank] = part;
      this.#index[rank] = 0;
    }
  }

  /** The strongly connected components of a part in which there is a cycle, or in which a run ends. */
  async components(part: number, ranks: Iterable<number>): Promise<number[][]> {
    const found: number[][] = [];
    const [index, low, onStack] = [this.#index, this.#low, this.#onStack];
    const stack: number[] = [];
    let steps = 0;
    for (const root of ranks) {
      if (this.#part[root] !== part || index[root] !== 0) continue;
      const path: { readonly rank: number; readonly targets: readonly number[]; readonly loops: boolean; at: number }[] = [];
      const visit = (rank: number): void => {
        index[rank] = low[rank] = ++this.#counter;
        onStack[rank] = 1;
        stack.push(rank);
        const { targets, loops } = this.#successors(rank, part);
        path.push({ rank, targets, loops, at: 0 });
      };
      visit(root);
      for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
        if (++steps % 65_536 === 0) await this.#space.breathe();
        const { rank, targets, loops } = frame;
        const target = targets[frame.at++];
        if (target !== undefined) {
          if (index[target] === 0) visit(target);
          else if (onStack[target] === 1) low[rank] = Math.min(low[rank] as number, index[target] as number);
          continue;
        }
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) low[parent.rank] = Math.min(low[parent.rank] as number, low[rank] as number);
        if (low[rank] !== index[rank]) continue;
        const component = stack.splice(stack.lastIndexOf(rank));
        for (const member of component) onStack[member] = 0;
        if (component.length > 1 || loops) found.push(component);
      }
    }
    return found;
  }

  /** Whether a component is fair; if only strong assumptions are in its way, what is left of it without the states that enable them. */
  judge(component: readonly number[]): 'fair' | 'unfair' | number[] {
    const { assumptions } = this.#question.obligation;
    const members = new Set(component);
    const enabledIn = assumptions.map(() => 0);
    const taken = assumptions.map(() => false);
    const enables: ReadonlySet<number>[] = [];
    let withoutGoal = this.#question.shape !== 'eventually-always';
    for (const rank of component) {
      const enabled = new Set<number>();
      for (const { action, target } of this.#transitions(rank)) {
        const stays = this.#goesOn(action) && members.has(this.#rankOf(target));
        for (const number of this.#memberOf[action] as readonly number[]) {
          enabled.add(number);
          if (stays) taken[number] = true;
        }
      }
      for (const number of enabled) enabledIn[number] = (enabledIn[number] as number) + 1;
      enables.push(enabled);
      withoutGoal ||= !this.#space.asks(this.#question.number, 'goal', this.entries[rank] as number);
    }
    if (!withoutGoal) return 'unfair';
    const isMet = (strength: Demand['strength'], number: number): boolean => {
      if (taken[number] === true) return true;
      if (strength === 'always') return false;
      return enabledIn[number] === 0 || (strength === 'weak' && enabledIn[number] !== component.length);
    };
    const unmet = assumptions.flatMap(({ strength }, number) => (isMet(strength, number) ? [] : [number]));
    if (unmet.length === 0) return 'fair';
    if (unmet.some((number) => assumptions[number]?.strength !== 'strong')) return 'unfair';
    return component.filter((_, index) => !unmet.some((number) => enables[index]?.has(number) === true));
  }

  #successors(rank: number, part: number): { readonly targets: readonly number[]; readonly loops: boolean } {
    const transitions = this.#transitions(rank);
    const targets = transitions.flatMap(({ action, target }) => {
      const other = this.#goesOn(action) ? this.#rankOf(target) : -1;
      return other >= 0 && this.#part[other] === part ? [other] : [];
    });
    return { targets, loops: transitions.length === 0 || targets.includes(rank) };
  }

  #transitions(rank: number): readonly Transition[] {
    return this.#space.transitionsOf(this.entries[rank] as number);
  }

  #goesOn(action: number): boolean {
    const { by, finitely } = this.#question.obligation;
    return by[action] === false && finitely[action] === false;
  }

  /** The rank of an entry, or -1 when it is not inside. */
  #rankOf(entry: number): number {
    return isSet(this.#inside, entry) ? this.#rank.of(entry) : -1;
  }
}
