/** The body of a request, as far as it is small enough to be one of ours. */
import type { IncomingMessage } from 'node:http';

/** A request that is refused for what it is, before anybody looks at what it asks. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** Bytes; a path of 10,000 steps fits. */
export const largestBody = 64 * 1024;

/** The JSON value that a request carries. */
export async function readBody(question: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(question.headers['content-type'] ?? '')) throw new Refusal(415, 'a body must be JSON');
  if (Number(question.headers['content-length'] ?? 0) > largestBody) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of question as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) throw tooLarge();
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'the body is no JSON');
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, `a request has at most ${largestBody} bytes`);
}
