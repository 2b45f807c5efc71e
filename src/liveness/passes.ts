import { type Group, type Marks, many, type Pass, type Range, type Space, type SweepMarks } from '../explore/index.js';

/** Passes over a space for one instance of a property, and what several of them come to together. */
export class Passes {
  private constructor(
    readonly space: Space,
    /** Its number among the properties of whole runs that were asked for. */
    readonly number: number,
    /** Under which number the mark of a state stands. */
    readonly rank: SweepMarks['rank'],
    readonly marks: Marks,
    /** Each mark is a word. */
    readonly wide: boolean,
    readonly inside: Int32Array,
    readonly incoming: Uint8Array,
  ) {}

  /** `bits`: that a mark should have. */
  static async over(space: Space, number: number, bits: number): Promise<Passes> {
    const { rank, marks, wide, inside, incoming } = await space.prepare(bits);
    return new Passes(space, number, rank, marks, wide, inside, incoming);
  }

  /** One pass: what it counted. */
  async run(pass: Pass, range?: Range): Promise<number> {
    return (await this.space.sweep(this.number, pass, range)).counted;
  }

  /** The same pass until it has nothing left to do: the sum of what it counted. */
  async exhaust(pass: Pass): Promise<number> {
    for (let sum = 0; ; ) {
      const { counted, left } = await this.space.sweep(this.number, pass);
      sum += counted;
      if (!left) return sum;
    }
  }

  /** Leaves inside what is reachable from queued states; returns how many states that are. The transitions to each have been counted then, and a group's assumptions been met among them. */
  async narrow(group: Group): Promise<number> {
    this.incoming.fill(0);
    await this.run({ kind: 'reach', group, inOrder: true });
    await this.exhaust({ kind: 'reach', group, inOrder: false });
    return this.run({ kind: 'restrict' });
  }

  /** Meets a group's assumptions among the states inside; returns how many states that are. `counting`: the transitions to each have been counted then. */
  async meet(group: Group, counting: boolean): Promise<number> {
    this.marks.fill(0);
    if (counting) this.incoming.fill(0);
    const size = await this.run({ kind: 'meet', group, counting });
    await this.exhaust({ kind: 'spread' });
    return size;
  }

  /**
   * Takes out what no cycle leads to; returns how many states are left. `counted`: there are so many states inside, those
   * that `check` has taken out since included, and the transitions to each are known. `raise`: see there.
   */
  async trim({ raise = false, counted }: { readonly raise?: boolean; readonly counted?: number } = {}): Promise<number> {
    let known = counted;
    for (;;) {
      const size = known ?? (await this.#count());
      // A number that was too large for its byte was not followed downwards: it is counted again.
      const uncertain = this.incoming.includes(many);
      const removed = await this.exhaust({ kind: 'trim', raise });
      if (removed === size || removed === 0 || !uncertain) return size - removed;
      known = undefined;
    }
  }

  #count(): Promise<number> {
    this.incoming.fill(0);
    return this.run({ kind: 'count' });
  }
}
