/** Two-phase commit: a coordinator and n resource managers agree to commit or to abort. The machine of Gray and Lamport's TwoPhase. */
import { boolean, oneOf, optional, parameter, range, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'two-phase',
  about:
    'Two-phase commit with n resource managers. Each prepares and says so, or aborts by itself; when the coordinator has heard all of them it commits, and it may abort any time before. Messages are never lost, may be late, and can be received again and again.',
  sources: ['J. Gray and L. Lamport, Consensus on Transaction Commit, ACM Transactions on Database Systems 31(1), 2006, section 3; module TwoPhase'],

  parameters: {
    n: parameter(range(2, 10), 5, 'resource managers'),
    bug: parameter(optional(oneOf('impatient', 'hasty', 'stubborn', 'gone')), null, 'a mistake in the protocol; none: as it was published'),
    progress: parameter(boolean, false, 'asks too whether a manager that is prepared comes to an end; that takes a few times as long'),
  },

  state: ({ n }) => {
    const Manager = record({
      is: oneOf('working', 'prepared', 'committed', 'aborted'),
      /** It has told the coordinator that it is prepared. */
      told: boolean,
      /** The coordinator has heard that. */
      heard: boolean,
    });
    return record({
      /** The coordinator has decided, and has sent its decision: one of these two. */
      decided: boolean,
      commitSent: boolean,
      abortSent: boolean,
      managers: vector(Manager, n),
    });
  },
  initial: (_, State) => State(),

  /** Gray and Lamport's theorem: the protocol implements transaction commit (module TCommit), which knows the managers only. */
  refines: { 'transaction-commit': ({ managers }) => ({ managers: managers.toArray().map(({ is }) => is) }) },

  actions: ({ n, bug }, { action }) => {
    const coordinator = 'coordinator';
    const actor = ({ manager }: { readonly manager: number }) => `manager ${manager}`;
    const args = { manager: reference('manager', n) };
    const decides = bug === 'gone' ? {} : ({ fairness: 'weak' } as const);

    const actions = [
      action('coordinator.hear', {
        actor: coordinator,
        about: 'Receives a manager’s message that it is prepared.',
        args,
        guard: ({ decided, managers }, { manager }) => !decided && managers.get(manager).told,
        step: (state, { manager }) => state.setIn(['managers', manager, 'heard'], true),
      }),
      action('coordinator.commit', {
        actor: coordinator,
        ...decides,
        about: 'All managers are prepared: decides to commit, and tells everybody.',
        guard: ({ decided, managers }) => !decided && (bug === 'hasty' || managers.every(({ heard }) => heard)),
        step: (state) => state.merge({ decided: true, commitSent: true }),
      }),
      action('manager.prepare', {
        actor,
        about: 'Its work is done: promises to commit if it is told to, and tells the coordinator.',
        args,
        guard: ({ managers }, { manager }) => managers.get(manager).is === 'working',
        step: (state, { manager }) => state.updateIn(['managers', manager], (it) => it.merge({ is: 'prepared', told: true })),
      }),
      action('manager.giveUp', {
        actor,
        about: 'Aborts by itself, as it may until it is prepared. The coordinator is not told.',
        args,
        guard: ({ managers }, { manager }) => {
          const { is } = managers.get(manager);
          return is === 'working' || (bug === 'impatient' && is === 'prepared');
        },
        step: (state, { manager }) => state.setIn(['managers', manager, 'is'], 'aborted'),
      }),
      action('manager.commit', {
        actor,
        fairness: 'weak',
        about: 'Is told to commit, for the first time or again.',
        args,
        guard: ({ commitSent }) => commitSent,
        step: (state, { manager }) => state.setIn(['managers', manager, 'is'], 'committed'),
      }),
      action('manager.abort', {
        actor,
        fairness: 'weak',
        about: 'Is told to abort, for the first time or again.',
        args,
        guard: ({ abortSent }) => abortSent,
        step: (state, { manager }) => state.setIn(['managers', manager, 'is'], 'aborted'),
      }),
    ];
    if (bug === 'stubborn') return actions;
    const abort = action('coordinator.abort', {
      actor: coordinator,
      ...decides,
      about: 'Decides to abort, and tells everybody.',
      guard: ({ decided }) => !decided,
      step: (state) => state.merge({ decided: true, abortSent: true }),
    });
    return [...actions, abort];
  },

  properties: ({ n, progress }, { invariant, witness, deadlockFreedom, leadsTo }) => {
    const manager = reference('manager', n);
    const completion = leadsTo('completion', 'A manager that is prepared commits or aborts in the end, whatever the others leave undone.', {
      source: 'Gray and Lamport 2006, section 3: the protocol blocks when the coordinator fails',
      args: { manager },
      from: ({ managers }, chosen) => managers.get(chosen.manager).is === 'prepared',
      holds: ({ managers }, chosen) => ['committed', 'aborted'].includes(managers.get(chosen.manager).is),
      fairness: { unfair: ({ action, args }, { manager: own }) => action.startsWith('manager.') && args.manager !== own },
    });
    return [
      invariant('consistency', 'No manager has aborted while another has committed.', {
        source: 'Gray and Lamport 2006, TCConsistent',
        args: { manager, other: manager },
        where: (pair) => pair.manager !== pair.other,
        given: ({ managers }, pair) => managers.get(pair.manager).is === 'committed',
        holds: ({ managers }, { other }) => managers.get(other).is !== 'aborted',
      }),
      deadlockFreedom('deadlock-freedom', 'The protocol never stands still before a decision was sent to all.'),
      witness('commits', 'All managers have committed.', ({ managers }) => managers.every(({ is }) => is === 'committed')),
      witness('aborts', 'The manager has aborted though it was prepared.', {
        args: { manager },
        reached: ({ managers }, chosen) => managers.get(chosen.manager).is === 'aborted' && managers.get(chosen.manager).told,
      }),
      ...(progress ? [completion] : []),
    ];
  },

  expect: { states: 8832, transitions: 58_145, depth: 16 },
  variants: {
    impatient: {
      story:
        'A manager that is prepared loses patience and aborts by itself, as it may only while it works. The coordinator has already counted on its promise: it decides to commit, another manager commits, and the two have come to different ends.',
      set: { n: 3, bug: 'impatient' },
      expect: { violated: { consistency: 9 } },
    },
    hasty: {
      story: 'The coordinator decides to commit without having heard all managers. One manager is told so and commits; another one, which is still working, aborts by itself.',
      set: { n: 3, bug: 'hasty' },
      expect: { violated: { consistency: 3 } },
    },
    stubborn: {
      story: 'The coordinator never decides to abort: it waits until all managers are prepared. When all of them have aborted by themselves nothing is left to happen, and nobody is ever told.',
      set: { n: 3, bug: 'stubborn' },
      expect: { violated: { 'deadlock-freedom': 3 }, unreached: ['aborts'] },
    },
    progress: {
      story: 'As published, with a coordinator that decides in the end, and managers that do as they are told in the end (weak fairness): whoever is prepared commits or aborts.',
      set: { n: 3, progress: true },
    },
    gone: {
      story: 'The coordinator may be gone before it decides. A manager that is prepared has promised to do as it is told, and waits for ever: two-phase commit blocks.',
      set: { n: 2, bug: 'gone', progress: true },
      expect: { violated: { completion: 2 } },
    },
  },
});
