import { type Detail, UserError } from '../errors.js';
import { unseen } from '../model/index.js';
import type { Domain, Observation, Observations } from '../spec/index.js';

/** What is left of a log: its records in their order, and where lines are missing. */
export interface Log {
  readonly records: readonly LogRecord[];
  /** Something names a thing that it is left to the search to find, such as a thread that runs some vCPU. */
  readonly names: readonly Name[];
  /** The observations that leave records in this log: the others were not traced. */
  readonly traced: readonly string[];
  readonly lines: number;
  /** Lines that are no record, and no gap. */
  readonly other: { readonly count: number; readonly first: LogLine | null };
}

export interface LogLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

export interface LogRecord {
  readonly line: LogLine;
  /** Records may be missing before it. */
  readonly gap: boolean;
  readonly observation: Observation<unknown>;
  /**
   * Per field of the observation, in its order: the index of the value in its domain; `unseen`; `outside`, when the model has no
   * such value; or, below those, a name: its number in `Log.names`, by `nameOf`.
   */
  readonly values: readonly number[];
}

export interface Name {
  /** What kind of thing it stands for: the target of the reference. */
  readonly target: string;
  readonly text: string;
  /** How many of these things the model has. */
  readonly size: number;
}

/** A value that no state of the model has. */
export const outside = -2;

/** The number of the name that a value stands for; negative when it is not a name. */
export function nameOf(value: number): number {
  return -3 - value;
}

/** Reads a log with the eyes of a spec. `what` is how a message calls it; `traced` names records that are written too, though the log happens to hold none. */
export function readLog(what: string, text: string, observations: Observations<unknown>, traced: readonly string[] = []): Log {
  const reader = new Reader(observations, what);
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) reader.read({ number: index + 1, text: line });
  return { ...reader.log(traced), lines: lines.length };
}

class Reader {
  readonly #observations: Observations<unknown>;
  readonly #what: string;
  readonly #records: LogRecord[] = [];
  readonly #names = new Map<string, { readonly number: number; readonly name: Name }>();
  #gap: boolean;
  #others = 0;
  #firstOther: LogLine | null = null;

  constructor(observations: Observations<unknown>, what: string) {
    this.#observations = observations;
    this.#what = what;
    this.#gap = observations.begins !== 'initial';
  }

  read(line: LogLine): void {
    const { gap, records } = this.#observations;
    if (this.#asked(line, 'the spec', () => gap?.(line.text) === true)) {
      this.#gap = true;
      return;
    }
    for (const observation of records) {
      const told = this.#asked(line, observation.name, () => observation.reads(line.text));
      if (told === null) continue;
      const values = Object.entries(observation.fields).map(([field, domain]) => this.#value(line, observation.name, field, domain, (told as Readonly<Record<string, unknown>>)[field]));
      this.#records.push({ line, gap: this.#gap, observation, values });
      this.#gap = false;
      return;
    }
    if (line.text.trim() === '') return;
    this.#others += 1;
    this.#firstOther ??= line;
  }

  log(traced: readonly string[]): Omit<Log, 'lines'> {
    const written = this.#observations.records.map(({ name }) => name).filter((name) => traced.includes(name) || this.#records.some(({ observation }) => observation.name === name));
    if (this.#records.length === 0) throw this.#empty();
    const names = [...this.#names.values()].map(({ name }) => name);
    for (const { target, size } of names) {
      const rivals = names.filter((name) => name.target === target);
      if (rivals.length > size) {
        throw new UserError(`${this.#what} speaks of more than this model has: ${rivals.length} different names of a ${target}, and there ${size === 1 ? 'is' : 'are'} ${size}`, [
          ['found', rivals.map(({ text }) => text).join(', ')],
          ['to do', 'give the model as many (--param), or keep only the lines of one of them'],
        ]);
      }
    }
    return { records: this.#records, names, traced: written, other: { count: this.#others, first: this.#firstOther } };
  }

  #value(line: LogLine, observation: string, field: string, domain: Domain<unknown>, value: unknown): number {
    if (value === undefined) return unseen;
    if (typeof value === 'string' && domain.target !== undefined) return nameOf(this.#name({ target: domain.target, text: value, size: domain.kind === 'optional' ? domain.size - 1 : domain.size }));
    if (typeof value === 'string' && (domain.kind === 'range' || domain.kind === 'boolean')) {
      throw this.#fault(line, [['because', `observation ${observation} reads a text where its field ${field} is ${domain.words}`]]);
    }
    const index = domain.indexOf(value);
    return index < 0 ? outside : index;
  }

  #name(name: Name): number {
    const key = `${name.target}\n${name.text}`;
    const known = this.#names.get(key) ?? { number: this.#names.size, name };
    this.#names.set(key, known);
    return known.number;
  }

  #asked<T>(line: LogLine, who: string, ask: () => T): T {
    try {
      return ask();
    } catch (error) {
      throw this.#fault(line, [
        ['because', error instanceof Error ? error.message : String(error)],
        ['told by', who],
      ]);
    }
  }

  #fault(line: LogLine, details: readonly Detail[]): UserError {
    const shown = line.text.length > longest ? `${line.text.slice(0, longest)}…` : line.text;
    return new UserError(`line ${line.number} of ${this.#what} cannot be read`, [['line', shown], ...details]);
  }

  #empty(): UserError {
    const first = this.#firstOther;
    const looked = this.#observations.records.map(({ name }) => name).join(', ');
    return new UserError(`${this.#what} holds no record that the spec knows`, [
      ...(first === null ? ([['because', 'it is empty']] as const) : ([['found', `line ${first.number}: ${first.text.slice(0, longest)}`]] as const)),
      ['expected', `lines of ${looked}`],
    ]);
  }
}

/** Characters of a line that a message shows. */
const longest = 160;
