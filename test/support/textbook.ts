/**
 * Protocols from textbooks whose liveness is known, each under several assumptions of fairness. The argument is a JSON text
 * of the protocol's name and its options; a worker finds this file in the build.
 */
import { boolean, language, oneOf, queue, range, record, reference, type Spec, spec, type ValueOf, vector } from 'explore';
import type { SpecSource } from '../../src/catalog.js';

const protocols = { semaphore, alternatingBit, peterson, philosophers };

export function textbook<Name extends keyof typeof protocols>(name: Name, options: Parameters<(typeof protocols)[Name]>[0]): SpecSource {
  const argument = JSON.stringify([name, options]);
  return { spec: textbookOf(argument), url: new URL(import.meta.url.endsWith('.ts') ? '../../dist/test/support/textbook.js' : './textbook.js', import.meta.url).href, argument };
}

export default function textbookOf(argument: string): Spec {
  const [name, options] = JSON.parse(argument) as [keyof typeof protocols, never];
  return protocols[name](options);
}

type Strength = 'weak' | 'strong';
const fair = (fairness: Strength | null) => (fairness === null ? {} : { fairness });

/** Two processes and one binary semaphore. Baier and Katoen, Principles of Model Checking, examples 2.24 and 3.5: a process that waits gets in if `enter` is strongly fair; weak fairness is not enough. */
function semaphore({ enter }: { readonly enter: Strength | null }): Spec {
  const State = record({ free: boolean, at: vector(oneOf('away', 'waiting', 'inside'), 2) });
  const process = reference('process', 2);
  const actor = ({ process }: { readonly process: number }) => `process ${process}`;
  type S = ValueOf<typeof State>;
  const { action, invariant, leadsTo } = language<S>();
  return spec({
    name: 'semaphore',
    about: 'Two processes and one binary semaphore.',
    state: () => State,
    initial: () => State({ free: true }),
    actions: () => [
      action('ask', { actor, args: { process }, guard: ({ at }, { process: p }) => at.get(p) === 'away', step: (state, { process: p }) => state.setIn(['at', p], 'waiting') }),
      action('enter', {
        actor,
        args: { process },
        ...fair(enter),
        guard: ({ at, free }, { process: p }) => free && at.get(p) === 'waiting',
        step: (state, { process: p }) => state.set('free', false).setIn(['at', p], 'inside'),
      }),
      action('leave', {
        actor,
        args: { process },
        fairness: 'weak',
        guard: ({ at }, { process: p }) => at.get(p) === 'inside',
        step: (state, { process: p }) => state.set('free', true).setIn(['at', p], 'away'),
      }),
    ],
    properties: () => [
      invariant('mutual-exclusion', 'At most one process is inside.', ({ at }) => !at.every((it) => it === 'inside')),
      leadsTo('no-starvation', 'Who waits gets in.', { args: { process }, from: ({ at }, { process: p }) => at.get(p) === 'waiting', holds: ({ at }, { process: p }) => at.get(p) === 'inside' }),
    ],
  });
}

/**
 * The alternating bit protocol over channels that lose messages. Lamport, Specifying Systems, section 14.2: every message
 * arrives if receiving is strongly fair at both ends; with weak fairness the channel may lose each copy just before it is taken.
 */
function alternatingBit({ receive }: { readonly receive: Strength }): Spec {
  const State = record({ sent: boolean, confirmed: boolean, received: boolean, messages: queue(boolean, 2), acks: queue(boolean, 2) });
  type S = ValueOf<typeof State>;
  const { action, leadsTo } = language<S>();
  return spec({
    name: 'alternating-bit',
    about: 'The alternating bit protocol.',
    state: () => State,
    initial: () => State(),
    actions: () => [
      action('new', { actor: 'sender', fairness: 'weak', guard: ({ sent, confirmed }) => sent === confirmed, step: (state) => state.set('sent', !state.sent) }),
      action('send', { actor: 'sender', fairness: 'weak', guard: ({ messages }) => messages.size < 2, step: (state) => state.set('messages', state.messages.push(state.sent)) }),
      action('lose-message', { actor: 'channel', guard: ({ messages }) => messages.size > 0, step: (state) => state.set('messages', state.messages.shift()) }),
      action('receive-message', {
        actor: 'receiver',
        fairness: receive,
        guard: ({ messages }) => messages.size > 0,
        step: (state) => state.merge({ received: state.messages.first() as boolean, messages: state.messages.shift() }),
      }),
      action('acknowledge', { actor: 'receiver', fairness: 'weak', guard: ({ acks }) => acks.size < 2, step: (state) => state.set('acks', state.acks.push(state.received)) }),
      action('lose-ack', { actor: 'channel', guard: ({ acks }) => acks.size > 0, step: (state) => state.set('acks', state.acks.shift()) }),
      action('receive-ack', {
        actor: 'sender',
        fairness: receive,
        guard: ({ acks }) => acks.size > 0,
        step: (state) => state.merge({ confirmed: state.acks.first() as boolean, acks: state.acks.shift() }),
      }),
    ],
    properties: () => [leadsTo('arrives', 'What is sent is received.', { args: { bit: boolean }, from: ({ sent }, { bit }) => sent === bit, holds: ({ received }, { bit }) => received === bit })],
  });
}

