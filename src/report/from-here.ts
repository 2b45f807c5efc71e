import { isAbsolute, relative, sep } from 'node:path';
import process from 'node:process';

/** How somebody in this folder asks for the spec: a path below it is told from here, because others have the tree elsewhere. */
export function fromHere(from: string): string {
  if (!isAbsolute(from)) return from;
  const path = relative(process.cwd(), from);
  return path.startsWith('..') || isAbsolute(path) ? from : `./${path.split(sep).join('/')}`;
}
