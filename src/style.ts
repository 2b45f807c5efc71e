/** Colours, where the reader can see them. */
import { styleText } from 'node:util';

/** A text in a role; the same text where there are no colours. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warning(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const plain: Paint = { good: same, bad: same, warning: same, strong: same, faint: same };

const colours: Paint = {
  good: (text) => styleText('green', text, { validateStream: false }),
  bad: (text) => styleText(['bold', 'red'], text, { validateStream: false }),
  warning: (text) => styleText('yellow', text, { validateStream: false }),
  strong: (text) => styleText('bold', text, { validateStream: false }),
  faint: (text) => styleText('dim', text, { validateStream: false }),
};

/** Colours on a terminal, or where FORCE_COLOR wishes them; never with NO_COLOR (no-color.org: any value but the empty one). */
function paintFor(stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): Paint {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return plain;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? plain : colours;
  return stream.isTTY === true && TERM !== 'dumb' ? colours : plain;
}

function same(text: string): string {
  return text;
}

/** How a text is to be made: in which width, with which colours. */
export interface Style {
  readonly width: number;
  readonly paint: Paint;
}

/**
 * The style for a stream: the width of a terminal, within reason; elsewhere what COLUMNS wishes, which no shell hands on by itself, or 100
 * columns, so that files do not depend on anybody's window.
 */
export function styleFor(stream: { readonly isTTY?: boolean; readonly columns?: number }, env: Readonly<Record<string, string | undefined>>): Style {
  const wished = (stream.isTTY === true ? stream.columns : undefined) ?? Number.parseInt(env.COLUMNS ?? '', 10);
  return { width: wished > 0 ? Math.min(Math.max(wished, 60), 140) : 100, paint: paintFor(stream, env) };
}
