/** Finds a spec: by the name it has in `specs/`, or by the path of a module. The only importer of `specs/`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BuildFailure, Message, Plugin } from 'esbuild';
import { type ScaleModel, specs } from '../specs/index.js';
import { type Detail, nearestName, UserError, unknownName } from './errors.js';
import * as language from './spec/index.js';
import { isSpec, type Spec, show } from './spec/index.js';

/** A spec, and where a worker finds it again. */
export interface SpecSource {
  readonly spec: Spec;
  /** The address of a JavaScript module whose default export is the spec, or a function that makes it of `argument`. */
  readonly url: string;
  readonly argument?: string;
}

/** A spec that was found for somebody. */
export interface FoundSpec extends SpecSource {
  /** How it is found again: its name in the catalogue, or the absolute path of its file. */
  readonly from: string;
  /** A checksum of its modules: a spec that was changed has another one. */
  fingerprint(): string;
  /** Removes what was made in order to load it. Nothing of it may be loaded afterwards. */
  dispose(): void;
}

/** The names of the specs that come with the project. */
export function specNames(): string[] {
  return Object.keys(specs);
}

/** The big models of a spec of the catalogue, by name. */
export async function scaleOf(name: string): Promise<Readonly<Record<string, ScaleModel>>> {
  return (await specs[name]?.scale?.())?.scale ?? {};
}

/** The spec with a name of the catalogue, or in a file; what looks like a path is one. */
export async function findSpec(nameOrPath: string): Promise<FoundSpec> {
  if (looksLikePath(nameOrPath)) return loadFile(resolve(nameOrPath));
  const entry = Object.hasOwn(specs, nameOrPath) ? specs[nameOrPath] : undefined;
  if (entry === undefined) throw unknownSpec(nameOrPath);
  const { default: spec } = await entry.load();
  return { spec, url: new URL(`${entry.module}.js`, builtSpecs).href, from: nameOrPath, fingerprint: () => checksumOfFolder(dirname(entry.module)), dispose: () => undefined };
}

/** A spec of the catalogue imports nothing but the language and its own folder. */
function checksumOfFolder(name: string): string {
  const hash = createHash('sha256');
  const folder = fileURLToPath(new URL(name, builtSpecs));
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) if (file.endsWith('.js')) hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

/** Whether somebody who asks for this spec means a file, and not a name of the catalogue. */
export function looksLikePath(text: string): boolean {
  return /[/\\]/.test(text) || /\.[cm]?[jt]s$/.test(text);
}

/**
 * The files that a spec in a file is made of, and those that it asks for although they are not there. Nothing of them is
 * run, and they need not be without mistakes. Rejects with a UserError when the file itself is not there.
 */
export async function filesOf(path: string): Promise<readonly string[]> {
  const file = resolve(path);
  requireFile(file);
  const seen = new Set([file]);
  // What cannot be compiled is told by whoever loads the spec.
  await bundle(file, [filesSeen(seen)]).catch(() => undefined);
  return [...seen];
}

/** Notes the files that are read, and those that might be meant by an import. */
function filesSeen(seen: Set<string>): Plugin {
  return {
    name: 'files-seen',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => {
        seen.add(path);
        return undefined;
      });
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const meant = join(resolveDir, path);
        for (const name of [meant, meant.replace(/js$/, 'ts'), `${meant}.ts`]) seen.add(name);
        return undefined;
      });
    },
  };
}

function unknownSpec(name: string): UserError {
  const { message, details } = unknownName('spec', name, specNames());
  const file = ['', '.ts', '.mts', '.js', '.mjs'].map((ending) => name + ending).find((path) => existsSync(path));
  const advice: Detail = ['to do', file === undefined ? 'a spec of your own is given by the path of its file: --spec ./my-spec.ts' : `if you mean the file, give its path: --spec ./${file}`];
  return new UserError(message, [...details, advice]);
}

// Workers load JavaScript: where this file runs as TypeScript (under a test runner), theirs is the built one.
const built = import.meta.url.endsWith('.ts') ? '../dist/src/' : './';
const builtSpecs = new URL(`${built}../specs/`, import.meta.url);
const builtLanguage = new URL(`${built}spec/index.js`, import.meta.url).href;

/**
 * Loads a spec from a file of its author. The file and what it imports by relative paths become one module in a folder
 * of our own, so that TypeScript needs no build step, and so that the language is found wherever the file lies.
 */
