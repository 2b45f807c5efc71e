/**
 * Counters that go up one at a time: a model whose every figure has a closed form, at any size. With `counters` n and
 * `top` m there are (m+1)^n states, n·m·(m+1)^(n-1) transitions, and the states at depth d are those whose sum is d.
 */
import process from 'node:process';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { oneOf, optional, parameter, range, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'counters',
  about: 'Independent counters, each of which goes from 0 to the top.',
  parameters: {
    counters: parameter(range(1, 12), 3, 'how many'),
    top: parameter(range(1, 255), 4, 'where each ends'),
    bad: parameter(optional(range(0, 255)), null, 'the invariant `never-all` forbids that all counters are here; null: none'),
    stuck: parameter(optional(range(0, 255)), null, 'the step property `only-up` forbids that any counter moves when the first is one above here and all others are here; null: none'),
    fault: parameter(oneOf('none', 'throws', 'thread-ends'), 'none', 'what happens when the first counter is to leave 3'),
    wait: parameter(optional(range(0, 255)), null, 'a worker that sees a state of this depth, with the first counter at 0, waits until it is told to go on (see `whenWaiting`); null: none does'),
  },
  state: ({ counters, top }) => record({ at: vector(range(0, top), counters) }),
  initial: (_, State) => State(),
  actions: ({ counters, top, fault }, { action }) => [
    action('up', {
      actor: ({ counter }) => `counter ${counter}`,
      args: { counter: reference('counter', counters) },
      guard: ({ at }, { counter }) => at.get(counter) < top,
      step: (state, { counter }) => {
        const value = state.at.get(counter);
        if (fault === 'throws' && counter === 0 && value === 3) throw new Error('the first counter is stuck');
        if (fault === 'thread-ends' && counter === 0 && value === 3 && !isMainThread) process.exit(1);
        return state.setIn(['at', counter], value + 1);
      },
    }),
  ],
  properties: ({ top, bad, stuck, wait }, { invariant, step, witness, deadlockFreedom }) => [
    invariant('never-all', 'not all counters are at the bad place', ({ at }) => {
      // It reads every counter, so it is called in every state.
      if (wait !== null && [...at].reduce((sum, value) => sum + value, 0) === wait && at.get(0) === 0 && !isMainThread) tellAndWait();
      return bad === null || !at.every((value) => value === bad);
    }),
    invariant('premise', 'a premise that is never true says nothing', { given: ({ at }) => at.get(0) > top, holds: () => true }),
    step('only-up', 'the counter that moves goes up', {
      holds: ({ at }, { args: { counter } }, next) =>
        next.at.get(counter as number) > at.get(counter as number) && (stuck === null || !at.every((value, index) => value === (index === 0 ? stuck + 1 : stuck))),
    }),
    witness('corner', 'some run takes all counters to the top', ({ at }) => at.every((value) => value === top)),
    witness('beyond', 'some run takes the first counter beyond the top', ({ at }) => at.get(0) > top),
    deadlockFreedom('ends', 'it ends only when all are at the top', { legalEnd: ({ at }) => at.every((value) => value === top) }),
  ],
});

/** Calls `then` whenever a worker waits, which goes on after that. Returns what ends it. */
export function whenWaiting(then: () => void): () => void {
  const channel = new BroadcastChannel(waiting);
  channel.onmessage = (event) => {
    const flag = (event as { data: Int32Array }).data;
    then();
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  };
  return () => channel.close();
}

const waiting = 'a counter waits';

function tellAndWait(): void {
  const channel = new BroadcastChannel(waiting);
  const flag = new Int32Array(new SharedArrayBuffer(4));
  channel.postMessage(flag);
  Atomics.wait(flag, 0, 0, 20_000);
  channel.close();
}

/** What there is to count in the levels up to a depth, from the number of ways in which n values of 0 to m add up to a sum. */
export function closedForm(counters: number, top: number, depth = counters * top): { readonly states: number; readonly atDepth: number; readonly transitions: number } {
  const ways = waysToSum(counters, top);
  // As many transitions lead to a state as it has counters that are not 0.
  const withOneAtZero = waysToSum(counters - 1, top);
  let states = 0;
  let transitions = 0;
  for (let sum = 0; sum <= depth; sum++) {
    states += ways[sum] ?? 0;
    transitions += counters * ((ways[sum] ?? 0) - (withOneAtZero[sum] ?? 0));
  }
  return { states, atDepth: ways[depth] ?? 0, transitions };
}

function waysToSum(counters: number, top: number): readonly number[] {
  let ways: readonly number[] = [1];
  for (let counter = 0; counter < counters; counter++) {
    const next = new Array<number>(ways.length + top).fill(0);
    for (const [sum, count] of ways.entries()) for (let value = 0; value <= top; value++) next[sum + value] = (next[sum + value] as number) + count;
    ways = next;
  }
  return ways;
}
