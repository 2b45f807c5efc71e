/** The alternating bit protocol: values over channels that lose messages, told apart by one bit. */
import { oneOf, optional, parameter, queue, range, record, spec } from 'explore';

const bit = range(0, 1);

export default spec({
  name: 'alternating-bit',
  about:
    'A sender has values for a receiver. Both channels may lose messages, but do not change their order. Each value travels with a bit, and is sent again and again until an acknowledgement with the same bit comes back; the next one has the other bit.',
  sources: [
    'K. A. Bartlett, R. A. Scantlebury, P. T. Wilkinson, A Note on Reliable Full-Duplex Transmission over Half-Duplex Links, CACM 12(5), 1969',
    'L. Lamport, Specifying Systems, 2002, section 14.2; modules AlternatingBit, ABCorrectness and MCAlternatingBit',
  ],

  parameters: {
    values: parameter(range(2, 3), 2, 'different values that are sent'),
    capacity: parameter(range(1, 4), 2, 'messages that a channel holds'),
    bug: parameter(optional(oneOf('impatient', 'reordering')), null, 'a mistake of the sender or of the channels; none: as it was published'),
  },

  state: ({ values, capacity }) => {
    const value = range(1, values);
    return record({
      messages: queue(record({ bit, value }), capacity),
      acknowledgements: queue(bit, capacity),
      /** The bit of the value that is being sent, and the one that was acknowledged last. */
      sending: bit,
      acknowledged: bit,
      /** The bit of the value that was received last. */
      receivedBit: bit,
      sent: value,
      received: value,
    });
  },
  // The bits are equal, whichever it is, and nothing is known of the values.
  initial: ({ values }, state) => {
    const all = Array.from({ length: values }, (_, index) => index + 1);
    return ([0, 1] as const).flatMap((each) => all.flatMap((sent) => all.map((received) => state({ sending: each, acknowledged: each, receivedBit: each, sent, received }))));
  },

  actions: ({ values, bug, capacity }, { action }) => {
    const value = range(1, values);
    const Message = record({ bit, value });
    /** Which of the messages of a channel may come next: the oldest, or any. */
    const next = range(0, bug === 'reordering' ? capacity - 1 : 0);
    return [
      action('send', {
        actor: 'sender',
        about: 'The last value was acknowledged: sends the next one, with the other bit.',
        args: { value },
        guard: ({ acknowledged, sending, messages }) => (acknowledged === sending || bug === 'impatient') && !messages.isFull(),
        step: (state, { value: sent }) => {
          const sending = 1 - state.sending;
          return state.merge({ sent, sending, messages: state.messages.push(Message({ bit: sending, value: sent })) });
        },
      }),
      action('sendAgain', {
        actor: 'sender',
        about: 'The value was not acknowledged yet: sends it once more.',
        guard: ({ acknowledged, sending, messages }) => acknowledged !== sending && !messages.isFull(),
        step: (state) => state.set('messages', state.messages.push(Message({ bit: state.sending, value: state.sent }))),
      }),
      action('receive', {
        actor: 'receiver',
        about: 'Takes a message out of the channel.',
        args: { message: next },
        guard: ({ messages }, { message }) => messages.size > message,
        step: (state, { message }) => {
          const taken = state.messages.at(message);
          return state.merge({ receivedBit: taken.bit, received: taken.value, messages: without(state.messages, message) });
        },
      }),
      action('acknowledge', {
        actor: 'receiver',
        about: 'Sends the bit of what it has received last.',
        guard: ({ acknowledgements }) => !acknowledgements.isFull(),
        step: (state) => state.set('acknowledgements', state.acknowledgements.push(state.receivedBit)),
      }),
      action('hear', {
        actor: 'sender',
        about: 'Takes an acknowledgement out of the channel.',
        args: { message: next },
        guard: ({ acknowledgements }, { message }) => acknowledgements.size > message,
        step: (state, { message }) => state.merge({ acknowledged: state.acknowledgements.at(message), acknowledgements: without(state.acknowledgements, message) }),
      }),
      action('loseMessage', {
        actor: 'channel',
        about: 'Any one of the messages is lost.',
        guard: ({ messages }) => !messages.isEmpty(),
        step: (state) => Array.from({ length: state.messages.size }, (_, index) => state.set('messages', without(state.messages, index))),
      }),
      action('loseAcknowledgement', {
        actor: 'channel',
        about: 'Any one of the acknowledgements is lost.',
        guard: ({ acknowledgements }) => !acknowledgements.isEmpty(),
        step: (state) => Array.from({ length: state.acknowledgements.size }, (_, index) => state.set('acknowledgements', without(state.acknowledgements, index))),
      }),
    ];
  },

  properties: ({ values }, { step, witness, deadlockFreedom }) => [
    step('receives-what-was-sent', 'What the receiver takes for new is what the sender is sending; anything else changes nothing.', {
      source: 'CRcvMsg in module ABCorrectness',
      given: (state, { action }, next) => action === 'receive' && (state.receivedBit !== next.receivedBit || state.received !== next.received),
      holds: {
        'it was waiting for this': ({ receivedBit, sending }) => receivedBit !== sending,
        'the bit is that of the sender': ({ sending }, _taken, next) => next.receivedBit === sending,
        'the value is that of the sender': ({ sent }, _taken, next) => next.received === sent,
      },
    }),
    step('hears-what-was-received', 'What the sender takes for a new acknowledgement tells what the receiver has received; anything else changes nothing.', {
      source: 'CRcvAck in module ABCorrectness',
      given: ({ acknowledged }, { action }, next) => action === 'hear' && acknowledged !== next.acknowledged,
      holds: ({ receivedBit }, _taken, next) => next.acknowledged === receivedBit,
    }),
    deadlockFreedom('no-deadlock', 'Somebody can always do something.'),
    witness('delivers', 'The value was received while the sender still waits for the acknowledgement.', {
      args: { value: range(1, values) },
      reached: ({ sent, received, sending, acknowledged, receivedBit }, { value }) => received === value && sent === value && sending === receivedBit && acknowledged !== sending,
    }),
  ],

  expect: { states: 240, depth: 9, transitions: 1056 },
  variants: {
    impatient: {
      story: 'The sender does not wait for the acknowledgement. With two new values under way the bit is back where it was, and the receiver takes an old value for the new one.',
      set: { bug: 'impatient' },
      expect: { violated: { 'receives-what-was-sent': 3, 'hears-what-was-received': 6 } },
    },
    reordering: {
      story:
        'The channels change the order of what they carry. One bit tells the next value from the last one, but not from the one before that: a late acknowledgement, or a late message, is taken for a new one.',
      set: { bug: 'reordering' },
      expect: { violated: { 'receives-what-was-sent': 8, 'hears-what-was-received': 6 } },
    },
  },
});

/** A queue without one of its elements. */
function without<T, Q extends { clear(): Q; push(value: T): Q; toArray(): T[] }>(channel: Q, index: number): Q {
  return channel.toArray().reduce((rest, element, at) => (at === index ? rest : rest.push(element)), channel.clear());
}
