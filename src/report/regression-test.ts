/**
 * Traces as a Vitest file: each is taken again by the functions of the spec as it is then, with `explore replay`. The test
 * passes as long as the spec allows the run and the run shows what it showed; who mends the spec sees it fail.
 */
import type { Model } from '../model/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { recordedRun, traceFileHead } from './trace-file.js';
import { modelOf, type Origin, outcomeOf, traced } from './traced.js';

export function regressionTest(model: Model, verdicts: readonly PropertyVerdict[], { variant, from }: Origin): string {
  const runs = verdicts.flatMap((verdict) => {
    const told = traced(model, verdict, { variant, from });
    return told === null ? [] : [{ name: `${modelOf(told)}: ${outcomeOf(told)}`, run: recordedRun(model, verdict) }];
  });
  const fields = literal(traceFileHead(model, from, variant))
    .slice(1, -1)
    .trim();
  return `// Written by explore trace --format test. Each test passes as long as the spec allows the run and the run
// shows what it showed: it fails when the spec is mended. A path in spec.from is taken from the working directory.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';

${runs
  .map(
    ({ name, run }) => `test(${quoted(name)}, () => {
  expect(
    replay(${indented(literal(run), 4)}),
  ).toEqual({ status: 0, stderr: '' });
});
`,
  )
  .join('\n')}
/** Takes runs again, by the functions of the spec as it is now. */
function replay(traces: unknown) {
  const model = {
    ${indented(fields, 2)}
  };
  const manifest = createRequire(import.meta.url).resolve('explore/package.json');
  const main = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.explore);
  const { status, stderr } = spawnSync(process.execPath, [main, 'replay', '-'], { input: JSON.stringify({ ...model, traces }), encoding: 'utf8' });
  return { status, stderr };
}
`;
}

/** JSON is JavaScript, but for a name that would be a prototype: no document of explore has it. */
function literal(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function indented(text: string, spaces: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(spaces)}`);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
