import { askInvariant, type Model, type PropertyInstances, type State } from '../model/index.js';
import { Observer, type Reading } from './observe.js';

/**
 * What an invariant reads, when all of it is among the given slots, which have the same value in every reachable state;
 * otherwise null. One state is enough to know: a pure function that finds the same values everywhere reads the same
 * everywhere. Of several instances all must be so.
 */
export function readsOnly(model: Model, { property, instances }: PropertyInstances, unchanging: ReadonlySet<number>): readonly Reading[] | null {
  if (property.kind !== 'invariant') return null;
  const observer = new Observer(model);
  const [state] = model.initial as readonly [State];
  const read = new Set<number>();
  for (const { chosen } of instances) {
    const { slots } = observer.observe((tracked) => askInvariant(property, chosen, tracked), state);
    if (!slots.every((slot) => unchanging.has(slot))) return null;
    for (const slot of slots) read.add(slot);
  }
  return observer.readings([...read], state);
}
