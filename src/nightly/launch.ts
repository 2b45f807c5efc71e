/**
 * A run in a process of its own: whatever happens to it, the night goes on. The child is the ordinary command line, so each
 * run can be repeated by hand. It writes no file: the document comes over standard output, and this side keeps it.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';

export interface Launched {
  /** The exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  /** The last part of it, if it is long. */
  readonly stderr: string;
  /** It did not end by itself within its time. */
  readonly hung: boolean;
  /** Seconds. */
  readonly wall: number;
}

export interface LaunchOptions {
  /** Seconds after which it is stopped from outside. */
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

export type Launch = (args: readonly string[], options: LaunchOptions) => Promise<Launched>;

/** The last lines of a log: what a process says before it fails. */
export function lastWords(stderr: string): string {
  return stderr.trim().split('\n').slice(-8).join('\n');
}

/** Starts the command line whose entry is `main`; `env` is added to the environment. */
export function launcher(main: string, env: Readonly<Record<string, string>> = { NO_COLOR: '1' }): Launch {
  return (args, { patience, signal }) =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      // Over the channel the child notices that this process is gone, however it went, and does not go on for nobody.
      const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, ...env } });
      const output = { stdout: '', stderr: '' };
      let hung = false;
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        output.stdout += text;
      });
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        output.stderr = (output.stderr + text).slice(-mostKept);
      });
      const stop = () => void child.kill('SIGKILL');
      const timer = setTimeout(
        () => {
          hung = true;
          stop();
        },
        Math.min(patience * 1000, 2 ** 31 - 1),
      );
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted === true) stop();
      child.on('error', reject);
      child.on('close', (code, by) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        resolve({ code, signal: by, ...output, hung, wall: (performance.now() - begun) / 1000 });
      });
    });
}

/** Characters of a log: what a run says last matters most. */
const mostKept = 2 ** 20;
