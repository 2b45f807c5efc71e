/** A search that was kept and resumed ends as if it had never stopped; a checkpoint that is not what was written is refused. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type CheckOptions, check } from '../../src/check.js';
import { type CheckpointRequest, createCheckpoint, openCheckpoint } from '../../src/results/index.js';
import counters from '../support/counters.js';
import { toldBy } from '../support/told-by.js';

const source = { spec: counters, url: new URL('../../dist/test/support/counters.js', import.meta.url).href };
const parameters = { counters: 4, top: 12, bad: 7 };
const request: CheckpointRequest = { from: 'counters', fingerprint: 'f', variant: null, parameters, properties: null, until: 'exhaustion' };
const options: CheckOptions = { parameters, until: 'exhaustion', together: 0 };

const root = mkdtempSync(join(tmpdir(), 'explore-test-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, String(folders++));

/** A folder with a search that a bound ended. */
async function kept(workers = 1, maxDepth = 20): Promise<string> {
  const folder = newFolder();
  await check(source, { ...options, workers, maxDepth, keeper: createCheckpoint(folder, '1.0.0', request, 0) });
  return folder;
}

async function resume(folder: string, more: CheckOptions = {}) {
  const { kept, keeper, request } = await openCheckpoint(folder, '1.0.0');
  return check(source, { parameters: request.parameters, until: request.until, together: 0, kept, keeper: keeper(0), ...more });
}

test.each([
  [1, 1],
  [1, 2],
  [2, 1],
])('a search by %i worker(s) that is resumed by %i tells what one that never stopped tells', async (before, after) => {
  const whole = toldBy(await check(source, { ...options, workers: 1 }));
  const folder = await kept(before);
  expect(toldBy(await resume(folder, { workers: after }))).toEqual(whole);
});

test('it can be kept and resumed again and again', async () => {
  const whole = toldBy(await check(source, { ...options, workers: 1 }));
  const folder = await kept();
  for (const maxDepth of [23, 30, 31]) expect((await resume(folder, { workers: 1, maxDepth })).counts.depth).toBe(maxDepth);
  expect(toldBy(await resume(folder, { workers: 1 }))).toEqual(whole);
});

test('what was appended before a search was killed is left out', async () => {
  const whole = toldBy(await check(source, { ...options, workers: 1 }));
  const folder = await kept();
  appendFileSync(join(folder, 'states'), 'half a level');
  expect(toldBy(await resume(folder, { workers: 1 }))).toEqual(whole);
});

test('a folder that is in use is not overwritten', async () => {
  const folder = await kept();
  expect(() => createCheckpoint(folder, '1.0.0', request, 0)).toThrow(/not empty/);
});

test('a budget that has no room for what was kept is refused', async () => {
  await expect(resume(await kept(1, 27), { workers: 1, memory: 150_000 })).rejects.toThrow(/memory allowed is too small/);
});

test('another version of explore, another kind of file, and no file are refused', async () => {
  const folder = await kept();
  await expect(openCheckpoint(folder, '1.0.1')).rejects.toThrow(/written by another version/);
  const path = join(folder, 'checkpoint.json');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('"version":4', '"version":3'));
  await expect(openCheckpoint(folder, '1.0.0')).rejects.toThrow(/cannot be read/);
  writeFileSync(path, '{}');
  await expect(openCheckpoint(folder, '1.0.0')).rejects.toThrow(/cannot be read/);
  await expect(openCheckpoint(newFolder(), '1.0.0')).rejects.toThrow(/holds no checkpoint/);
});

test('damage to any byte of the document is noticed', async () => {
  const folder = await kept();
  const path = join(folder, 'checkpoint.json');
  const bytes = readFileSync(path);
  for (let at = 0; at < bytes.length; at += 7) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] as number) ^ 1;
    writeFileSync(path, damaged);
    await expect(openCheckpoint(folder, '1.0.0'), `byte ${at}`).rejects.toThrow(/damaged|cannot be read|another version/);
  }
});

test('damage to any byte of the states is noticed, and states that are missing', async () => {
  const folder = await kept();
  const size = statSync(join(folder, 'states')).size;
  for (const at of [0, 1, Math.floor(size / 2), size - 1]) {
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    const bytes = readFileSync(join(copy, 'states'));
    bytes[at] = (bytes[at] as number) ^ 8;
    writeFileSync(join(copy, 'states'), bytes);
    await expect(resume(copy, { workers: 1 }), `byte ${at} of ${size}`).rejects.toThrow(/damaged/);
  }
  truncateSync(join(folder, 'states'), size - 4);
  await expect(resume(folder, { workers: 1 })).rejects.toThrow(/damaged/);
});
