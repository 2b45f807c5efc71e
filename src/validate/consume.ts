import type { ShownRecord } from '../model/index.js';
import type { Log } from './log.js';
import { type Bindings, matches } from './match.js';

/** How much of a log is explained, and what its names stand for then. */
export interface Place {
  /** Records of the log that are explained. */
  readonly position: number;
  readonly binding: number;
}

/** What has been seen on the way: how far the log could be explained, and by what. */
export interface Notes {
  /** Records of the log that some run explains, counting what a part of a step explains. */
  furthest: number;
  /** Called with each record that the model shows at a position where the log says something else. */
  readonly instead: ((position: number, shown: ShownRecord) => void) | null;
}

/**
 * Where the log may be after a step that left these records. Each of them is the next one of the log; but where records
 * are missing from the log, and for records that are not certain to be written, it may also be none. A log that ends within a step is explained.
 */
export function consume(log: Log, bindings: Bindings, shown: readonly ShownRecord[], from: Place, notes: Notes): readonly Place[] {
  const places: Place[] = [];
  const go = (index: number, position: number, binding: number): void => {
    const next = shown[index];
    const told = log.records[position];
    if (next === undefined || told === undefined) {
      if (!places.some((place) => place.position === position && place.binding === binding)) places.push({ position, binding });
      return;
    }
    const bound = matches(bindings, binding, next, told);
    if (bound >= 0) {
      notes.furthest = Math.max(notes.furthest, position + 1);
      go(index + 1, position + 1, bound);
    } else notes.instead?.(position, next);
    if (told.gap || !next.observation.certain) go(index + 1, position, binding);
  };
  go(0, from.position, from.binding);
  return places;
}
