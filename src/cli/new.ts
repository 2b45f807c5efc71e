/** `explore new NAME`: a spec to begin with, and its test. */
import { lstatSync } from 'node:fs';
import { UserError } from '../errors.js';
import { starterSpec, starterTest, starterText } from '../report/index.js';
import { writeNew } from '../results/index.js';
import type { NewArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export function runNew({ name }: NewArguments, { out }: Terminal): number {
  requireName(name);
  const files = [
    { path: `${name}.ts`, text: starterSpec(name) },
    { path: `${name}.test.ts`, text: starterTest(name) },
  ];
  const there = files.filter(({ path }) => lstatSync(path, { throwIfNoEntry: false }) !== undefined);
  if (there.length > 0) {
    throw new UserError(`${there.map(({ path }) => path).join(' and ')} would be overwritten`, [['to do', 'choose another name, or another folder; nothing was written']]);
  }
  for (const { path, text } of files) writeNew(path, text);
  out.write(starterText(name));
  return exitCodes.holds;
}

/** A spec is called as its file is, so the name must be one of a spec. */
function requireName(name: string): void {
  if (/^[a-z][a-z0-9-]*$/.test(name)) return;
  const near = name
    .replace(/^.*[/\\]|\.[cm]?[jt]s$/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  throw new UserError(`a spec cannot be called "${name}"`, [
    ...(near === '' ? [] : ([['nearest', `"${near}"`]] as const)),
    ['expected', 'lower-case letters, digits and hyphens, such as two-locks; the files are made in the folder in which you are'],
  ]);
}
