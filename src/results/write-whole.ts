import { randomUUID } from 'node:crypto';
import { accessSync, closeSync, constants, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Detail, UserError } from '../errors.js';

/**
 * Writes a file whole, or not at all: under another name in the same folder first, which then becomes the file's. What
 * lay there before is lost only when all of the new text is safe.
 */
export function writeWhole(path: string, text: string): void {
  try {
    const target = destination(path);
    if (target.kind === 'device') writeText(target.path, 'w', text);
    else replaceFile(target.path, text);
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** Writes a file that is not there yet: nothing is ever replaced. */
export function writeNew(path: string, text: string): void {
  try {
    writeText(path, 'wx', text);
  } catch (error) {
    throw notWritten(path, error);
  }
}

function replaceFile(path: string, text: string): void {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.unfinished`);
  try {
    writeText(unfinished, 'wx', text);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Complains about a file that cannot be written, before the work is done whose result is to lie there. */
export function requireWritable(path: string): void {
  try {
    const target = destination(path);
    accessSync(target.kind === 'device' ? target.path : dirname(target.path), constants.W_OK);
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** Where a text is to go: what a link points at; a device or a pipe is written to, and not replaced. */
function destination(path: string): { readonly kind: 'file' | 'device'; readonly path: string } {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { kind: 'file', path: resolve(path) };
  if (found.isDirectory()) throw new UserError(`${path} cannot be written`, [['because', 'it is a folder']]);
  return { kind: found.isFile() ? 'file' : 'device', path: realpathSync(path) };
}

function writeText(path: string, flags: 'w' | 'wx', text: string): void {
  const file = openSync(path, flags);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    if (flags === 'wx') fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function notWritten(path: string, error: unknown): Error {
  if (error instanceof UserError || !(error instanceof Error) || !('code' in error)) return error instanceof Error ? error : new Error(String(error));
  const reasons: { readonly [code: string]: string } = {
    EEXIST: 'it is there already',
    ENOENT: `there is no folder ${dirname(resolve(path))}`,
    ENOTDIR: `${dirname(resolve(path))} is not a folder`,
    EACCES: 'you have no permission to write there',
    EPERM: 'you have no permission to write there',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EFBIG: 'the system allows no file of that size',
    EDQUOT: 'your quota of the disk is used up',
  };
  const details: Detail[] = [['because', reasons[String(error.code)] ?? error.message]];
  return new UserError(`${path} cannot be written`, details);
}
