/** A fault as the user meets it: who, what was found, what would be right, where, what to do. Only our own faults have a stack trace. */
import { UserError } from '../errors.js';
import type { Style } from '../style.js';
import { labelled, wrap } from './lines.js';

export function faultText(error: unknown, { width, paint }: Style): string {
  // A spec may come with a copy of this package of its own, whose class is another.
  if (error instanceof UserError || (error instanceof Error && error.name === 'UserError')) {
    const details = 'details' in error ? (error as UserError).details : [];
    const [first = '', ...rest] = wrap(visible(error.message), width);
    const rows = details.map(([label, text]) => [label, visible(text)] as const);
    return `${[paint.bad(first), ...rest.map((line) => paint.bad(`  ${line}`)), ...labelled(rows, { indent: 2, width })].join('\n')}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${paint.bad('explore itself has failed: this is our fault, and not that of your spec or your request')}\n${stack}\n`;
}

/** What a fault quotes may come from any file: no terminal is to obey it. */
function visible(text: string): string {
  return text.replaceAll('\t', ' ').replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}
