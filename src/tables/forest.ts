import { type Diagram, header } from './diagram.js';
import { disabled } from './effects.js';
import { isFalse } from './functions.js';

/**
 * All diagrams of a state's functions, merged for one walk. Functions that begin with the same test share it: one look
 * at `vcpus[0].pc` disposes of every action of that vCPU which needs another value. What is merged are common prefixes
 * only, so the forest is never larger than the diagrams together.
 *
 * `code` holds three things. A list: its length, then its items. A node: word, shift, mask, then for each value of the
 * tested bits the offset of a list, or 0 where nothing happens. An event: a function's number, and its leaf (0: not
 * learned yet). An item is the offset of a node, or minus the offset of an event.
 */
export class Forest {
  code = new Int32Array(0);
  /** The offset of the list to begin with. */
  root = 0;
  #stack = new Int32Array(1);

  /**
   * What all functions say of a packed state: pairs of a function's number and its leaf go to `events`, in no particular
   * order. Returns how many numbers were written. Functions that say nothing worth telling are not among them: disabled
   * actions, and properties that hold.
   */
  walk(words: Int32Array, events: Int32Array): number {
    const { code } = this;
    const stack = this.#stack;
    let told = 0;
    let waiting = 0;
    if (this.root !== 0) stack[waiting++] = this.root;
    while (waiting > 0) {
      let at = stack[--waiting] as number;
      const end = at + (code[at] as number);
      while (at < end) {
        const item = code[++at] as number;
        if (item > 0) {
          const list = code[item + 3 + (((words[code[item] as number] as number) >>> (code[item + 1] as number)) & (code[item + 2] as number))] as number;
          if (list !== 0) stack[waiting++] = list;
        } else {
          events[told++] = code[-item] as number;
          events[told++] = code[1 - item] as number;
        }
      }
    }
    return told;
  }

  /** Merges the diagrams as they are now. `actions` come first in the numbering of functions, `predicates` behind them. */
  static of(actions: readonly Diagram[], predicates: readonly (Diagram | null)[]): Forest {
    const forest = new Forest();
    const out: number[] = [0];
    const diagrams = [...actions, ...predicates];
    let nodes = 0;
    const list = (references: readonly Reference[]): number => {
      const events: number[] = [];
      const groups = new Map<number, Reference[]>();
      for (const reference of references) {
        const { id, at } = reference;
        if (at > 0) {
          const { code } = diagrams[id] as Diagram;
          // The slot, and which of its bits.
          const key = 32 * (code[at + 3] as number) + (code[at + 1] as number);
          const group = groups.get(key);
          if (group === undefined) groups.set(key, [reference]);
          else group.push(reference);
        } else if (at === 0 || at === isFalse || id < actions.length) {
          if (id < actions.length && at === disabled) continue;
          events.push(-(out.push(id, at) - 2));
        }
      }
      if (events.length + groups.size === 0) return 0;
      const items = [...events, ...Array.from(groups.values(), node)];
      return out.push(items.length, ...items) - items.length - 1;
    };
    const node = (group: readonly Reference[]): number => {
      nodes += 1;
      const { id, at } = group[0] as Reference;
      const { code } = diagrams[id] as Diagram;
      const mask = code[at + 2] as number;
      const offset = out.push(code[at] as number, code[at + 1] as number, mask) - 3;
      for (let value = 0; value <= mask; value++) out.push(0);
      for (let value = 0; value <= mask; value++) {
        out[offset + 3 + value] = list(group.map((reference) => ({ id: reference.id, at: (diagrams[reference.id] as Diagram).code[reference.at + header + value] as number })));
      }
      return offset;
    };
    const begin: Reference[] = [];
    for (const [id, diagram] of diagrams.entries()) if (diagram !== null) begin.push({ id, at: diagram.root });
    forest.root = list(begin);
    forest.code = Int32Array.from(out);
    forest.#stack = new Int32Array(nodes + 1);
    return forest;
  }
}

interface Reference {
  readonly id: number;
  readonly at: number;
}