async function loadFile(file: string): Promise<FoundSpec> {
  requireFile(file);
  const code = await bundle(file);
  const { folder, remove } = temporaryFolder();
  try {
    writeModules(folder, code);
    const url = pathToFileURL(join(folder, 'index.mjs')).href;
    const spec = await importSpec(url, file);
    return { spec, url, from: file, fingerprint: () => createHash('sha256').update(code).digest('hex'), dispose: remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A folder of our own, which is removed at the latest when the process ends. */
function temporaryFolder(): { readonly folder: string; remove(): void } {
  let folder: string;
  try {
    folder = mkdtempSync(join(tmpdir(), 'explore-'));
  } catch (error) {
    throw noRoom(error);
  }
  if (folders.size === 0) process.once('exit', removeFolders);
  folders.add(folder);
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
    if (folders.size === 0) process.off('exit', removeFolders);
  };
  return { folder, remove };
}

/** The folders that are still in use. */
const folders = new Set<string>();

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function writeModules(folder: string, code: string): void {
  try {
    writeFileSync(join(folder, 'spec.mjs'), code);
    // Errors are to name the lines of the author's file, in workers too: the map is read when the module is loaded.
    writeFileSync(join(folder, 'index.mjs'), "import process from 'node:process';\nprocess.setSourceMapsEnabled(true);\nconst module = await import('./spec.mjs');\nexport default module.default;\n");
  } catch (error) {
    throw noRoom(error);
  }
}

function noRoom(error: unknown): UserError {
  return new UserError(`a spec file cannot be compiled into the folder for temporary files, ${tmpdir()}`, [
    ['because', error instanceof Error ? error.message : String(error)],
    ['to do', 'make room there, or name another folder in the environment variable TMPDIR'],
  ]);
}

function requireFile(file: string): void {
  let found: Stats | undefined;
  try {
    found = statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new UserError(`the spec file ${file} cannot be read`, [['because', error instanceof Error ? error.message : String(error)]]);
  }
  if (found === undefined) {
    const folder = dirname(file);
    const details: Detail[] = existsSync(folder) ? [] : [['because', `there is no folder ${folder}`]];
    const near = nearestName(basename(file), specNames());
    if (near !== undefined) details.push(['or', `the spec that comes with the project: --spec ${near}`]);
    throw new UserError(`there is no spec file ${file}`, details);
  }
  if (!found.isFile()) {
    throw new UserError(`${file} is not a file`, [['expected', 'the path of a module (.ts, .mts, .js, .mjs) whose default export is a spec']]);
  }
}

/** One JavaScript module of a file and everything that it imports by relative paths. */
async function bundle(file: string, listeners: readonly Plugin[] = []): Promise<string> {
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      // The map names the author's files by absolute paths: the module is moved to a folder that has nothing to do with them.
      sourceRoot: pathToFileURL('/').href,
      absWorkingDir: '/',
      outdir: '/',
      logLevel: 'silent',
      plugins: [...listeners, packages],
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const [first] = error.errors;
    if (first === undefined) throw error;
    throw notCompiled(file, first, error.errors.length);
  }
}

/** Packages are not bundled; each import of one is replaced by its address. The language is always this installation's own. */
const packages: Plugin = {
  name: 'packages',
  setup({ onLoad, onResolve, resolve: find }) {
    // The language's words are listed for the compiler, so that a misspelt one is told with its place.
    onLoad({ filter: /.*/, namespace: 'package' }, () => ({ contents: `export { ${Object.keys(language).join(', ')} } from ${JSON.stringify(builtLanguage)};` }));
    onResolve({ filter: /^[^./]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === 'asked' || importer === '' || path.startsWith('node:') || /^[A-Za-z]:/.test(path)) return undefined;
      if (path === builtLanguage) return { path, external: true };
      if (path === 'explore') return { path, namespace: 'package' };
      const found = await find(path, { importer, kind, resolveDir, pluginData: 'asked' });
      if (found.errors.length === 0) return found.external ? { path: found.path, external: true } : { path: pathToFileURL(found.path).href, external: true };
      if (path === 'immutable') return { path: import.meta.resolve('immutable'), external: true };
      return { errors: found.errors };
    });
  },
};

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function notCompiled(file: string, { text, location }: Message, count: number): UserError {
  const details: Detail[] = [];
  if (location !== null) details.push(['at', `${resolve('/', location.file)}:${location.line}:${location.column + 1}`]);
  details.push(['found', text]);
  if (location !== null && location.lineText.trim() !== '') details.push(['line', near(location.lineText, location.column)]);
  if (count > 1) details.push(['and', `${count - 1} more`]);
  return new UserError(`spec file ${file} cannot be compiled`, details);
}

/** A line that somebody wrote, or what is around a column of one that is too long for that. */
function near(line: string, column: number): string {
  const width = 160;
  const begin = Math.max(0, Math.min(column - width / 2, line.length - width));
  return `${begin > 0 ? '…' : ''}${line.slice(begin, begin + width).trim()}${begin + width < line.length ? '…' : ''}`;
}

async function importSpec(url: string, file: string): Promise<Spec> {
  let exported: unknown;
  try {
    exported = ((await import(url)) as { readonly default: unknown }).default;
  } catch (error) {
    throw failedToLoad(file, error);
  }
  if (isSpec(exported)) return exported;
  throw new UserError(`spec file ${file} is not a spec`, [
    [
      'found',
      exported === undefined
        ? 'no default export'
        : `a default export that is ${typeof exported === 'object' && exported !== null ? `an object with ${Object.keys(exported).slice(0, 8).join(', ') || 'nothing in it'}` : show(exported)}`,
    ],
    ['expected', 'export default spec({ name, about, state, initial, actions, properties })'],
  ]);
}

/** Whatever a module throws while it is loaded is its author's fault. */
function failedToLoad(file: string, error: unknown): UserError {
  const headline = `spec file ${file} cannot be loaded`;
  if (!(error instanceof Error)) return new UserError(headline, [['because', `it throws ${show(error)}`]]);
  const own = error.name === 'UserError';
  const details: Detail[] = [['because', own ? error.message : `it throws ${error.name}: ${error.message.replaceAll(builtLanguage, 'explore')}`]];
  if ('details' in error && Array.isArray(error.details)) details.push(...(error.details as readonly Detail[]));
  const place = placeOf(error, file);
  if (place !== undefined) details.push(['at', place]);
  return new UserError(headline, details);
}

/** The innermost place in the author's own files, as the source map tells it; the fault may have shown itself in the language, below. */
function placeOf(error: Error, file: string): string | undefined {
  const places = (error.stack ?? '').split('\n').flatMap((line) => /^\s+at (?:.*\()?(?:file:\/\/)?(\/.*:\d+:\d+)\)?$/.exec(line)?.[1] ?? []);
  return places.find((place) => place.startsWith(`${file}:`)) ?? places.find((place) => place.startsWith(`${dirname(file)}/`));
}
