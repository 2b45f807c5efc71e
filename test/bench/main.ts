/** `npm run bench`: measures, and writes what it has after each part, so that a stop loses little. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { writeWhole } from '../../src/results/index.js';
import { currentConditions, currentLoad } from './conditions.js';
import type { Contender } from './contenders/contender.js';
import { explore } from './contenders/explore.js';
import { rumur } from './contenders/rumur.js';
import { spin } from './contenders/spin.js';
import { type Instance, instances } from './instances.js';
import { measureLiveness } from './liveness.js';
import { race } from './race.js';
import { type BenchRecord, type Conditions, readRecord, withRace } from './record.js';
import { pageOf } from './report/markdown.js';
import { raceChart } from './report/race-chart.js';
import { scaleChart } from './report/scale-chart.js';
import { help, type Request, readRequest } from './request.js';
import { measureScale } from './scale.js';
import { measureStore } from './store.js';

const method = [
  'Each run is a process of its own. Ours is the command that a user types (`explore --spec … --continue --json -`), start-up and learning included. Theirs is made from its twin in `test/bench/peers` for each run: C is generated and compiled with `gcc -O3 -march=native`.',
  'All checkers take turns, on one model after the other. A run whose distinct states or transitions (fired rules) differ from those of the others ends the bench with an error, and no time is shown. SPIN tells only six or seven digits of numbers above 10^8; so many must agree.',
  'All store whole states and reduce nothing: no partial orders, no symmetry, no fingerprints. All check the same invariants and deadlocks; ours also looks for its witnesses.',
  'Figures are medians; in brackets the fastest and the slowest run. "Search" is the time of the process that searches, "to the answer" also has the making of the checker, "processor" is what all its threads have used. Rates are states and transitions over the time of the search. "Peak" is the most memory of the process, bytes per state are that over the distinct states, fixed parts included.',
  'Who has taken long enough for a model (`--patience`) has no further turn; the column "runs" says how many there were. At the large sizes SPIN searches depth first only, and Rumur has one thread: breadth first (at the medium sizes both are measured) and two threads would take many minutes more.',
  'The load is the number of processes that wanted the machine in the minute before, the last ones of the bench among them. Where it is well above the number of threads, or the processor time of a single thread well below the time of its search, others were at work.',
  'SPIN is told beforehand how large a table and a stack it needs (`-w`, `-m`); the others find out.',
];

async function main(): Promise<void> {
  const request = readRequest(process.argv.slice(2));
  if (request === 'help') {
    process.stdout.write(help);
    return;
  }
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  mkdirSync(request.out, { recursive: true });
  let record: BenchRecord = { ...readRecord(join(request.out, 'bench.json')), method };
  const keep = (changed: BenchRecord) => {
    record = changed;
    write(request.out, record);
  };
  const conditions = currentConditions();
  const load = currentLoad;
  if (request.page) keep(record);
  else for (const line of missing(conditions)) tell(line);
  for (const instance of chosen(request)) keep(withRace(record, { load: load(), ...(await race(instance, contendersFor(instance, conditions), request, tell)), conditions }));
  if (request.scale) {
    const workers = Math.min(2, conditions.machine.cores);
    keep({ ...record, scale: { ...(await measureScale({ from: 4, to: 8, workers }, request, { load, tell })), conditions } });
  }
  if (request.liveness) keep({ ...record, liveness: { ...(await measureLiveness(1, conditions.versions.spin !== null && conditions.versions.gcc !== null, request, { load, tell })), conditions } });
  // The last, as a process is told to have had as much memory as the one that started it, and the table makes this one large.
  if (request.store) keep({ ...record, store: { load: load(), ...measureStore(request.repeat, tell), conditions } });
  tell(`written to ${request.out}: README.md, bench.json, and the charts`);
}

function chosen({ models, sizes }: Request): readonly Instance[] {
  return instances.filter(({ model, size }) => models.includes(model) && sizes.includes(size));
}

function contendersFor({ size }: Instance, { versions: { spin: hasSpin, rumur: hasRumur, gcc }, machine: { cores } }: Conditions): readonly Contender[] {
  const large = size === 'large';
  return [
    explore(1),
    ...(cores > 1 ? [explore(2)] : []),
    ...(hasSpin !== null && gcc !== null ? [spin('depth first'), ...(large ? [] : [spin('breadth first')])] : []),
    ...(hasRumur !== null && gcc !== null ? [rumur(1), ...(cores > 1 && !large ? [rumur(2)] : [])] : []),
  ];
}

function missing({ versions }: Conditions): readonly string[] {
  const absent = (['spin', 'rumur', 'gcc'] as const).filter((name) => versions[name] === null);
  return absent.length === 0 ? [] : [`not installed: ${absent.join(', ')} (on Debian: apt-get install ${absent.join(' ')}); what needs it is left out`];
}

function write(folder: string, record: BenchRecord): void {
  writeWhole(join(folder, 'bench.json'), `${JSON.stringify(record, null, 2)}\n`);
  if (record.races.length > 0) writeWhole(join(folder, 'bench.svg'), raceChart(record.races));
  if (record.scale !== null) writeWhole(join(folder, 'scale.svg'), scaleChart(record.scale));
  writeWhole(join(folder, 'README.md'), pageOf(record));
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
