import { type ShownRecord, unseen } from '../model/index.js';
import { type Log, type LogRecord, nameOf, outside } from './log.js';

/** What names stand for, as far as it is known: bindings are numbered, and the first (0) knows of none. */
export class Bindings {
  readonly #names: Log['names'];
  readonly #known: (readonly number[])[];
  readonly #numbers = new Map<string, number>();

  constructor({ names }: Log) {
    this.#names = names;
    this.#known = [];
    this.#numberOf(names.map(() => unseen));
  }

  /** Per name the index of what it stands for, or `unseen`. */
  of(binding: number): readonly number[] {
    return this.#known[binding] as readonly number[];
  }

  /** The binding in which a name stands for the thing with this index; -1 when that contradicts what is known. */
  bind(binding: number, name: number, index: number): number {
    if (index < 0) return -1;
    const bound = this.of(binding);
    if (bound[name] !== unseen) return bound[name] === index ? binding : -1;
    const { target } = this.#names[name] as Log['names'][number];
    if (bound.some((value, other) => value === index && this.#names[other]?.target === target)) return -1;
    return this.#numberOf(bound.map((value, other) => (other === name ? index : value)));
  }

  #numberOf(bound: readonly number[]): number {
    const key = bound.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#known.length);
    return this.#known.push(bound) - 1;
  }
}

/** The binding in which a record of the model is what a line tells; -1 when it cannot be. */
export function matches(bindings: Bindings, binding: number, shown: ShownRecord, told: LogRecord): number {
  if (shown.observation.name !== told.observation.name) return -1;
  let now = binding;
  for (let field = 0; field < told.values.length && now >= 0; field++) {
    const [seen, said] = [shown.values[field] as number, told.values[field] as number];
    if (said === outside) return -1;
    if (said === unseen || seen === unseen) continue;
    if (said < outside) now = bindings.bind(now, nameOf(said), thingOf(shown, field));
    else if (seen !== said) return -1;
  }
  return now;
}

/** Which thing a reference points at; of one that may be null index 0 is null, and nothing has that name. */
function thingOf({ observation, values }: ShownRecord, field: number): number {
  const index = values[field] as number;
  return Object.values(observation.fields)[field]?.kind === 'optional' ? index - 1 : index;
}
