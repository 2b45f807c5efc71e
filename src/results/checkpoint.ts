/**
 * A search on disk, between two levels or where it was stopped inside one. A folder with two files:
 *
 *     states           the packed states in the order in which they were found, 32-bit words, lowest byte first
 *     checkpoint.json  what was asked for, the figures of the search, and how many bytes of `states` belong to it
 *
 * `states` is only ever appended to, and `checkpoint.json` is replaced whole after that: killed at any moment, the folder
 * holds the last search that was saved whole. Both carry a checksum; a folder that is damaged in any byte is refused.
 */
import { createHash, type Hash } from 'node:crypto';
import { accessSync, constants, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { UserError } from '../errors.js';
import type { Keeper, Kept, Saved } from '../explore/index.js';
import type { readDocument } from '../report/index.js';
import { notWritten, writeWhole } from './write-whole.js';

/** What was asked for, so that it can be asked for again. */
export interface CheckpointRequest {
  /** How the spec was asked for: a name of the catalogue, or an absolute path. */
  readonly from: string;
  /** A checksum of the spec's modules. */
  readonly fingerprint: string;
  readonly variant: string | null;
  readonly parameters: { readonly [name: string]: unknown };
  /** All, when null. */
  readonly properties: readonly string[] | null;
  readonly until: 'first-violation' | 'exhaustion';
}

interface CheckpointDocument {
  readonly format: 'explore.checkpoint';
  readonly version: 4;
  /** The version of explore that wrote it: another one may pack states differently. */
  readonly explore: string;
  readonly request: CheckpointRequest;
  readonly search: Saved;
  /** What of the file `states` belongs to it. */
  readonly states: { readonly bytes: number; readonly sha256: string };
  /** Of the document without this field. */
  readonly sha256: string;
}

const format = { format: 'explore.checkpoint', version: 4 } as const;

/** A new checkpoint in a folder that is empty, or not there yet. */
export function createCheckpoint(directory: string, explore: string, request: CheckpointRequest, every: number): Keeper {
  const folder = resolve(directory);
  try {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0) {
      throw new UserError(`the folder ${folder} is not empty`, [['to do', `go on with the search that it holds (explore resume ${directory}), or name another folder`]]);
    }
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw notWritten(folder, error);
  }
  let keeper: Keeper | undefined;
  return {
    every,
    save(saved, states) {
      try {
        keeper ??= keeperIn(folder, explore, request, every, openSync(join(folder, 'states'), 'wx+'), createHash('sha256'), 0);
      } catch (error) {
        throw notWritten(folder, error);
      }
      keeper.save(saved, states);
    },
  };
}

export interface OpenedCheckpoint {
  readonly request: CheckpointRequest;
  readonly kept: Kept;
  /** Goes on keeping the search in the same folder. */
  keeper(every: number): Keeper;
}

/** Opens the checkpoint in a folder. Throws a UserError when there is none, when it is damaged, or when another version of explore wrote it. */
export async function openCheckpoint(directory: string, explore: string): Promise<OpenedCheckpoint> {
  const folder = resolve(directory);
  // Loaded here: whoever only wants to know whether a file can be written need not wait for it.
  const [{ z }, { readDocument }] = await Promise.all([import('zod'), import('../report/index.js')]);
  const document = readCheckpoint(folder, explore, schemaOf(z), readDocument);
  const { request, search, states } = document;
  const file = openStates(folder);
  const hash = createHash('sha256');
  for (const part of partsOf(file, states.bytes, 4 * search.words, folder)) hash.update(part);
  if (hash.copy().digest('hex') !== states.sha256) throw damaged(folder, 'the file `states` is not what was written');
  // What a search appended before it was killed is not part of what was saved.
  ftruncateSync(file, states.bytes);
  return {
    request,
    kept: {
      saved: search,
      *states() {
        for (const part of partsOf(file, states.bytes, 4 * search.words, folder)) yield new Int32Array(part.buffer);
      },
    },
    keeper: (every) => keeperIn(folder, explore, request, every, file, hash, states.bytes),
  };
}

function keeperIn(folder: string, explore: string, request: CheckpointRequest, every: number, file: number, hash: Hash, begin: number): Keeper {
  requireLittleEndian();
  let bytes = begin;
  return {
    every,
    save(search, states) {
      try {
        for (const batch of states) {
          const part = new Uint8Array(batch.buffer, batch.byteOffset, batch.byteLength);
          for (let at = 0; at < part.length; ) at += writeSync(file, part, at, part.length - at, bytes + at);
          hash.update(part);
          bytes += part.length;
        }
        fsyncSync(file);
      } catch (error) {
        throw notWritten(join(folder, 'states'), error);
      }
      const document = { ...format, explore, request, search, states: { bytes, sha256: hash.copy().digest('hex') } };
      writeWhole(join(folder, 'checkpoint.json'), sealed(document));
    },
  };
}

