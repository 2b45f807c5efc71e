/** The measurements as a page. */
import { bytes, count, counted, rough, seconds } from '../../../src/report/figures.js';
import { type Size, sizes, titleOf } from '../instances.js';
import type { BenchRecord, Conditions, LivenessFigures, Race, Runs, ScaleFigures, StoreFigures } from '../record.js';
import { median, spreadOf } from '../statistics.js';
import { answerTimes, bytesPerState, comparisonOf, costOfLiveness, isLarge, speedOf, targetsOf } from '../targets.js';

export function pageOf(record: BenchRecord): string {
  const { races, store, scale, liveness, method } = record;
  const parts = [
    '# Benchmarks',
    '',
    '`npm run bench` writes this page and `bench.json`, which has every single run. It replaces what it measures and keeps the rest.',
    '',
    '    npm run bench                                 # small and medium sizes',
    '    npm run bench -- --large --store --scale      # everything; some fifteen minutes and 8 GiB',
    '    npm run bench -- --model german --repeat 5    # one model',
    '',
    'The other model checkers take part where they are installed (`apt-get install spin rumur gcc` on Debian); without them ours is measured alone.',
    '',
    ...targetLines(record),
    ...(races.length > 0 ? ['![Distinct states per second of each checker, on a logarithmic scale](bench.svg)', ''] : []),
    '## Method',
    '',
    ...method.map((sentence) => `- ${sentence}`),
    '',
    ...sizes.flatMap((size) =>
      sizeLines(
        size,
        races.filter((race) => race.size === size),
      ),
    ),
    ...(store === null ? [] : storeLines(store)),
    ...(scale === null ? [] : scaleLines(scale)),
    ...(liveness === null ? [] : livenessLines(liveness)),
    ...conditionLines(record),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

/** Per instance of the property, because each is searched for by itself. */
function livenessLines({ workers, steps }: LivenessFigures): string[] {
  const rows = steps.map((step) => {
    const { model, parameters, property, instances, states, checked, spin, load } = step;
    const { alone, each, times, bits } = costOfLiveness(step);
    return [
      titleOf({ model, parameters }),
      `${property}, ${counted(instances, 'instance')}`,
      count(states),
      seconds(alone),
      seconds(each),
      times.toFixed(1),
      bits.toFixed(0),
      spin === null ? '' : `${seconds(median(spin.wall))} (${(median(spin.wall) / (alone + each)).toFixed(1)}), ${rough(spin.stored)} states`,
      String(checked.wall.length),
      load.toFixed(1),
    ];
  });
  return [
    '## Liveness',
    '',
    `With ${counted(workers, 'worker')}. The exploration with one property of safety; then what one instance of the liveness property takes more (the median of the whole less that of the exploration, divided by the instances), as a multiple of the exploration, and in bits of memory for each state (the peaks of the processes, of which a few MiB are chance). SPIN checks one instance with weak fairness (\`-f\`): its search alone, in brackets as a multiple of our exploration with one instance, and the states of the product that it stores.`,
    '',
    ...table(['model', 'property', 'states', 'exploration', 'one instance', 'times', 'bits', 'SPIN', 'runs', 'load'], rows, ['left', 'left']),
    '',
  ];
}

function targetLines(record: BenchRecord): string[] {
  const targets = targetsOf(record);
  if (targets.length === 0) return [];
  return [
    '## What we want, and what was found',
    '',
    ...table(
      ['', 'wanted', 'found', ''],
      targets.map(({ what, wanted, found, met }) => [what, wanted, found, met ? 'reached' : 'missed']),
      ['left', 'left', 'left', 'left'],
    ),
    '',
    ...comparisonLines(record),
  ];
}

function comparisonLines({ races }: BenchRecord): string[] {
  const compared = races.filter(isLarge).map(comparisonOf);
  if (compared.length === 0) return [];
  const times = (ratio: number | undefined) => ratio?.toFixed(2) ?? '';
  return [
    'How many times as fast as another one is, in states a second:',
    '',
    ...table(
      ['', 'one worker against Rumur, one thread', 'one worker against SPIN, its faster search', 'two workers against one', 'at most'],
      compared.map(({ title, rumur, spin, twoWorkers, atMost }) => [title, times(rumur), times(spin), times(twoWorkers), times(atMost)]),
      ['left'],
    ),
    '',
    '"At most": so fast would two workers be if the program started as it does (measured with `--max-depth 0`, in turns with the runs), and from then on two processors were busy to the last moment with no more work than one worker\'s process has. At a million states that is far from 2: the start is a quarter of the time, and while a worker searches, other threads compile what it runs and collect garbage.',
    '',
  ];
}

const about: Readonly<Record<Size, string>> = {
  small: 'Some 10^5 states: what counts is who answers first.',
  medium: 'One or two million states.',
  large: 'Ten to twenty million states.',
};

function sizeLines(size: Size, races: readonly Race[]): string[] {
  if (races.length === 0) return [];
  return [`## ${size[0]?.toUpperCase()}${size.slice(1)}`, '', about[size], '', ...races.flatMap(raceLines)];
}

function raceLines(race: Race): string[] {
  return [
    `### ${titleOf(race)}: ${count(race.states)} states, ${count(race.transitions)} transitions`,
    '',
    ...table(
      ['', 'to the answer', 'search', 'processor', 'states/s', 'transitions/s', 'peak', 'bytes/state', 'runs'],
      race.contenders.map((runs) => [
        runs.name,
        seconds(median(answerTimes(runs))),
        spreadText(runs.wall),
        seconds(median(runs.cpu)),
        rough(speedOf(race, runs)),
        rough(race.transitions / median(runs.wall)),
        bytes(median(runs.peak)),
        bytesPerState(race, runs).toFixed(1),
        String(runs.wall.length),
      ]),
      ['left'],
    ),
    '',
    `Load before it: ${race.load}.`,
    '',
  ];
}

function spreadText(values: Runs['wall']): string {
  const { median, least, most } = spreadOf(values);
  return values.length === 1 ? seconds(median) : `${seconds(median)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}

function storeLines({ words, capacity, operations, loops, load }: StoreFigures): string[] {
  return [
    '## The store alone',
    '',
    `One thread puts ${rough(operations)} random states of ${words} words into a table of ${bytes(capacity * words * 4)}, in batches, and then asks for them again. The plain loops read and write`,
    'as many random places of the same memory and do nothing else: they show what the machine gives.',
    '',
    ...table(
      ['', 'a second', 'time', 'runs'],
      loops.map(({ name, seconds: took }) => [name, rough(operations / median(took)), spreadText(took), String(took.length)]),
      ['left'],
    ),
    '',
    `Load before it: ${load}.`,
    '',
  ];
}

function scaleLines({ workers, steps }: ScaleFigures): string[] {
  return [
    '## Scale',
    '',
    `Counters that go up one at a time, from 0 to 9 each: n of them have 10^n states, and every count is checked against its closed form. ${counted(workers, 'worker')}; what is`,
    'checked of every state and every step are a property of steps, a witness and deadlock freedom.',
    '',
    ...table(
      ['states', 'transitions', 'whole command', 'exploration', 'states/s', 'transitions/s', 'peak', 'bytes/state', 'runs', 'load before'],
      steps.map(({ states, transitions, wall, explore, peak, load }) => [
        count(states),
        count(transitions),
        seconds(median(wall)),
        spreadText(explore),
        rough(states / median(explore)),
        rough(transitions / median(explore)),
        bytes(median(peak)),
        (median(peak) / states).toFixed(1),
        String(wall.length),
        String(load),
      ]),
    ),
    '',
    'The rates are those of the exploration, without the start of the program.',
    '',
    '![Time and memory over the number of states](scale.svg)',
    '',
  ];
}

function conditionLines({ races, store, scale }: BenchRecord): string[] {
  const measured: readonly (readonly [string, Conditions])[] = [
    ...races.map((race) => [titleOf(race), race.conditions] as const),
    ...(store === null ? [] : [['the store', store.conditions] as const]),
    ...(scale === null ? [] : [['scale', scale.conditions] as const]),
  ];
  const kinds = [...new Set(measured.map(([, conditions]) => JSON.stringify(conditions)))];
  return [
    '## Measured where, and with what',
    '',
    ...table(
      ['what', 'machine', 'node', 'commit', 'explore', 'SPIN', 'Rumur', 'gcc'],
      kinds.map((kind) => {
        const { machine, versions, commit } = JSON.parse(kind) as Conditions;
        const what = kinds.length === 1 ? 'everything' : measured.flatMap(([name, conditions]) => (JSON.stringify(conditions) === kind ? [name] : [])).join(', ');
        const installed = [versions.spin, versions.rumur, versions.gcc].map((version) => version ?? 'not installed');
        return [what, `${machine.processor}, ${counted(machine.cores, 'core')}, ${bytes(machine.memory)}, ${machine.kernel}`, versions.node, commit, versions.explore, ...installed];
      }),
      Array(8).fill('left'),
    ),
    '',
    'A `+` at a commit says that files had been changed since.',
    '',
  ];
}

/** Columns that are not said to be texts, to the left, are numbers, to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[], align: readonly 'left'[] = []): string[] {
  const isText = (column: number) => align[column] === 'left';
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => (isText(column) ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)];
}
