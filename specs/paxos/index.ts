/** Single-decree Paxos: acceptors agree on one value, whoever proposes one, and however late messages come. */
import { boolean, oneOf, optional, parameter, range, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'paxos',
  about:
    'Single-decree Paxos. In each ballot a proposer asks for promises, and proposes a value when a majority has promised: the one that was voted for last among them, or any when there was none. A value is chosen when a majority has voted for it in one ballot. Messages may be late, lost, and received again.',
  sources: ['L. Lamport, Paxos Made Simple, ACM SIGACT News 32(4), 2001', 'TLA+ Examples, specifications/PaxosHowToWinATuringAward, module Paxos'],

  parameters: {
    acceptors: parameter(range(1, 5), 3, 'acceptors'),
    ballots: parameter(range(1, 4), 2, 'ballots'),
    values: parameter(range(1, 3), 2, 'values that can be proposed'),
    bug: parameter(optional(oneOf('any-value', 'small-quorum', 'breaks-promise')), null, 'a mistake in the algorithm; none: as it was published'),
  },

  // Messages are never removed, so each kind of them is the set of those that were sent.
  state: ({ acceptors, ballots, values }) => {
    const ballot = range(0, ballots - 1);
    const value = range(1, values);
    const vote = optional(record({ ballot, value }));
    return record({
      acceptors: vector(record({ promised: optional(ballot), voted: vote }), acceptors),
      /** 1a: the ballots in which promises were asked for. */
      asked: vector(boolean, ballots),
      /** 1b: per ballot and acceptor its promise, with its last vote. */
      promises: vector(vector(optional(record({ voted: vote })), acceptors), ballots),
      /** 2a: per ballot the value that was proposed. */
      proposed: vector(optional(value), ballots),
      /** 2b: per ballot and acceptor whether it has voted for that value. */
      votes: vector(vector(boolean, acceptors), ballots),
    });
  },
  initial: (_, state) => state(),

  actions: ({ acceptors, ballots, values, bug }, { action }) => {
    const acceptor = reference('acceptor', acceptors);
    const ballot = range(0, ballots - 1);
    const Promised = record({ voted: optional(record({ ballot, value: range(1, values) })) });
    const Vote = record({ ballot, value: range(1, values) });
    const proposer = (chosen: { readonly ballot: number }) => `proposer of ballot ${chosen.ballot}`;
    const voter = (chosen: { readonly acceptor: number }) => `acceptor ${chosen.acceptor}`;
    const quorums = quorumsOf(acceptors, bug === 'small-quorum');
    return [
      action('ask', { actor: proposer, about: 'Asks all acceptors for a promise (1a).', args: { ballot }, step: (state, { ballot: number }) => state.setIn(['asked', number], true) }),
      action('promise', {
        actor: voter,
        about: 'Promises to take no part in lower ballots, and tells its last vote (1b).',
        args: { acceptor, ballot },
        guard: ({ asked, acceptors: all }, chosen) => asked.get(chosen.ballot) && (all.get(chosen.acceptor).promised ?? -1) < chosen.ballot,
        step: (state, chosen) =>
          state.setIn(['acceptors', chosen.acceptor, 'promised'], chosen.ballot).setIn(['promises', chosen.ballot, chosen.acceptor], Promised({ voted: state.acceptors.get(chosen.acceptor).voted })),
      }),
      action('propose', {
        actor: proposer,
        about: 'A quorum has promised: proposes the value that was voted for last among them, or any (2a).',
        args: { ballot, value: range(1, values) },
        guard: ({ proposed, promises }, chosen) =>
          proposed.get(chosen.ballot) === null &&
          quorums.some((quorum) => {
            const told = quorum.map((member) => promises.get(chosen.ballot).get(member));
            if (told.some((promise) => promise === null)) return false;
            const votes = told.flatMap((promise) => promise?.voted ?? []);
            const last = Math.max(...votes.map((vote) => vote.ballot));
            return votes.length === 0 || bug === 'any-value' || votes.some((vote) => vote.ballot === last && vote.value === chosen.value);
          }),
        step: (state, chosen) => state.setIn(['proposed', chosen.ballot], chosen.value),
      }),
      action('vote', {
        actor: voter,
        about: 'Votes for the value that was proposed, unless it has promised not to (2b).',
        args: { acceptor, ballot },
        guard: ({ proposed, acceptors: all }, chosen) => proposed.get(chosen.ballot) !== null && (bug === 'breaks-promise' || (all.get(chosen.acceptor).promised ?? -1) <= chosen.ballot),
        step: (state, chosen) => {
          const value = state.proposed.get(chosen.ballot);
          if (value === null) return state;
          return state
            .updateIn(['acceptors', chosen.acceptor], (it) => it.merge({ promised: chosen.ballot, voted: Vote({ ballot: chosen.ballot, value }) }))
            .setIn(['votes', chosen.ballot, chosen.acceptor], true);
        },
      }),
    ];
  },

  properties: ({ acceptors, ballots, values, bug }, { invariant, witness }) => {
    const ballot = range(0, ballots - 1);
    const quorums = quorumsOf(acceptors, bug === 'small-quorum');
    const isChosen = (votes: { get(index: number): boolean }) => quorums.some((quorum) => quorum.every((member) => votes.get(member)));
    return [
      invariant('agreement', 'No two ballots choose different values.', {
        source: 'Paxos Made Simple, section 2.1',
        args: { ballot, later: ballot },
        where: (pair) => pair.ballot <= pair.later,
        given: ({ votes }, pair) => isChosen(votes.get(pair.ballot)) && isChosen(votes.get(pair.later)),
        holds: ({ proposed }, pair) => proposed.get(pair.ballot) === proposed.get(pair.later),
      }),
      witness('chooses', 'The value is chosen.', {
        args: { value: range(1, values) },
        reached: ({ votes, proposed }, { value }) => votes.some((cast, number) => proposed.get(number) === value && isChosen(cast)),
      }),
    ];
  },

  expect: { states: 3921, transitions: 22_994, depth: 16 },
  variants: {
    'any-value': {
      story: 'A proposer does not look at the votes it is told of, and proposes what it likes: another value than the one that was chosen before.',
      set: { bug: 'any-value' },
      expect: { violated: { agreement: 12 } },
    },
    'small-quorum': {
      story: 'One acceptor is taken for a quorum. Two ballots need not have one in common, and so the second one does not hear of the first.',
      set: { bug: 'small-quorum' },
      expect: { violated: { agreement: 8 } },
    },
    'breaks-promise': {
      story: 'An acceptor votes in a lower ballot than it has promised. The higher ballot has been told that there was no vote.',
      set: { bug: 'breaks-promise' },
      expect: { violated: { agreement: 12 } },
    },
  },
});

/** The smallest sets of acceptors of which any two have a member in common; or, wrongly, each acceptor by itself. */
function quorumsOf(acceptors: number, small: boolean): readonly (readonly number[])[] {
  const size = small ? 1 : Math.floor(acceptors / 2) + 1;
  const subsets = Array.from({ length: 2 ** acceptors }, (_, number) => Array.from({ length: acceptors }, (__, member) => member).filter((member) => Math.floor(number / 2 ** member) % 2 === 1));
  return subsets.filter((subset) => subset.length === size);
}
