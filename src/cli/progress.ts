/** Progress on standard error: one line that is drawn over on a terminal, a line every few seconds elsewhere. */
import { performance } from 'node:perf_hooks';
import type { Terminal } from './terminal.js';

export interface ProgressDisplay {
  /** Shows the line that `make` makes for a width, if it is time for one. */
  tell(make: (width: number) => string): void;
  /** Removes the line, so that whatever comes next begins at the left. */
  end(): void;
}

/** Milliseconds between two lines where they cannot be drawn over. The first one comes soon, so that whoever waits knows that it runs. */
const pause = { first: 1000, others: 5000 } as const;

export function showProgress({ err }: Terminal, { quiet }: { readonly quiet: boolean }): ProgressDisplay {
  if (quiet) return { tell: () => undefined, end: () => undefined };
  if (!err.isTerminal) {
    let next = performance.now() + pause.first;
    return {
      tell: (make) => {
        if (performance.now() < next) return;
        next = performance.now() + pause.others;
        err.write(`${make(Number.POSITIVE_INFINITY)}\n`);
      },
      end: () => undefined,
    };
  }
  let drawn = false;
  return {
    tell: (make) => {
      drawn = true;
      // One column stays free: a terminal breaks the line when its last one is filled.
      const width = Math.max(20, err.columns() - 1);
      err.write(`\r\x1b[K${err.style.paint.faint(make(width).slice(0, width))}`);
    },
    end: () => {
      if (drawn) err.write('\r\x1b[K');
      drawn = false;
    },
  };
}
