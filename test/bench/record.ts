/**
 * What has been measured, as a document. Version 1. Times are seconds, sizes are bytes, one number per run; medians are
 * for the readers to take. A part that a run does not measure stays as it was, with the conditions under which it was.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const figures = z.array(z.number().nonnegative());

const conditions = z.strictObject({
  machine: z.strictObject({ processor: z.string(), cores: z.int(), memory: z.int(), kernel: z.string() }),
  /** Null: not installed. */
  versions: z.strictObject({ explore: z.string(), node: z.string(), spin: z.string().nullable(), rumur: z.string().nullable(), gcc: z.string().nullable() }),
  /** Of this repository; a `+` says that files were changed since. */
  commit: z.string(),
});

/** Processes that wanted the machine in the minute before (the system's load average). */
const load = z.number().nonnegative();

const runs = z.strictObject({
  name: z.string(),
  tool: z.enum(['explore', 'spin', 'rumur']),
  threads: z.int(),
  /** Making the checker: generating C and compiling it. */
  build: figures,
  /** The search, as a process. */
  wall: figures,
  cpu: figures,
  peak: figures,
  /** The same without a search: how a program starts. Where it was measured. */
  start: z.strictObject({ wall: figures, cpu: figures }).optional(),
});

const race = z.strictObject({
  model: z.string(),
  size: z.enum(['small', 'medium', 'large']),
  parameters: z.record(z.string(), z.number()),
  states: z.int(),
  transitions: z.int(),
  contenders: z.array(runs),
  conditions,
  load,
});

const store = z.strictObject({
  /** 32-bit words of a state, entries of the table, and how many states go in. */
  words: z.int(),
  capacity: z.int(),
  operations: z.int(),
  /** Seconds for all operations. */
  loops: z.array(z.strictObject({ name: z.string(), seconds: figures })),
  conditions,
  load,
});

const scale = z.strictObject({
  workers: z.int(),
  steps: z.array(
    z.strictObject({
      counters: z.int(),
      states: z.int(),
      transitions: z.int(),
      /** The whole command. */
      wall: figures,
      /** The exploration, without the start of the program. */
      explore: figures,
      peak: figures,
      load,
    }),
  ),
  conditions,
});

const liveness = z.strictObject({
  workers: z.int(),
  steps: z.array(
    z.strictObject({
      model: z.string(),
      parameters: z.record(z.string(), z.number()),
      property: z.string(),
      /** Each is searched for by itself. */
      instances: z.int(),
      states: z.int(),
      /** With a property of safety only, and with the liveness property too. */
      explored: z.strictObject({ wall: figures, peak: figures }),
      checked: z.strictObject({ wall: figures, peak: figures }),
      /** SPIN's search for one instance, and how many states of the product it stored. */
      spin: z.strictObject({ build: figures, wall: figures, peak: figures, stored: z.number() }).nullable(),
      load,
    }),
  ),
  conditions,
});

const record = z.strictObject({
  format: z.literal('explore.bench'),
  version: z.literal(1),
  method: z.array(z.string()),
  races: z.array(race),
  store: store.nullable(),
  scale: scale.nullable(),
  liveness: liveness.nullable().default(null),
});

export type Conditions = z.infer<typeof conditions>;
export type Runs = z.infer<typeof runs>;
export type Race = z.infer<typeof race>;
export type StoreFigures = z.infer<typeof store>;
export type ScaleFigures = z.infer<typeof scale>;
export type LivenessFigures = z.infer<typeof liveness>;
export type BenchRecord = z.infer<typeof record>;

export const nothingYet: BenchRecord = { format: 'explore.bench', version: 1, method: [], races: [], store: null, scale: null, liveness: null };

/** What was measured before; a file that is not such a document is refused, so that nothing else is lost. */
export function readRecord(path: string): BenchRecord {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return nothingYet;
  }
  try {
    return record.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is not a record of this bench, so nothing can be added to it; move it away, or choose another --out\n${error instanceof Error ? error.message : error}`);
  }
}

/** With a race in the place of the one of the same instance, or behind the others. */
export function withRace(old: BenchRecord, race: Race): BenchRecord {
  const key = ({ model, parameters }: Race) => JSON.stringify([model, parameters]);
  const at = old.races.findIndex((other) => key(other) === key(race));
  return { ...old, races: at < 0 ? [...old.races, race] : old.races.with(at, race) };
}
