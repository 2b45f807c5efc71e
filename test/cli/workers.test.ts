/** Whatever the number of workers, the same bytes: counts, verdicts, traces. Only times, memory, misses, and who found a state first may differ. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRunDocument } from '../../src/report/index.js';
import { cli, fixture, folder, shell } from '../support/run-cli.js';

test.each([
  ['a violation', ['--spec', fixture('airlock'), '--variant', 'no-interlock', '--param', 'doors=8', '--continue'], 1],
  ['a search that ends with the first violation', ['--spec', fixture('endless'), '--param', 'limit=9'], 1],
  ['a bound on the depth', ['--spec', fixture('endless'), '--max-depth', '7'], 3],
  ['a bound on the states', ['--spec', fixture('endless'), '--max-states', '30000'], 3],
  ['a protocol', ['--spec', 'vgic-hw', '--variant', 'sync-clears-active', '--continue'], 1],
] as const)('%s', async (_, args, exit) => {
  const [one, two] = [await runWith('1'), await runWith('2')];
  expect(one.code).toBe(exit);
  expect(two).toEqual(one);

  async function runWith(workers: string) {
    const trace = join(folder(), 'trace.json');
    const { code, stdout } = await cli([...args, '--workers', workers, '--quiet', '--json', '-', '--trace', trace]);
    const { spec, variant, parameters, ending, conclusion, properties, warnings, counts, actions } = await readRunDocument('the document', stdout);
    const taken = actions.map(({ discovered: _, ...rest }) => rest);
    return { code, document: JSON.stringify([spec, variant, parameters, ending, conclusion, properties, warnings, counts, taken]), trace: readFileSync(trace, 'utf8') };
  }
});

// A memory of WebAssembly reserves more addresses than this; the search then does without.
test('a machine that gives few addresses', async () => {
  const line = `explore --spec ${fixture('airlock')} --variant no-interlock --param doors=8 --continue --quiet --json -`;
  const [all, few] = [await shell(line), await shell(`ulimit -v 6000000; ${line}`)];
  expect(few.code).toBe(1);
  const [first, second] = [await readRunDocument('the document', all.stdout), await readRunDocument('the document', few.stdout)];
  expect([second.conclusion, second.counts, second.properties]).toEqual([first.conclusion, first.counts, first.properties]);
});
