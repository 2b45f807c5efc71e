import { type Group, many, oneWayAmong, type Pass, type Range, type Space, type SweepMarks } from '../explore/index.js';

/** Passes over a space for one instance of a property, and what several of them come to together. */
export class Passes {
  readonly space: Space;
  /** The instance's number among the properties of whole runs that were asked for. */
  readonly #number: number;
  readonly #marks: SweepMarks;
  #cells = 0;

  private constructor(space: Space, number: number, marks: SweepMarks) {
    this.space = space;
    this.#number = number;
    this.#marks = marks;
  }

  /** `bits`: that a mark should have. */
  static async over(space: Space, number: number, bits: number): Promise<Passes> {
    return new Passes(space, number, await space.prepare(bits));
  }

  /** Under which number the mark of a state stands. */
  get rank(): SweepMarks['rank'] {
    return this.#marks.rank;
  }

  /** How many states have one. */
  get cells(): number {
    return this.#cells;
  }

  /** Each mark is a word. */
  get wide(): boolean {
    return this.#marks.wide;
  }

  /** A bit for each of them: whether it is inside. */
  get inside(): Int32Array {
    return this.#marks.inside;
  }

  /**
   * What every question begins with: says which states are inside, and gives these their marks. Returns in how many the goal
   * is due. `noting`: it is learned which transitions are one-way, and passes about cycles leave these out.
   */
  async classify(inside: 'without-goal' | 'all', due: 'from' | 'nowhere', { noting }: { readonly noting: boolean }): Promise<number> {
    this.#marks.forget();
    const { counted, changes } = await this.space.sweep(this.#number, { kind: 'classify', inside, due, noting });
    this.#cells = this.#marks.number();
    const oneWay = oneWayAmong(changes);
    await this.run({ kind: 'learn', oneWay }, { begin: 0, end: 0 });
    return counted;
  }

  /** One pass: what it counted. */
  async run(pass: Pass, range?: Range): Promise<number> {
    return (await this.space.sweep(this.#number, pass, range)).counted;
  }

  /** The same pass until it has nothing left to do: the sum of what it counted. */
  async exhaust(pass: Pass): Promise<number> {
    for (let sum = 0; ; ) {
      const { counted, left } = await this.space.sweep(this.#number, pass);
      sum += counted;
      if (!left) return sum;
    }
  }

  /** Leaves inside what is reachable from queued states; returns how many states that are. The transitions to each have been counted then, and a group's assumptions been met among them. */
  async narrow(group: Group): Promise<number> {
    this.#forgetIncoming();
    await this.run({ kind: 'reach', group, inOrder: true });
    await this.exhaust({ kind: 'reach', group, inOrder: false });
    return this.run({ kind: 'restrict' });
  }

  /** Meets a group's assumptions among the `size` states inside. `counting`: the transitions to each have been counted then. */
  async meet(group: Group, size: number, counting: boolean): Promise<void> {
    this.#marks.marks.fill(0, 0, this.#cells);
    if (counting) this.#forgetIncoming();
    await this.exhaust({ kind: 'meet', group, counting, inOrder: size > this.#cells * dense });
  }

  /** What was taken out since the last trimming is not taken back from its successors: the transitions to these are not known any more. */
  forgetTaken(): void {
    this.#marks.waiting.fill(0);
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
      const uncertain = this.#marks.incoming.subarray(0, this.#cells).includes(many);
      const removed = await this.exhaust({ kind: 'trim', raise });
      if (removed === size || removed === 0 || !uncertain) return size - removed;
      known = undefined;
    }
  }

  #count(): Promise<number> {
    this.#forgetIncoming();
    return this.run({ kind: 'count' });
  }

  #forgetIncoming(): void {
    this.#marks.incoming.fill(0, 0, this.#cells);
  }
}

/** If no larger part of the candidates is inside, it takes less time to go through the table, where the others are passed over, than in the order, in which less has to be told twice. */
const dense = 0.1;