/**
 * Peterson's lock for two. Baier and Katoen, example 2.25: who waits gets in, whatever is assumed, because the other cannot
 * come again without giving way. That each gets in again and again needs weak fairness: it must want to.
 */
function peterson({ goOn }: { readonly goOn: Strength | null }): Spec {
  const State = record({ turn: range(0, 1), at: vector(oneOf('away', 'asking', 'waiting', 'inside'), 2) });
  const process = reference('process', 2);
  const actor = ({ process }: { readonly process: number }) => `process ${process}`;
  type S = ValueOf<typeof State>;
  const { action, leadsTo, alwaysEventually } = language<S>();
  return spec({
    name: 'peterson-two',
    about: 'Peterson’s lock for two processes.',
    state: () => State,
    initial: () => State(),
    actions: () => [
      action('want', { actor, args: { process }, ...fair(goOn), guard: ({ at }, { process: p }) => at.get(p) === 'away', step: (state, { process: p }) => state.setIn(['at', p], 'asking') }),
      action('give-way', {
        actor,
        args: { process },
        ...fair(goOn),
        guard: ({ at }, { process: p }) => at.get(p) === 'asking',
        step: (state, { process: p }) => state.set('turn', 1 - p).setIn(['at', p], 'waiting'),
      }),
      action('enter', {
        actor,
        args: { process },
        ...fair(goOn),
        guard: ({ at, turn }, { process: p }) => at.get(p) === 'waiting' && (turn === p || at.get(1 - p) === 'away'),
        step: (state, { process: p }) => state.setIn(['at', p], 'inside'),
      }),
      action('leave', {
        actor,
        args: { process },
        ...fair(goOn),
        guard: ({ at }, { process: p }) => at.get(p) === 'inside',
        step: (state, { process: p }) => state.setIn(['at', p], 'away'),
      }),
    ],
    properties: () => [
      leadsTo('no-starvation', 'Who waits gets in.', { args: { process }, from: ({ at }, { process: p }) => at.get(p) === 'waiting', holds: ({ at }, { process: p }) => at.get(p) === 'inside' }),
      alwaysEventually('enters', 'Each process gets in again and again.', { args: { process }, holds: ({ at }, { process: p }) => at.get(p) === 'inside' }),
    ],
  });
}

/**
 * Dijkstra's dining philosophers, who take their forks one by one. All left first: they can all wait for one another (Dijkstra,
 * EWD 310). The last one right first, an order of the forks: nobody waits for ever if taking is strongly fair; with weak
 * fairness a neighbour may eat again and again, and the fork between them is free only now and then.
 */
function philosophers({ seats, order, take }: { readonly seats: number; readonly order: 'all-left' | 'last-right'; readonly take: Strength }): Spec {
  const State = record({ forks: vector(boolean, seats), hands: vector(range(0, 2), seats) });
  const seat = reference('seat', seats);
  const actor = ({ seat }: { readonly seat: number }) => `philosopher ${seat}`;
  type S = ValueOf<typeof State>;
  const { action, alwaysEventually } = language<S>();
  /** The fork that a philosopher takes as first or second. */
  const fork = (p: number, hand: number): number => (p + (order === 'last-right' && p === seats - 1 ? 1 - hand : hand)) % seats;
  return spec({
    name: 'philosophers',
    about: 'Dining philosophers.',
    state: () => State,
    initial: () => State(),
    actions: () => [
      action('take', {
        actor,
        args: { seat },
        fairness: take,
        guard: ({ forks, hands }, { seat: p }) => hands.get(p) < 2 && !forks.get(fork(p, hands.get(p))),
        step: (state, { seat: p }) => state.setIn(['forks', fork(p, state.hands.get(p))], true).updateIn(['hands', p], (hands) => hands + 1),
      }),
      action('think', {
        actor,
        args: { seat },
        fairness: 'weak',
        guard: ({ hands }, { seat: p }) => hands.get(p) === 2,
        step: (state, { seat: p }) =>
          state
            .setIn(['forks', p], false)
            .setIn(['forks', (p + 1) % seats], false)
            .setIn(['hands', p], 0),
      }),
    ],
    properties: () => [alwaysEventually('eats', 'Each philosopher eats again and again.', { args: { seat }, holds: ({ hands }, { seat: p }) => hands.get(p) === 2 })],
  });
}
