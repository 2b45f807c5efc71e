import { performance } from 'node:perf_hooks';
import process from 'node:process';
import type { SearchLog } from './log.js';
import type { Counts, Progress } from './outcome.js';
import type { Search } from './search.js';
import type { Watch } from './space.js';

/** What it is that is watched, and who is told of it. */
export interface Watched {
  readonly search: Search;
  readonly log: SearchLog;
  /** What was known before it began. */
  readonly before: Counts;
  /** Milliseconds that it may still take; Infinity: as many as it likes. Other things than time may make that less. */
  readonly remaining: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The clock and the user's wish to stop, and the progress that is told while the search runs. */
export function watchOver({ search, log, before, remaining, signal, onProgress }: Watched): Watch & { stop(): void } {
  const begun = performance.now();
  let timedOut = false;
  let asking: string | null = null;
  const interrupt = () => search.abort();
  let clock: NodeJS.Timeout | undefined;
  const wait = () => {
    const left = remaining();
    if (left <= 0) {
      timedOut = true;
      search.abort();
      return;
    }
    // The rest is looked at again.
    clock = setTimeout(wait, Math.min(Math.max(1, left / 2), 2 ** 31 - 1));
  };
  if (remaining() < Number.POSITIVE_INFINITY) wait();
  signal?.addEventListener('abort', interrupt);
  const beat =
    onProgress &&
    setInterval(() => {
      const { states } = search;
      const underWay = search.underWay();
      const transitions = before.transitions + underWay.transitions;
      const expanded = before.expanded + underWay.expanded;
      const { depth, deadEnds } = log.counts(states);
      const elapsed = (performance.now() - begun) / 1000;
      onProgress({ states, transitions, expanded, depth, deadEnds, frontier: states - expanded, asking, elapsed, memory: process.memoryUsage.rss() });
    }, 200);
  return {
    interrupted: () => signal?.aborted === true,
    timedOut: () => timedOut,
    ask: (label) => {
      asking = label;
    },
    stop: () => {
      clearTimeout(clock);
      clearInterval(beat);
      signal?.removeEventListener('abort', interrupt);
    },
  };
}
