/** How many steps a run shows to be counted: by the definition, written down here a second time. */
import { askFrom, askGoal, type PropertyInstance } from '../../src/model/index.js';
import type { Bound } from '../../src/spec/index.js';
import type { Trace } from '../../src/trace/index.js';

/** For each state of a run that was taken step by step already: the steps that are counted from there to its last state; -1 where the count does not begin, or is at its end before. Infinity: its loop counts again and again. */
export function numbersShown(property: Bound<unknown>, chosen: PropertyInstance['chosen'], { initial, steps, loop }: Trace): number[] {
  const states = [initial, ...steps.map(({ state }) => state)];
  return states.map((state, begin) => {
    if (!askFrom(property, chosen, state)) return -1;
    let number = 0;
    for (let at = begin; at < steps.length; at++) {
      if (askGoal(property, chosen, states[at] as typeof state)) return -1;
      const { action, actor, chosen: args } = (steps[at] as (typeof steps)[number]).taken;
      const counts = property.counting({ action: action.name, actor, args }, chosen);
      const ends = property.by({ action: action.name, actor, args }, chosen);
      if (ends && (at < steps.length - 1 || loop !== undefined)) return -1;
      if (counts) number += loop !== undefined && at >= loop ? Number.POSITIVE_INFINITY : 1;
    }
    return number;
  });
}
