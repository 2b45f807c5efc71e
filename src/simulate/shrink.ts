import type { PropertyTable } from '../tables/index.js';
import type { Path, Walker } from './walk.js';

/**
 * A shorter run that shows the same: loops are cut out, then parts of it are left out, large ones first, as long as what
 * remains still shows it (delta debugging: Zeller and Hildebrandt 2002). A step that cannot be taken any more is left out
 * too, so that what only led to it falls with it. What is left needs each of its steps; a run that goes another way may be shorter.
 */
export function shrink(walker: Walker, path: Path, goal: PropertyTable): Path {
  let best = walker.follow(withoutLoops(path), goal) ?? path;
  let effort = 0;
  for (let size = Math.max(1, best.steps.length >> 1); ; ) {
    let shorter = false;
    for (let begin = best.steps.length - size; begin > -size; begin -= size) {
      const from = Math.max(0, begin);
      const rest = { initial: best.initial, steps: [...best.steps.slice(0, from), ...best.steps.slice(from + size)] };
      const found = walker.follow(rest, goal);
      effort += rest.steps.length;
      if (found !== null && found.steps.length < best.steps.length) {
        best = withoutLoops(found);
        shorter = true;
        begin = Math.min(begin, best.steps.length);
      }
      if (effort > mostSteps) return best;
    }
    if (size === 1 && !shorter) return best;
    if (!shorter) size = Math.max(1, size >> 1);
    size = Math.min(size, Math.max(1, best.steps.length));
  }
}

/** The run without what lies between two visits of the same state. The last step stays: it may be what the run shows. */
function withoutLoops({ initial, steps }: Path): Path {
  const last = steps.at(-1);
  if (last === undefined) return { initial, steps };
  const kept: Path['steps'][number][] = [];
  const places = new Map<string, number>([[initial.join(), 0]]);
  for (const step of steps.slice(0, -1)) {
    const key = step.state.join();
    const seen = places.get(key);
    if (seen === undefined) {
      kept.push(step);
      places.set(key, kept.length);
    } else {
      for (const dropped of kept.splice(seen)) places.delete(dropped.state.join());
      places.set(key, seen);
    }
  }
  return { initial, steps: [...kept, last] };
}

/** Steps that shrinking may take in all: some seconds. It depends on no clock, so that the same walk is shrunk to the same run. */
const mostSteps = 3_000_000;
