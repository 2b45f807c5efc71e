/** Runs a command as a process of its own, and looks at what it takes. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface Measured {
  readonly stdout: string;
  /** Seconds from the start to the end, as one waits for it. */
  readonly wall: number;
  /** Seconds of processor time of all threads, as last seen: a few milliseconds are missing. */
  readonly cpu: number;
  /** Bytes of memory at the peak (the system's own mark of it); 0 where the system has no /proc. */
  readonly peak: number;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** How it is to end; 0 if nothing else is said. */
  readonly code?: number;
}

/** Rejects when the command fails, with what it said. */
export function measure({ file, args, folder, code: wanted = 0 }: Command): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(file, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    let seen = { cpu: 0, peak: 0 };
    const look = () => {
      seen = lookAt(child.pid) ?? seen;
      // Closely at first, as short runs end soon; rarely later, so that looking costs nothing.
      timer = setTimeout(look, performance.now() - begun < 2000 ? 5 : 50);
    };
    let timer = setTimeout(look, 5);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${file} cannot be run: ${error.message}`));
    });
    let wall = 0;
    child.on('exit', () => {
      wall = (performance.now() - begun) / 1000;
      clearTimeout(timer);
    });
    child.on('close', (code, signal) => {
      if (code === wanted) resolve({ stdout, wall, ...seen });
      else reject(new Error(`${[file, ...args].join(' ')} ended with ${signal ?? `exit code ${code}`}:\n${stdout.slice(-2000)}${stderr.slice(-2000)}`));
    });
  });
}

function lookAt(pid: number | undefined): { readonly cpu: number; readonly peak: number } | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold anything; the third field follows it.
    const [utime, stime] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    return peak === undefined ? null : { peak: 1024 * Number(peak), cpu: (Number(utime) + Number(stime)) / ticks };
  } catch {
    // It has just ended, or there is no /proc.
    return null;
  }
}

/** Linux counts the processor time of a process in hundredths of a second, whatever its own clock does. */
const ticks = 100;
