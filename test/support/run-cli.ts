/** Runs the built command line in a process of its own, as a user's shell does. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** What is left of a process when it has ended. */
export interface Ended {
  /** The exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to an environment that says nothing about colours. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard error matches. */
  until(pattern: RegExp): Promise<void>;
}

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built entry of the command line. */
export const main = join(root, 'dist/src/cli/main.js');

/** The path of a spec of `test/fixtures`, as a user in the project's folder types it. */
export function fixture(name: string): string {
  return `test/fixtures/${name}.ts`;
}

/** Runs `explore` with these arguments to its end, from the project's folder. */
export function cli(args: readonly string[], options?: RunOptions): Promise<Ended> {
  return launch(process.execPath, [main, ...args], options).ended;
}

/** Starts `explore` with these arguments; to be called by a test. */
export function start(args: readonly string[], options?: RunOptions): Running {
  const running = launch(process.execPath, [main, ...args], options);
  // A test that fails leaves no process behind that goes on exploring.
  onTestFinished(() => void running.child.kill('SIGKILL'));
  return running;
}

/** Runs a line of shell in which `explore` is the built command line. */
export function shell(line: string, options?: RunOptions): Promise<Ended> {
  return launch('bash', ['-c', `explore() { "${process.execPath}" "${main}" "$@"; }; ${line}`], options).ended;
}

/** A folder for this test's files, removed after it. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'explore-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An output without what differs from run to run and from machine to machine: times, rates, sizes, and where the project lies. */
export function steady(text: string): string {
  return text
    .replaceAll(root, '<project>/')
    .replace(/^( +(?:time|memory|tables) +)(.*)$/gm, (_, lead: string, figures: string) => lead + figures.replace(/\d[\d,.]*(?: (?:[kMG]|ms|s|min|h|bytes|[KMG]iB)\b)?/g, '#'));
}

/** Starts a program, without what this process says about colours; its output is kept. */
export function launch(command: string, args: readonly string[], { cwd = root, env = {} }: RunOptions = {}): Running {
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_OPTIONS: ___, COLUMNS: ____, ...inherited } = process.env;
  const options: SpawnOptions = { cwd, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 55_000, killSignal: 'SIGKILL' };
  const child = spawn(command, args, options);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name]?.setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  const until = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(output.stderr) && resolve();
      child.stderr?.on('data', look);
      child.on('close', () => reject(new Error(`ended before it said ${pattern}:\n${output.stdout}${output.stderr}`)));
      look();
    });
  return { child, ended, until };
}