/** The text of a document with the checksum of the rest as its last field. */
function sealed(document: object): string {
  const text = (value: object) => JSON.stringify(value, (_, each: unknown) => (each instanceof Int32Array ? Array.from(each) : each));
  return `${text({ ...document, sha256: createHash('sha256').update(text(document)).digest('hex') })}\n`;
}

function readCheckpoint(folder: string, explore: string, schema: z.ZodType<CheckpointDocument>, read: typeof readDocument): CheckpointDocument {
  requireLittleEndian();
  const path = join(folder, 'checkpoint.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    throw new UserError(`${folder} holds no checkpoint`, [['because', missing ? 'there is no file checkpoint.json in it: a search that ends before the first one is due leaves none' : String(error)]]);
  }
  const document = read(`the checkpoint ${folder}`, text, format, schema);
  if (document.explore !== explore) {
    throw new UserError(`the checkpoint ${folder} was written by another version of explore`, [
      ['found', document.explore],
      ['expected', explore],
      ['to do', 'resume it with that version, or begin anew'],
    ]);
  }
  const { sha256: _, ...rest } = JSON.parse(text) as CheckpointDocument;
  if (text !== sealed(rest)) throw damaged(folder, 'the file `checkpoint.json` is not what was written');
  return document;
}

function openStates(folder: string): number {
  try {
    return openSync(join(folder, 'states'), 'r+');
  } catch (error) {
    throw damaged(folder, error instanceof Error ? error.message : String(error));
  }
}

/** The first bytes of the file of states, some thousands of states at once. */
function* partsOf(file: number, bytes: number, size: number, folder: string): Generator<Uint8Array<ArrayBuffer>> {
  if (fstatSync(file).size < bytes) throw damaged(folder, `the file \`states\` is shorter than the ${bytes} bytes that belong to it`);
  for (let at = 0; at < bytes; ) {
    const part = new Uint8Array(Math.min(8192 * size, bytes - at));
    for (let got = 0; got < part.length; ) {
      const count = readSync(file, part, got, part.length - got, at + got);
      if (count === 0) throw damaged(folder, 'the file `states` ended while it was read');
      got += count;
    }
    at += part.length;
    yield part;
  }
}

function damaged(folder: string, because: string): UserError {
  return new UserError(`the checkpoint ${folder} is damaged`, [
    ['because', because],
    ['to do', 'begin the search anew'],
  ]);
}

function requireLittleEndian(): void {
  if (endianness() !== 'LE') throw new UserError('checkpoints need a machine that stores the lowest byte of a word first');
}

function schemaOf(from: typeof z): z.ZodType<CheckpointDocument> {
  const natural = from.number().int().min(0);
  const words = from.array(from.number().int()).transform((numbers) => Int32Array.from(numbers));
  const address = { property: natural, instance: natural };
  const found = from.strictObject({ ...address, state: words, transition: from.strictObject({ action: natural, next: words }).nullable(), depth: natural });
  const counts = { enabled: natural, fired: natural, discovered: natural };
  const part = from.strictObject({
    discovered: natural,
    arranged: from.boolean(),
    open: from.array(from.strictObject({ begin: natural, end: natural })),
    transitions: natural,
    deadEnds: natural,
    actions: from.array(from.strictObject(counts)),
  });
  return from.strictObject({
    format: from.literal(format.format),
    version: from.literal(format.version),
    explore: from.string(),
    request: from.strictObject({
      from: from.string(),
      fingerprint: from.string(),
      variant: from.string().nullable(),
      parameters: from.record(from.string(), from.unknown()),
      properties: from.array(from.string()).nullable(),
      until: from.enum(['first-violation', 'exhaustion']),
    }),
    search: from.strictObject({
      words: natural.min(1),
      levels: from.array(natural).min(1),
      transitions: natural,
      deadEnds: natural,
      actions: from.array(from.strictObject({ ...counts, firstDepth: natural.nullable() })),
      found: from.array(found),
      asked: from.array(from.strictObject(address)),
      misses: natural,
      audits: natural,
      part: part.nullable(),
    }),
    states: from.strictObject({ bytes: natural, sha256: from.string() }),
    sha256: from.string(),
  });
}
