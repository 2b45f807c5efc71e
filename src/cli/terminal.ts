/** What a mode of the command line needs of the outside: two streams, their styles, and the wish to stop. */
import process from 'node:process';
import { type Style, styleFor } from '../style.js';

export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
}

export interface Output {
  readonly style: Style;
  /** A line of it can be drawn over. */
  readonly isTerminal: boolean;
  /** The columns of a terminal now; it may have been resized. */
  columns(): number;
  write(text: string): void;
}

export function terminalOf(signal: AbortSignal): Terminal {
  return { out: outputOf(process.stdout), err: outputOf(process.stderr), signal };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    style: styleFor(stream, process.env),
    isTerminal: stream.isTTY === true,
    columns: () => stream.columns ?? 80,
    write: (text) => void stream.write(text),
  };
}
