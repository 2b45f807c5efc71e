import type { Nodes } from './nodes.js';

/** The pairs that are still to be gone through: the first of them in the order in which they were found, and from then on those first that explain most of the log. */
export class Pending {
  readonly #nodes: Nodes;
  readonly #limit: number;
  /** The pair that was found first and has not been taken, or not been put into a queue. */
  #next = 0;
  /** Per position in the log. */
  readonly #queues: (Queue | undefined)[] = [];
  #highest = -1;

  /** `limit`: after so many pairs the order changes. */
  constructor(nodes: Nodes, limit: number) {
    this.#nodes = nodes;
    this.#limit = limit;
  }

  /** Whether all pairs so far came in the order in which they were found, so that what was reached was reached by the fewest steps. */
  get inOrder(): boolean {
    return this.#next <= this.#limit;
  }

  take(): number | null {
    const { size } = this.#nodes;
    if (this.#next < this.#limit) return this.#next < size ? this.#next++ : null;
    while (this.#next < size) this.#put(this.#next++);
    for (; this.#highest >= 0; this.#highest--) {
      const queue = this.#queues[this.#highest];
      if (queue !== undefined && queue.head < queue.items.length) return queue.items[queue.head++] as number;
      this.#queues[this.#highest] = undefined;
    }
    return null;
  }

  #put(node: number): void {
    const position = this.#nodes.position(node);
    const queue = this.#queues[position];
    if (queue === undefined) this.#queues[position] = { items: [node], head: 0 };
    else queue.items.push(node);
    this.#highest = Math.max(this.#highest, position);
  }
}

interface Queue {
  readonly items: number[];
  head: number;
}
