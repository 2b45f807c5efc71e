/**
 * A file of lines that only grows, such as the history of the nights. One writer at a time (see `lock`). A line counts when its end
 * is there: what a writer that was killed has left behind the last end is cut off before the next line is written.
 */
import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { notWritten } from './write-whole.js';

/** The whole lines of a file; none, when there is no file. */
export function readLines(path: string): string[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '');
}

/** Appends one line, or nothing. When this returns, the line is on the disk. */
export function appendLine(path: string, line: string): void {
  try {
    const file = openSync(path, 'a+');
    try {
      const end = endOfLines(file);
      const bytes = Buffer.from(`${line}\n`);
      ftruncateSync(file, end);
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
        fsyncSync(file);
      } catch (error) {
        ftruncateSync(file, end);
        throw error;
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** How many bytes the whole lines take. */
function endOfLines(file: number): number {
  const part = Buffer.alloc(4096);
  for (let end = fstatSync(file).size; end > 0; ) {
    const begin = Math.max(0, end - part.length);
    const read = readSync(file, part, 0, end - begin, begin);
    const found = part.subarray(0, read).lastIndexOf(10);
    if (found >= 0) return begin + found + 1;
    end = begin;
  }
  return 0;
}
