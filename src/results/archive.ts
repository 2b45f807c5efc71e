/**
 * The folder of the nights:
 *
 *     history.ndjson        a line per run, of all nights
 *     baseline.ndjson       such lines, kept in git: what is compared with where there is no night before
 *     index.html            the page of the last night
 *     nights/ID/plan.json   what the night was to do; written first
 *     nights/ID/runs/KEY/   one run: line.json, run.json, traces, log.txt; it appears whole, by a rename
 *     nights/ID/night.json  the summary (also .md, .html and junit.xml); written last: a night without one is under way
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { appendLine, readLines } from './history.js';
import { lock } from './lock.js';
import { notWritten, writeWhole } from './write-whole.js';

export const nightlyFolder = 'results/nightly';

export interface Archive {
  readonly folder: string;
  /** Lines of all runs of all nights, the oldest first. */
  history(): string[];
  append(line: string): void;
  /** The nights, the oldest first. */
  nights(): NightFolder[];
  begin(id: string, plan: string): NightFolder;
  /** A file beside the history. */
  write(name: string, text: string): void;
  /** Removes the folders of all but the last nights; the history stays. */
  retain(nights: number): void;
  /** Lets others in. */
  close(): void;
}

export interface NightFolder {
  readonly id: string;
  readonly folder: string;
  /** What it was to do. */
  plan(): string;
  /** Text of its summary; null while it is under way. */
  summary(): string | null;
  /** The lines of the runs that are done, by the name under which they were stored. */
  runs(): Map<string, string>;
  /** Stores the files of a run, all or none. `line.json` is what `runs` returns. */
  store(name: string, files: Readonly<Record<string, string>>): void;
  write(name: string, text: string): void;
  /** Null: there is no such file. */
  read(name: string): string | null;
}

/** Opens the archive and locks it. */
export function openArchive(directory: string): Archive {
  const folder = resolve(directory);
  const nights = join(folder, 'nights');
  make(nights);
  const unlock = lock(join(folder, 'lock'));
  const history = join(folder, 'history.ndjson');
  const all = () =>
    readdirSync(nights)
      .filter((id) => existsSync(join(nights, id, 'plan.json')))
      .sort();
  // Nobody else is here now: what is unfinished was left by somebody who was killed.
  sweep(folder);
  sweep(nights);
  for (const id of readdirSync(nights)) {
    // Of what bears the name of a night, that is: a folder of somebody else's stays.
    if (!existsSync(join(nights, id, 'plan.json'))) {
      if (/^\d{4}-\d\d-\d\dT/.test(id)) rmSync(join(nights, id), { recursive: true, force: true });
    } else for (const place of [join(nights, id), join(nights, id, 'runs')]) sweep(place);
  }
  return {
    folder,
    history: () => readLines(history),
    append: (line) => appendLine(history, line),
    nights: () => all().map((id) => nightIn(join(nights, id), id)),
    begin(id, plan) {
      make(join(nights, id, 'runs'));
      writeWhole(join(nights, id, 'plan.json'), plan);
      return nightIn(join(nights, id), id);
    },
    write: (name, text) => writeWhole(join(folder, name), text),
    retain(kept) {
      for (const id of all().slice(0, -kept)) {
        // Half removed, it would pass for a night that is under way.
        const leaving = join(nights, `.${id}.unfinished`);
        renameSync(join(nights, id), leaving);
        rmSync(leaving, { recursive: true, force: true });
      }
    },
    close: unlock,
  };
}

function nightIn(folder: string, id: string): NightFolder {
  const runs = join(folder, 'runs');
  return {
    id,
    folder,
    plan: () => readFileSync(join(folder, 'plan.json'), 'utf8'),
    summary: () => (existsSync(join(folder, 'night.json')) ? readFileSync(join(folder, 'night.json'), 'utf8') : null),
    runs: () =>
      new Map(
        readdirSync(runs)
          .filter((name) => !name.startsWith('.'))
          .map((name) => [name, readFileSync(join(runs, name, 'line.json'), 'utf8')]),
      ),
    store(name, files) {
      const unfinished = join(runs, `.${name}.${randomUUID().slice(0, 8)}.unfinished`);
      try {
        make(unfinished);
        for (const [file, text] of Object.entries(files)) writeWhole(join(unfinished, file), text);
        renameSync(unfinished, join(runs, name));
      } catch (error) {
        rmSync(unfinished, { recursive: true, force: true });
        throw notWritten(join(runs, name), error);
      }
    },
    write: (name, text) => writeWhole(join(folder, name), text),
    read: (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null),
  };
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw notWritten(folder, error);
  }
}

/** Removes what was being written when a process was killed; but not what somebody who waits for the lock writes now. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith('.') && name.endsWith('.unfinished')) rmSync(join(folder, name), { recursive: true, force: true });
}
