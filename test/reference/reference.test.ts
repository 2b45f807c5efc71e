/** Nothing is exported without a docstring, and the page tells all that is exported. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as language from '../../src/spec/index.js';
import * as suite from '../../src/suite/index.js';
import { folder, root } from '../support/run-cli.js';
import { publicInterface } from './interface.js';
import { referencePage, undocumented } from './reference.js';

const doors = publicInterface(root);

test('everything that is exported has a docstring', () => {
  expect(undocumented(doors)).toEqual([]);
});

test('the page tells every value that a program can import', () => {
  expect(doors.map(({ name }) => name)).toEqual(['explore', 'explore/check', 'explore/vitest']);
  const values = (name: string) => doors.find((door) => door.name === name)?.exports.flatMap((each) => (each.kind === 'value' ? [each.name] : []));
  expect(values('explore')).toEqual(Object.keys(language).sort());
  expect(values('explore/check')).toEqual(Object.keys(suite).sort());
  const page = referencePage(doors, '1.2.3');
  for (const name of [...Object.keys(language), ...Object.keys(suite), 'ModelMatchers', 'ActionDefinition', 'InvariantDefinition']) expect(page).toContain(`\n### ${name}\n\n`);
  // A declaration stands there without its body, with the docstrings of its members.
  expect(page).toContain('### range\n\n');
  expect(page).toContain('function range(low: number, high: number): Domain<number>\n```');
  expect(page).toContain("  /** Seconds. Default: no limit; in a matcher, what is left of the test's own time. */\n  readonly timeLimit?: number;");
});

test('what has none is named', () => {
  const place = folder();
  mkdirSync(join(place, 'src'));
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'theirs', type: 'module', exports: { '.': { default: './dist/src/index.js' } } }));
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: { module: 'nodenext' }, include: ['src'] }));
  writeFileSync(join(place, 'src/index.ts'), "/** All of it. */\nexport { bare, type Half, told } from './parts.js';\n");
  writeFileSync(
    join(place, 'src/parts.ts'),
    '/** Is told. */\nexport const told = 1;\nexport function bare(): number {\n  return 2;\n}\n/** Half of it. */\nexport interface Half {\n  /** Is told. */\n  readonly good: number;\n  readonly bad: number;\n}\n',
  );
  const theirs = publicInterface(place);
  expect(undocumented(theirs)).toEqual(['theirs: Half.bad', 'theirs: bare']);
  expect(theirs[0]?.exports.map(({ text }) => text)).toEqual(['interface Half {\n  /** Is told. */\n  readonly good: number;\n  readonly bad: number;\n}', 'function bare(): number', 'const told']);
});
