/** `npm run reference`: writes dist/REFERENCE.md, which the package contains; fails when something that is exported has no docstring. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { publicInterface } from './interface.js';
import { referencePage, undocumented } from './reference.js';

const folder = process.cwd();
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
const doors = publicInterface(folder);
const missing = undocumented(doors);
if (missing.length > 0) {
  console.error(`exported without a docstring:\n${missing.map((name) => `  ${name}`).join('\n')}`);
  process.exitCode = 1;
}
writeFileSync(join(folder, 'dist/REFERENCE.md'), referencePage(doors, version));
