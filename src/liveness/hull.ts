/**
 * Which states can lie on a cycle that is fair and never reaches the goal. All passes go along transitions and never
 * against them, because they are computed anew each time. Taken out are, until nothing changes any more: states to
 * which no transition leads from inside, and states that are not reachable from inside where an assumption of fairness
 * is met that they need. If something is left, each strongly connected part of it that is reached from no other part is a
 * cycle (every state in it has a predecessor, and all its predecessors are in it too), and fair (where an assumption is
 * met lies before it, so in it): Kesten, Pnueli and Raviv 1998, Černá and Pelánek 2003. And a fair cycle is never
 * taken out. So there is one if, and only if, something is left; that is no estimate.
 */
import { bitsOfMark, type Group, many, type Space } from '../explore/index.js';
import type { Question } from './question.js';

export interface Hull {
  /** States that are left. */
  readonly size: number;
  /** States (or, for some shapes, none) in which the goal is due. */
  readonly due: number;
}

/** Leaves inside what can lie on a fair cycle without the goal, reachable from where the goal is due. */
export async function findHull(space: Space, { number, property: { shape }, obligation }: Question): Promise<Hull> {
  const { marks, wide } = await space.prepare(obligation.assumptions.length + (shape === 'eventually-always' ? 1 : 0));
  const pass = (kind: 'reach' | 'restrict' | 'count' | 'trim' | 'spread' | 'queue', range = space.all) => space.sweep(number, { kind }, range);
  const exhaust = async (kind: 'reach' | 'trim' | 'spread'): Promise<number> => {
    for (let sum = 0; ; ) {
      const counted = await pass(kind);
      if (counted === 0) return sum;
      sum += counted;
    }
  };
  /** Takes out what no cycle leads to; returns how many states are left. */
  const trim = async (): Promise<number> => {
    for (;;) {
      marks.fill(0);
      const size = await pass('count');
      // A number that was too large for its byte was not followed downwards: it is counted again.
      const uncertain = !wide && marks.includes(many);
      const removed = await exhaust('trim');
      if (removed === size || removed === 0 || !uncertain) return size - removed;
    }
  };

  const due = await space.sweep(number, { kind: 'classify', inside: shape === 'eventually-always' ? 'all' : 'without-goal', due: shape === 'leads-to' ? 'from' : 'nowhere' });
  if (shape === 'eventually') await pass('queue', space.levels[0]);
  if (shape === 'eventually' || shape === 'leads-to') {
    await exhaust('reach');
    await pass('restrict');
  }
  const groups = groupsOf(obligation.assumptions.length, shape === 'eventually-always', wide ? bitsOfMark.wide : bitsOfMark.narrow);
  for (;;) {
    const size = await trim();
    if (size === 0) return { size, due };
    let removed = 0;
    for (const group of groups) {
      marks.fill(0);
      await space.sweep(number, { kind: 'meet', group });
      await exhaust('spread');
      removed += await space.sweep(number, { kind: 'check', group });
    }
    if (removed === 0) return { size, due };
  }
}

/** As many at once as a mark has bits. */
function groupsOf(assumptions: number, withoutGoal: boolean, bits: number): Group[] {
  const groups: Group[] = [];
  for (let first = 0; first < assumptions || (first === 0 && withoutGoal); ) {
    const size = Math.min(assumptions - first, first === 0 && withoutGoal ? bits - 1 : bits);
    groups.push({ assumptions: Array.from({ length: size }, (_, index) => first + index), withoutGoal: first === 0 && withoutGoal });
    first += Math.max(1, size);
  }
  return groups;
}
