/** Lamport's bakery: whoever wants in takes a number, and the lowest number is served first. */
import { boolean, oneOf, optional, parameter, range, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'bakery',
  about:
    'Lamport’s bakery lock. A process reads the numbers of all others one after the other, takes a greater one, and then waits for each other process that is choosing, or has a lower number. No read or write of several variables is taken at once.',
  sources: ['L. Lamport, A New Solution of Dijkstra’s Concurrent Programming Problem, CACM 17(8), 1974'],

  parameters: {
    n: parameter(range(2, 4), 2, 'processes'),
    limit: parameter(range(1, 8), 3, 'the greatest number there is; who would need a greater one goes away'),
    bug: parameter(optional(oneOf('no-choosing', 'no-tie-break')), null, 'a mistake in the algorithm; none: as it was published'),
  },

  state: ({ n, limit }) => {
    const Process = record({
      at: oneOf('idle', 'reading', 'choosing', 'checking', 'comparing', 'critical'),
      choosing: boolean,
      /** The number it has taken; 0: none. */
      number: range(0, limit),
      /** The greatest number that it has read so far. */
      greatest: range(0, limit),
      /** The process whose variables it reads next. */
      next: range(0, n),
    });
    return record({ processes: vector(Process, n) });
  },
  initial: (_, state) => state(),

  actions: ({ n, limit, bug }, { action }) => {
    const args = { process: reference('process', n) };
    const actor = ({ process }: { readonly process: number }) => `process ${process}`;
    const pair = {
      args: { process: reference('process', n), other: reference('process', n) },
      where: (chosen: { readonly process: number; readonly other: number }) => chosen.process !== chosen.other,
    };
    /** The process that comes after another one in the order in which this one reads them. */
    const after = (process: number, other: number) => (other + 1 === process ? other + 2 : other + 1);
    const first = (process: number) => (process === 0 ? 1 : 0);
    const isLast = (process: number, other: number) => after(process, other) >= n;
    const clear = { greatest: 0, next: 0 } as const;

    return [
      action('begin', {
        actor,
        about: 'Wants in: says that it is choosing.',
        args,
        guard: ({ processes }, { process }) => processes.get(process).at === 'idle',
        step: (state, { process }) => state.updateIn(['processes', process], (it) => it.merge({ at: 'reading', choosing: true, next: first(process) })),
      }),
      action('read', {
        actor,
        about: 'Reads the number of one other process.',
        ...pair,
        guard: ({ processes }, { process, other }) => processes.get(process).at === 'reading' && processes.get(process).next === other,
        step: (state, { process, other }) => {
          const greatest = Math.max(state.processes.get(process).greatest, state.processes.get(other).number);
          return state.updateIn(['processes', process], (it) => it.merge(isLast(process, other) ? { at: 'choosing', next: 0, greatest } : { next: after(process, other), greatest }));
        },
      }),
      action('take', {
        actor,
        about: 'Takes a number that is greater than all that it has read.',
        args,
        guard: ({ processes }, { process }) => processes.get(process).at === 'choosing' && !processes.get(process).number && processes.get(process).greatest < limit,
        step: (state, { process }) => state.updateIn(['processes', process], (it) => it.merge({ number: it.greatest + 1, greatest: 0 })),
      }),
      action('goAway', {
        actor,
        about: 'There is no greater number: goes away.',
        args,
        guard: ({ processes }, { process }) => processes.get(process).at === 'choosing' && processes.get(process).greatest === limit,
        step: (state, { process }) => state.updateIn(['processes', process], (it) => it.merge({ at: 'idle', choosing: false, ...clear })),
      }),
      action('chosen', {
        actor,
        about: 'Says that it has chosen.',
        args,
        guard: ({ processes }, { process }) => processes.get(process).at === 'choosing' && processes.get(process).number > 0,
        step: (state, { process }) => state.updateIn(['processes', process], (it) => it.merge({ at: bug === 'no-choosing' ? 'comparing' : 'checking', choosing: false, next: first(process) })),
      }),
      ...(bug === 'no-choosing'
        ? []
        : [
            action('check', {
              actor,
              about: 'The other process is not choosing.',
              ...pair,
              guard: ({ processes }, { process, other }) => processes.get(process).at === 'checking' && processes.get(process).next === other && !processes.get(other).choosing,
              step: (state, { process }) => state.setIn(['processes', process, 'at'], 'comparing'),
            }),
          ]),
      action('compare', {
        actor,
        about: 'The other process has no number, or comes later: on to the next one, or in.',
        ...pair,
        guard: ({ processes }, { process, other }) => {
          const { at, next, number: mine } = processes.get(process);
          if (at !== 'comparing' || next !== other) return false;
          const { number } = processes.get(other);
          return number === 0 || mine < number || (bug !== 'no-tie-break' && mine === number && process < other);
        },
        step: (state, { process, other }) =>
          state.updateIn(['processes', process], (it) =>
            it.merge(isLast(process, other) ? { at: 'critical', next: 0 } : { at: bug === 'no-choosing' ? 'comparing' : 'checking', next: after(process, other) }),
          ),
      }),
      action('leave', {
        actor,
        about: 'Leaves, and gives its number back.',
        args,
        guard: ({ processes }, { process }) => processes.get(process).at === 'critical',
        step: (state, { process }) => state.updateIn(['processes', process], (it) => it.merge({ at: 'idle', number: 0 })),
      }),
    ];
  },

  properties: ({ n }, { invariant, witness, deadlockFreedom }) => {
    const process = reference('process', n);
    return [
      invariant('mutual-exclusion', 'No two processes are in the critical section at the same time.', {
        source: 'Lamport 1974, assertion 2',
        args: { process, other: process },
        where: (pair) => pair.process < pair.other,
        given: ({ processes }, pair) => processes.get(pair.process).at === 'critical',
        holds: ({ processes }, { other }) => processes.get(other).at !== 'critical',
      }),
      deadlockFreedom('deadlock-freedom', 'Some process can always take a step.'),
      witness('enters', 'The process gets in while all others want to.', {
        args: { process },
        reached: ({ processes }, chosen) => processes.get(chosen.process).at === 'critical' && processes.every(({ at }) => at !== 'idle'),
      }),
      witness('equal-numbers', 'Two processes have the same number, as they may when they choose at the same time.', ({ processes }) =>
        processes.some(({ number }, one) => number > 0 && processes.some((other, index) => index > one && other.number === number)),
      ),
    ];
  },

  expect: { states: 190, transitions: 323 },
  variants: {
    'no-choosing': {
      story:
        'Nobody waits for those who are choosing. A process reads that the other one has no number, and before it has taken its own the other one takes the same and is let in; then it is let in as well, because it has the lower index.',
      set: { bug: 'no-choosing' },
      expect: { violated: { 'mutual-exclusion': 10 } },
    },
    'no-tie-break': {
      story: 'Of two processes with the same number none is preferred: each waits for the other one, for ever.',
      set: { bug: 'no-tie-break' },
      expect: { violated: { 'deadlock-freedom': 10 } },
    },
  },
});
