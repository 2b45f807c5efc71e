/** The text of a file that somebody names, or of standard input: to its end, but not without one. */
import { closeSync, openSync, readSync } from 'node:fs';
import process from 'node:process';
import { UserError } from '../errors.js';
import { largestDocument } from '../report/index.js';

/** What is called `file` on the command line: `-` is standard input. `kind` is what it should be: `trace`, `run`, `log`; with more than `largest` bytes it is none. */
export async function readInput(file: string, kind: string, largest = largestDocument): Promise<{ readonly what: string; readonly text: string }> {
  const what = file === '-' ? `the ${kind} on standard input` : `${kind} file ${file}`;
  const tooLarge = () => new UserError(`${what} cannot be read`, [['because', `it is too large to be a ${kind}`]]);
  return { what, text: file === '-' ? await readStandardInput(largest, tooLarge) : readFile(file, what, largest, tooLarge) };
}

async function readStandardInput(largest: number, tooLarge: () => UserError): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > largest) throw tooLarge();
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A file, or whatever else can be read. */
function readFile(path: string, what: string, largest: number, tooLarge: () => UserError): string {
  const parts: Buffer[] = [];
  try {
    const file = openSync(path, 'r');
    try {
      for (let size = 0; ; ) {
        const part = Buffer.alloc(2 ** 16);
        const read = readSync(file, part);
        if (read === 0) return Buffer.concat(parts).toString('utf8');
        parts.push(part.subarray(0, read));
        size += read;
        if (size > largest) throw tooLarge();
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const reasons: { readonly [code: string]: string } = {
      ENOENT: 'there is no such file',
      ENOTDIR: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'you have no permission to read it',
      EPERM: 'you have no permission to read it',
    };
    throw new UserError(`${what} cannot be read`, [['because', reasons[String(error.code)] ?? error.message]]);
  }
}
