/** How Raft elects a leader: at most one for each term, whatever is late, lost or restarted. */
import { boolean, oneOf, optional, parameter, range, record, reference, set, spec, vector } from 'explore';

export default spec({
  name: 'raft-election',
  about:
    'The elections of Raft, up to a last term. A server that hears of no leader begins a new term and asks for votes; each server votes once in a term; who has the votes of a majority leads. Messages may be late, lost, and received again, and servers restart.',
  sources: ['D. Ongaro, J. Ousterhout, In Search of an Understandable Consensus Algorithm, USENIX ATC 2014, sections 5.1 and 5.2'],

  parameters: {
    servers: parameter(range(2, 4), 3, 'servers'),
    terms: parameter(range(1, 3), 2, 'the last term'),
    bug: parameter(optional(oneOf('forgets-vote', 'minority', 'votes-again')), null, 'a mistake of the servers; none: as it was published'),
  },

  state: ({ servers, terms }) => {
    const server = reference('server', servers);
    return record({
      servers: vector(
        record({
          role: oneOf('follower', 'candidate', 'leader'),
          term: range(0, terms),
          /** Whom it has voted for in its term; this and the term outlive a restart. */
          votedFor: optional(server),
          /** Whose votes it has heard of, as a candidate. */
          votes: set(server),
        }),
        servers,
      ),
      /** Per term, from 1, the servers that have asked for votes. */
      requests: vector(vector(boolean, servers), terms),
      /** Per term and voter, whom it has told that it votes for it. */
      ballots: vector(vector(set(server), servers), terms),
    });
  },
  initial: (_, state) => state(),

  actions: ({ servers, terms, bug }, { action }) => {
    const server = reference('server', servers);
    const args = { server };
    const actor = (chosen: { readonly server: number }) => `server ${chosen.server}`;
    const majority = bug === 'minority' ? Math.floor(servers / 2) : Math.floor(servers / 2) + 1;
    return [
      action('timeOut', {
        actor,
        about: 'Has not heard of a leader: begins a new term, votes for itself, and asks the others.',
        args,
        guard: ({ servers: all }, chosen) => all.get(chosen.server).role !== 'leader' && all.get(chosen.server).term < terms,
        step: (state, chosen) => {
          const { term, votes } = state.servers.get(chosen.server);
          return state
            .updateIn(['servers', chosen.server], (it) => it.merge({ role: 'candidate', term: term + 1, votedFor: chosen.server, votes: votes.clear().add(chosen.server) }))
            .setIn(['requests', term, chosen.server], true)
            .updateIn(['ballots', term, chosen.server], (told) => told.add(chosen.server));
        },
      }),
      action('vote', {
        actor,
        about: 'Hears a request: goes on to its term, if that is later, and votes for the candidate, unless it has voted for another one.',
        args: { server, candidate: server, term: range(1, terms) },
        where: (chosen) => chosen.server !== chosen.candidate,
        guard: ({ servers: all, requests }, chosen) => {
          if (!requests.get(chosen.term - 1).get(chosen.candidate)) return false;
          const { term, votedFor } = all.get(chosen.server);
          return term < chosen.term || (term === chosen.term && (votedFor === null || (bug === 'votes-again' && votedFor !== chosen.candidate)));
        },
        step: (state, chosen) => {
          const { term, votes, role } = state.servers.get(chosen.server);
          const later = term < chosen.term;
          return state
            .updateIn(['servers', chosen.server], (it) => it.merge({ term: chosen.term, votedFor: chosen.candidate, role: later ? 'follower' : role, votes: later ? votes.clear() : votes }))
            .updateIn(['ballots', chosen.term - 1, chosen.server], (told) => told.add(chosen.candidate));
        },
      }),
      action('count', {
        actor,
        about: 'A candidate hears of a vote.',
        args: { server, voter: server },
        where: (chosen) => chosen.server !== chosen.voter,
        guard: ({ servers: all, ballots }, chosen) => {
          const { role, term, votes } = all.get(chosen.server);
          return (
            role === 'candidate' &&
            !votes.has(chosen.voter) &&
            ballots
              .get(term - 1)
              .get(chosen.voter)
              .has(chosen.server)
          );
        },
        step: (state, chosen) => state.updateIn(['servers', chosen.server, 'votes'], (votes) => votes.add(chosen.voter)),
      }),
      action('lead', {
        actor,
        about: 'A candidate has the votes of a majority: leads.',
        args,
        guard: ({ servers: all }, chosen) => all.get(chosen.server).role === 'candidate' && all.get(chosen.server).votes.size >= majority,
        step: (state, chosen) => state.updateIn(['servers', chosen.server], (it) => it.merge({ role: 'leader', votes: it.votes.clear() })),
      }),
      action('restart', {
        actor,
        about: 'Forgets all but its term and its vote.',
        args,
        guard: ({ servers: all }, chosen) => all.get(chosen.server).role !== 'follower' || (bug === 'forgets-vote' && all.get(chosen.server).votedFor !== null),
        step: (state, chosen) => state.updateIn(['servers', chosen.server], (it) => it.merge({ role: 'follower', votes: it.votes.clear(), ...(bug === 'forgets-vote' && { votedFor: null }) })),
      }),
    ];
  },

  properties: ({ servers, terms }, { invariant, witness }) => {
    const server = reference('server', servers);
    return [
      invariant('election-safety', 'No two servers lead in the same term.', {
        source: 'Ongaro and Ousterhout 2014, figure 3, Election Safety',
        args: { server, other: server },
        where: (pair) => pair.server < pair.other,
        given: ({ servers: all }, pair) => all.get(pair.server).role === 'leader',
        holds: ({ servers: all }, pair) => all.get(pair.other).role !== 'leader' || all.get(pair.other).term !== all.get(pair.server).term,
      }),
      invariant('one-vote', 'Nobody votes for two candidates in the same term.', {
        source: 'Ongaro and Ousterhout 2014, section 5.2',
        args: { voter: server, term: range(1, terms) },
        holds: ({ ballots }, { voter, term }) => ballots.get(term - 1).get(voter).size <= 1,
      }),
      witness('leads', 'The server leads in the term.', {
        args: { server, term: range(1, terms) },
        reached: ({ servers: all }, chosen) => all.get(chosen.server).role === 'leader' && all.get(chosen.server).term === chosen.term,
      }),
      witness('split-vote', 'All servers have voted for themselves.', ({ servers: all }) => all.every(({ role, votedFor }, index) => role === 'candidate' && votedFor === index)),
    ];
  },

  expect: { states: 2651, transitions: 9657 },
  variants: {
    'forgets-vote': {
      story: 'A server does not write down whom it has voted for. After a restart it votes again in the same term, and two candidates have a majority.',
      set: { terms: 1, bug: 'forgets-vote' },
      expect: { violated: { 'one-vote': 4, 'election-safety': 9 } },
    },
    minority: {
      story: 'Half of the servers, rounded down, are taken for a majority. Each candidate of three leads by its own vote.',
      set: { terms: 1, bug: 'minority' },
      expect: { violated: { 'election-safety': 4 } },
    },
    'votes-again': {
      story: 'A server grants every request of its term, and does not look whether it has voted.',
      set: { terms: 1, bug: 'votes-again' },
      expect: { violated: { 'one-vote': 3, 'election-safety': 8 } },
    },
  },
});
