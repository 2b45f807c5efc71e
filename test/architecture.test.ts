/** The tree is the data flow: who may import whom, and what only one file knows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Imports point to the left. `src/README.md` shows the same line. */
const stages = [
  'errors',
  'immutable',
  'style',
  'threads',
  'spec',
  'catalog',
  'model',
  'layout',
  'tables',
  'store',
  'explore',
  'liveness',
  'trace',
  'verdict',
  'explain',
  'graph',
  'diff',
  'validate',
  'simulate',
  'report',
  'results',
  'check',
  'nightly',
  'web',
  'cli',
];

/** Stages beside the line: what they may import, and by whom in the source they may be imported. */
const beside: Readonly<Record<string, { readonly imports: readonly string[]; readonly importedBy: readonly string[] }>> = {
  reference: { imports: ['errors', 'immutable', 'spec', 'model'], importedBy: ['nightly'] },
  // What test suites and programs import; the command line does without.
  suite: { imports: ['errors', 'catalog', 'verdict', 'trace', 'report', 'check'], importedBy: [] },
};

/** What only some places may do. A place is a file, or a folder when it ends with a slash. */
const reserved: readonly { readonly what: string; readonly uses: (file: SourceFile) => boolean; readonly only: readonly string[] }[] = [
  { what: 'Piscina', uses: imports('piscina'), only: ['src/threads.ts'] },
  { what: 'threads', uses: imports('node:worker_threads'), only: ['src/threads.ts', 'src/explore/'] },
  { what: 'Immutable', uses: imports('immutable'), only: ['src/immutable.ts', 'src/spec/values.ts', 'src/reference/reference.ts'] },
  { what: 'the command line', uses: imports('yargs'), only: ['src/cli/'] },
  // The other two write tests for their users.
  { what: 'a test runner', uses: imports('vitest'), only: ['src/suite/vitest.ts', 'src/report/regression-test.ts', 'src/report/starter.ts'] },
  { what: 'compiling specs', uses: imports('esbuild'), only: ['src/catalog.ts'] },
  { what: 'the network', uses: imports('node:http'), only: ['src/web/'] },
  { what: 'Graphviz', uses: imports('@hpcc-js/wasm-graphviz'), only: ['src/web/drawing.ts', 'src/report/graph-svg.ts'] },
  { what: 'ending the process', uses: matches(/\bprocess\.(exit|exitCode|abort|kill)\b/), only: ['src/cli/main.ts'] },
  // The worker sends what a spec prints out of the way of the results.
  { what: 'standard output and error', uses: matches(/\bprocess\.(stdout|stderr)\b|\bconsole\./), only: ['src/cli/', 'src/explore/worker.ts'] },
  // The catalogue writes what it compiles into a private temporary folder.
  {
    what: 'writing files',
    uses: matches(/^import (\{[^}]*\b(write|append|rename|copy|cp|mkdir|mkdtemp|rm|rmdir|unlink|truncate|symlink|link|createWriteStream)(File)?(Sync)?\b[^}]*\}|\w+|\* as \w+) from 'node:fs/m),
    only: ['src/results/', 'src/catalog.ts'],
  },
  { what: 'the folder of results', uses: matches(/['"`/]results\/(runs|nightly|bench|counterexamples)/), only: ['src/results/'] },
  { what: 'the specs', uses: ({ targets }) => targets.some((target) => target.startsWith('specs/')), only: ['src/catalog.ts'] },
  // The workers would load it all: nothing in the source goes through the package's own door. A spec for its users does, as text.
  { what: 'the package by its own name', uses: imports('explore'), only: ['src/report/starter.ts'] },
];

interface SourceFile {
  /** From the root of the repository: `src/spec/index.ts`. */
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  /** Files of this repository that it imports, types too. */
  readonly targets: readonly string[];
  /** Names of packages that it imports. */
  readonly packages: readonly string[];
}

const source = filesBelow('src');

describe('src', () => {
  test('every file belongs to a stage', () => {
    expect([...new Set(source.map(({ path }) => stageOf(path)))].sort()).toEqual([...stages, ...Object.keys(beside)].sort());
  });

  test('imports point to the left', () => {
    expect(crossings().flatMap(({ from, to, path, target }) => (mayImport(from, to) ? [] : [`${path} imports ${target}`]))).toEqual([]);
  });

  test('a stage is entered through its door', () => {
    expect(crossings().flatMap(({ to, path, target }) => (doorsOf(to).includes(target) ? [] : [`${path} imports ${target}, which lies behind a door`]))).toEqual([]);
  });

  test('no file is imported by what it imports', () => {
    expect(cycle(source)).toEqual([]);
  });

  test.each(reserved)('$what: one place knows it', ({ uses, only }) => {
    const strangers = source.filter((file) => uses(file) && !only.some((place) => (place.endsWith('/') ? file.path.startsWith(place) : file.path === place)));
    expect(strangers.map(({ path }) => path)).toEqual([]);
    // A rule about something that nobody does any more is a rule to be removed.
    for (const place of only) expect(existsSync(join(root, place)), place).toBe(true);
  });

  test('its README shows the same line', () => {
    expect(readFileSync(join(root, 'src/README.md'), 'utf8')).toContain(stages.join(' < '));
  });
});

describe('specs', () => {
  const specs = filesBelow('specs');

  test('a spec imports the language, Immutable, and its own files', () => {
    const foreign = specs.flatMap(({ path, targets, packages }) => {
      const own = path === 'specs/index.ts' ? 'specs/' : `specs/${path.split('/')[1]}/`;
      return [...packages.filter((name) => name !== 'explore' && name !== 'immutable'), ...targets.filter((target) => !target.startsWith(own))].map((name) => `${path} imports ${name}`);
    });
    expect(foreign).toEqual([]);
  });

  test('no file is imported by what it imports', () => {
    expect(cycle(specs)).toEqual([]);
  });
});

test('no folder is a drawer for what belongs nowhere', () => {
  const drawers = ['src', 'specs', 'test'].flatMap(foldersBelow).filter((path) => /(^|\/)(utils?|common|helpers?|types?|misc|shared|lib)$/.test(path));
  // Type tests are about types.
  expect(drawers).toEqual(['test/types']);
});

test('the rules see what they are meant to see', () => {
  const read = (code: string) => parse('src/spec/index.ts', code);
  expect(read("import type { A } from '../errors.js';").targets).toEqual(['src/errors.ts']);
  expect(read("export {\n  a,\n  type B,\n} from './domain.js';").targets).toEqual(['src/spec/domain.ts']);
  expect(read("import '../check.js';\nconst x = await import('./match.js');\ntype Y = import('./schema.js').Schema<0>;").targets).toEqual(['src/check.ts', 'src/spec/match.ts', 'src/spec/schema.ts']);
  expect(read("// import x from '../check.js';\n/* import y from '../check.js'; */\nconst text = \"import('./check.js')\";").targets).toEqual([]);
  expect(read("import { Piscina } from 'piscina';\nimport { resolve } from 'node:path';\nimport a from '@scope/name/deep';").packages).toEqual(['piscina', 'node:path', '@scope/name']);
  expect(cycle([file('a', 'b'), file('b', 'c'), file('c', 'b'), file('d', 'a')])).toEqual(['b', 'c', 'b']);
  expect(cycle([file('a', 'b', 'c'), file('b', 'c'), file('c')])).toEqual([]);
  expect([
    mayImport('model', 'spec'),
    mayImport('spec', 'model'),
    mayImport('reference', 'model'),
    mayImport('reference', 'store'),
    mayImport('nightly', 'reference'),
    mayImport('cli', 'reference'),
  ]).toEqual([true, false, true, false, true, false]);
});

function file(path: string, ...targets: string[]): SourceFile {
  return { path, code: '', targets, packages: [] };
}

/** Imports from one stage into another. */
function crossings() {
  return source.flatMap(({ path, targets }) =>
    targets.filter((target) => target.startsWith('src/') && stageOf(target) !== stageOf(path)).map((target) => ({ path, target, from: stageOf(path), to: stageOf(target) })),
  );
}

function mayImport(from: string, to: string): boolean {
  if (from in beside) return beside[from]?.imports.includes(to) === true;
  if (to in beside) return beside[to]?.importedBy.includes(from) === true;
  return stages.indexOf(to) >= 0 && stages.indexOf(to) < stages.indexOf(from);
}

/** A folder's index.ts; of a folder without one the file that bears its name; of a stage that is one file, that file. */
function doorsOf(stage: string): readonly string[] {
  const doors = [`src/${stage}.ts`, `src/${stage}/index.ts`, `src/${stage}/${stage}.ts`].filter((path) => existsSync(join(root, path)));
  return doors.slice(0, 1);
}

/** `src/spec/domain.ts` belongs to `spec`, `src/errors.ts` to `errors`. */
function stageOf(path: string): string {
  return (path.split('/')[1] as string).replace(/\.ts$/, '');
}

/** The files of a circle of imports, the first of them again at the end; empty when there is none. */
function cycle(files: readonly SourceFile[]): readonly string[] {
  const targets = new Map(files.map((each) => [each.path, each.targets]));
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): readonly string[] => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const target of targets.get(path) ?? []) {
      const found = visit(target, [...way, path]);
      if (found.length > 0) return found;
    }
    done.add(path);
    return [];
  };
  for (const { path } of files) {
    const found = visit(path, []);
    if (found.length > 0) return found;
  }
  return [];
}

function filesBelow(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
    .map((path) => parse(path, readFileSync(join(root, path), 'utf8')));
}

function foldersBelow(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function parse(path: string, text: string): SourceFile {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
  // Static imports begin a line; the others may stand anywhere but in a text.
  const statics = Array.from(code.matchAll(/^(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*'([^'\n]+)'/gm), ([, name]) => name as string);
  const others = Array.from(code.replace(/"(?:[^"\\\n]|\\.)*"/g, '""').matchAll(/\bimport\('([^'\n]+)'\)/g), ([, name]) => name as string);
  const names = [...statics, ...others];
  return {
    path,
    code,
    targets: names.filter((name) => name.startsWith('.')).map((name) => join(dirname(path), name).replace(/\.js$/, '.ts')),
    packages: names
      .filter((name) => !name.startsWith('.'))
      .map((name) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.startsWith('node:') ? name : (name.split('/')[0] as string))),
  };
}

function imports(name: string): (file: SourceFile) => boolean {
  return ({ packages }) => packages.includes(name);
}

/** Whether the code of a file matches. */
function matches(pattern: RegExp): (file: SourceFile) => boolean {
  return ({ code }) => pattern.test(code);
}
