/**
 * Which states can lie on a cycle that is fair and never reaches the goal. All passes go along transitions and never
 * against them, because they are computed anew each time. Taken out are, until nothing changes any more: states to
 * which no transition leads from inside, and states that are not reachable from inside where an assumption of fairness
 * is met that they need. If something is left, each strongly connected part of it that is reached from no other part is a
 * cycle (every state in it has a predecessor, and all its predecessors are in it too), and fair (where an assumption is
 * met lies before it, so in it): Kesten, Pnueli and Raviv 1998, Černá and Pelánek 2003. And a fair cycle is never
 * taken out. So there is one if, and only if, something is left; that is no estimate. All of this is true of the transitions
 * that may lie on a cycle alone, so the others are left out from the beginning (see `explore/changes.ts`): otherwise an
 * assumption that is met in one cycle counts for all cycles behind it, and these are taken out one after the other.
 */
import { bitsOfMark, type Group, noGroup, type Space } from '../explore/index.js';
import { Passes } from './passes.js';
import type { Question } from './question.js';

export interface Hull {
  /** States that are left. */
  readonly size: number;
  /** States (or, for some shapes, none) in which the goal is due. */
  readonly due: number;
}

/** Leaves inside what can lie on a fair cycle without the goal, reachable from where the goal is due. */
export async function findHull(space: Space, question: Question): Promise<Hull> {
  const { shape, obligation } = question;
  const passes = await Passes.over(space, question.number, obligation.assumptions.length + (shape === 'eventually-always' ? 1 : 0));
  const due = await passes.classify(shape === 'eventually-always' ? 'all' : 'without-goal', shape === 'leads-to' ? 'from' : 'nowhere', { noting: true });
  if (shape === 'eventually') await passes.run({ kind: 'queue' }, space.levels[0]);
  // What is found out of each state on the way: who has met what, of the first group.
  const [first = noGroup] = groupsOf(passes, question);
  if (shape !== 'eventually' && shape !== 'leads-to') return { size: await narrowToCycles(passes, question, { size: passes.cells, known: 'nothing' }), due };
  return { size: await narrowToCycles(passes, question, { size: await passes.narrow(first), known: 'met' }), due };
}

/**
 * Takes out of the `size` states inside what lies on no cycle that meets every demand; returns how many are left. What is
 * known of these states: they have been trimmed; or the first group's assumptions have been met, and transitions counted.
 */
export async function narrowToCycles(passes: Passes, question: Question, { size, known }: { readonly size: number; readonly known: 'nothing' | 'met' | 'trimmed' }): Promise<number> {
  const groups = groupsOf(passes, question);
  let isMet = known === 'met';
  let isTrimmed = known === 'trimmed';
  let isCounted = known === 'met';
  for (let before = size; before > 0; ) {
    let left = before;
    for (const group of groups) {
      if (!isMet) {
        await passes.meet(group, left, !isCounted);
        isCounted = true;
      }
      isMet = false;
      left -= await passes.run({ kind: 'check', group });
      if (left === 0) return 0;
    }
    if (isTrimmed && left === before) return left;
    if (before - left > left * fewTaken) {
      // To take back what so many have told takes longer than to begin anew, and nothing is taken out wrongly meanwhile.
      passes.forgetTaken();
      isCounted = false;
      isTrimmed = false;
      before = left;
      continue;
    }
    left = await passes.trim(isCounted ? { counted: before } : {});
    if (left === before) return left;
    isTrimmed = true;
    before = left;
  }
  return 0;
}
/** Up to this part of what is left, what was taken out is taken back from its successors. */
const fewTaken = 0.25;

/** As many at once as a mark has bits. */
function groupsOf({ wide }: Passes, { shape, obligation }: Question): Group[] {
  const bits = wide ? bitsOfMark.wide : bitsOfMark.narrow;
  const assumptions = obligation.assumptions.length;
  const withoutGoal = shape === 'eventually-always';
  const groups: Group[] = [];
  for (let first = 0; first < assumptions || (first === 0 && withoutGoal); ) {
    const size = Math.min(assumptions - first, first === 0 && withoutGoal ? bits - 1 : bits);
    groups.push({ assumptions: Array.from({ length: size }, (_, index) => first + index), withoutGoal: first === 0 && withoutGoal });
    first += Math.max(1, size);
  }
  return groups;
}
