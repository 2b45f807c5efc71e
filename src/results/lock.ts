/**
 * One writer per folder. The lock is a file that appears whole (a link to a file that was written before) and names its
 * holder. That of a process which is gone is taken over, under a lock of its own, so that of two that want to do so one does.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { UserError } from '../errors.js';
import { notWritten } from './write-whole.js';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system counts; null where it does not tell. A number of a process may be given out again. */
  readonly began: string | null;
  readonly since: string;
}

/** Locks; returns what unlocks. Throws a UserError while somebody else holds it. */
export function lock(path: string): () => void {
  const me: Holder = { pid, host: hostname(), began: beganOf(pid), since: new Date().toISOString() };
  const unlock = () => rmSync(path, { force: true });
  for (;;) {
    const holder = take(path, me);
    if (holder === null) return unlock;
    if (isAlive(holder)) throw held(path, holder);
    const release = lock(`${path}.next`);
    try {
      // Somebody may have taken it over, or returned it, before the lock on doing so was ours.
      const now = readHolder(path);
      if (now !== null && now.pid === holder.pid && now.began === holder.began && now.host === holder.host) {
        replace(path, me);
        return unlock;
      }
    } finally {
      release();
    }
  }
}

/** Null: it is ours now. */
function take(path: string, me: Holder): Holder | null {
  const own = written(path, me);
  try {
    for (;;) {
      try {
        linkSync(own, path);
        return null;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw notWritten(path, error);
      }
      const holder = readHolder(path);
      if (holder !== null) return holder;
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function replace(path: string, me: Holder): void {
  renameSync(written(path, me), path);
}

function written(path: string, me: Holder): string {
  const own = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  try {
    writeFileSync(own, JSON.stringify(me), { flag: 'wx' });
  } catch (error) {
    rmSync(own, { force: true });
    throw notWritten(path, error);
  }
  return own;
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new UserError(`the lock ${path} cannot be read`, [['to do', 'remove it, if no other night is under way']]);
  }
}

/** On another machine nobody can say: whoever knows may remove the file. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    // The signal 0 ends nothing: it asks whether the process is there.
    kill(holder.pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  return holder.began === null || holder.began === beganOf(holder.pid);
}

function beganOf(process: number): string | null {
  try {
    // The name of the program, in brackets, may hold anything: count from behind it. The start is field 22, the state field 3.
    const fields = readFileSync(`/proc/${process}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    // Nobody has to wait for the dead who are not buried yet.
    return fields[0] === 'Z' ? 'never' : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function held(path: string, { pid: process, host, since }: Holder): UserError {
  return new UserError('another night is under way in this folder', [
    ['found', `process ${process} on ${host}, since ${since}`],
    ['to do', 'wait for it, or give another folder: --results DIR'],
    ['or', `if you know that it is gone, remove ${path}`],
  ]);
}
