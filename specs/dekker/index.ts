/** Dekker's lock: two processes, and nothing but reads and writes of shared variables. */
import { boolean, oneOf, optional, parameter, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'dekker',
  about:
    'Dekker’s lock for two processes, the first that needs nothing but reads and writes. Each raises its flag and looks at the other one’s. When both are up, it is the turn that says who takes the flag down and waits.',
  sources: ['E. W. Dijkstra, Cooperating Sequential Processes, EWD 123, 1965, section 2.1'],

  parameters: {
    bug: parameter(optional(oneOf('looks-first', 'no-turn')), null, 'a mistake in the algorithm; none: as it was published'),
  },

  state: () => {
    const Process = record({
      flag: boolean,
      /** What it does next; `critical` is in the critical section, `idle` outside with its own business. */
      at: oneOf('idle', 'raise', 'look', 'ask', 'yield', 'wait', 'raise-again', 'critical', 'pass', 'lower'),
    });
    return record({ processes: vector(Process, 2), turn: reference('process', 2) });
  },
  initial: (_, state) => state(),

  actions: ({ bug }, { action }) => {
    const process = reference('process', 2);
    const actor = (chosen: { readonly process: number }) => `process ${chosen.process}`;
    type At = 'idle' | 'raise' | 'look' | 'ask' | 'yield' | 'wait' | 'raise-again' | 'critical' | 'pass' | 'lower';
    /** A step from one place to the next, which reads or writes one shared variable. */
    const line = (
      name: string,
      from: At,
      about: string,
      { to, flag, turn, when }: { readonly to: At; readonly flag?: boolean; readonly turn?: 'pass'; readonly when?: { readonly otherFlag?: boolean; readonly turn?: 'mine' | 'theirs' } },
    ) =>
      action(name, {
        actor,
        about,
        args: { process },
        guard: (state, chosen) => {
          if (state.processes.get(chosen.process).at !== from) return false;
          if (when?.otherFlag !== undefined && state.processes.get(1 - chosen.process).flag !== when.otherFlag) return false;
          return when?.turn === undefined || (state.turn === chosen.process) === (when.turn === 'mine');
        },
        step: (state, chosen) => {
          const moved = state.setIn(['processes', chosen.process, 'at'], to);
          const flagged = flag === undefined ? moved : moved.setIn(['processes', chosen.process, 'flag'], flag);
          return turn === undefined ? flagged : flagged.set('turn', 1 - chosen.process);
        },
      });

    const leave = [line('pass', 'critical', 'Leaves: the turn is the other one’s.', { to: 'lower', turn: 'pass' }), line('lower', 'lower', 'Takes its flag down.', { to: 'idle', flag: false })];
    if (bug === 'looks-first') {
      return [
        line('look', 'idle', 'Sees that the other flag is down.', { to: 'raise', when: { otherFlag: false } }),
        line('raise', 'raise', 'Raises its flag, and enters.', { to: 'critical', flag: true }),
        ...leave,
      ];
    }
    const enter = [
      line('raise', 'idle', 'Wants to enter: raises its flag.', { to: 'look', flag: true }),
      line('enter', 'look', 'The other flag is down: enters.', { to: 'critical', when: { otherFlag: false } }),
    ];
    if (bug === 'no-turn') return [...enter, ...leave];
    return [
      ...enter,
      line('contend', 'look', 'The other flag is up, too.', { to: 'ask', when: { otherFlag: true } }),
      line('insist', 'ask', 'It is its turn: looks again.', { to: 'look', when: { turn: 'mine' } }),
      line('giveWay', 'ask', 'It is the other one’s turn.', { to: 'yield', when: { turn: 'theirs' } }),
      line('yield', 'yield', 'Takes its flag down.', { to: 'wait', flag: false }),
      line('wait', 'wait', 'It is its turn now.', { to: 'raise-again', when: { turn: 'mine' } }),
      line('raiseAgain', 'raise-again', 'Raises its flag once more.', { to: 'look', flag: true }),
      ...leave,
    ];
  },

  properties: (_, { invariant, witness, deadlockFreedom }) => {
    const process = reference('process', 2);
    return [
      invariant('mutual-exclusion', 'The two processes are not in the critical section at the same time.', {
        source: 'EWD 123, section 2.1',
        holds: ({ processes }) => !processes.every(isInside),
      }),
      deadlockFreedom('deadlock-freedom', 'Some process can always take a step.', { source: 'EWD 123, section 2.1' }),
      witness('enters', 'The process enters while the other one wants to.', {
        args: { process },
        reached: ({ processes }, chosen) => isInside(processes.get(chosen.process)) && processes.get(1 - chosen.process).at !== 'idle',
      }),
    ];
  },

  expect: { states: 86, transitions: 160 },
  variants: {
    'looks-first': {
      story: 'A process looks at the other flag before it raises its own one. Both look, both see a flag that is down, and both enter.',
      set: { bug: 'looks-first' },
      expect: { violated: { 'mutual-exclusion': 4 } },
    },
    'no-turn': {
      story: 'Nobody gives way: a process whose flag is up waits until the other flag is down. Once both are up, both wait for ever.',
      set: { bug: 'no-turn' },
      expect: { violated: { 'deadlock-freedom': 2 } },
    },
  },
});

/** From the step that enters until the turn was passed on. */
function isInside({ at }: { readonly at: string }): boolean {
  return at === 'critical';
}
