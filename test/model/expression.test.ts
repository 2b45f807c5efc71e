/** Expressions over states: what they mean, how they are written, and what is said about one that cannot be read. */
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { holds, readAspects, readExpression, type State, valueAt } from '../../src/model/index.js';
import { boolean, map, oneOf, optional, queue, range, record, reference, set, vector } from '../../src/spec/index.js';

const Handler = record({ stage: oneOf('acked', 'dropped'), irq: reference('irq', 2) });
const Vcpu = record({ pc: oneOf('out', 'guest', 'sync-timer'), cpu: optional(reference('cpu', 2)), handler: optional(Handler), fill: range(-1, 3) });
const Schema = record({
  vcpus: vector(Vcpu, 2),
  locked: boolean,
  seen: set(oneOf('a', 'b c')),
  homes: map(range(-1, 1), Handler),
  inbox: queue(range(0, 9), 2),
  'odd-name': oneOf('true', 'null', '7'),
});

/** vCPU 0 is in the guest on CPU 1 and handles interrupt 1; vCPU 1 is out; one message, 0, waits. */
const state = Schema({ locked: true })
  .setIn(['vcpus', 0], Vcpu({ pc: 'guest', cpu: 1, fill: 3 }).set('handler', Handler({ irq: 1 })))
  .update('seen', (seen) => seen.add('b c'))
  .update('homes', (homes) => homes.set(-1, Handler({ stage: 'dropped' })))
  .update('inbox', (inbox) => inbox.push(0)) as unknown as State;

const ask = (text: string) => holds(readExpression(Schema, text), state);

test.each([
  ['vcpus[0].pc == guest', true],
  ['vcpus[1].pc == guest', false],
  ['vcpus[0].pc=="guest"', true],
  ["vcpus[0].pc != 'sync-timer'", true],
  ['vcpus[1].pc === sync-timer', false],
  ['vcpus[0].cpu == 1', true],
  ['vcpus[1].cpu == null', true],
  ['vcpus[1].cpu != null', false],
  // Null has no order.
  ['vcpus[1].cpu < 1', false],
  ['vcpus[1].cpu >= 0', false],
  ['vcpus[0].fill > 2', true],
  ['vcpus[0].fill <= 2', false],
  ['vcpus[1].fill == -1', true],
  ['vcpus[1].fill < 100', true],
  // An optional part, and what lies below it.
  ['vcpus[0].handler != null', true],
  ['vcpus[1].handler == null', true],
  ['vcpus[0].handler.stage == acked', true],
  ['vcpus[1].handler.stage == acked', false],
  ['vcpus[1].handler.stage != acked', true],
  ['vcpus[1].handler.stage == null', true],
  // A star is true of one of them.
  ['vcpus[*].pc == guest', true],
  ['vcpus[*].pc == sync-timer', false],
  ['vcpus[*].pc != guest', true],
  ['!(vcpus[*].pc != guest)', false],
  ['vcpus[*].handler.irq == 1', true],
  ['locked', true],
  ['!locked', false],
  ['!!locked', true],
  ['locked == false', false],
  ['seen["b c"]', true],
  ['seen.a', false],
  ['seen.*', true],
  ['homes.-1.stage == dropped', true],
  ['homes[-1] == null', false],
  ['homes[1] == null', true],
  ['inbox.length == 1', true],
  ['inbox[0] == 0', true],
  // Behind the end of the queue there is nothing, though its place holds a 0.
  ['inbox[1] == 0', false],
  ['inbox[1] == null', true],
  // Words that look like something else, where the domain has them.
  ['odd-name == true', true],
  ['odd-name == "true"', true],
  ['odd-name != null', true],
  ['odd-name == 7', false],
  // ! binds before &&, and && before ||.
  ['locked || locked && vcpus[1].pc == guest', true],
  ['(locked || locked) && vcpus[1].pc == guest', false],
  ['!locked && locked || locked', true],
  ['! vcpus[0].pc == out && locked', true],
  [' ( locked&&(vcpus [ 0 ] . pc==guest) ) ', true],
])('%s is %s', (text, expected) => {
  expect(ask(text)).toBe(expected);
});

describe('a list has', () => {
  const told = (text: string) => readAspects(Schema, text).map((aspect) => (aspect.kind === 'variable' ? aspect.place.path : `? ${aspect.text}`));

  test('variables, parts and expressions', () => {
    expect(told('vcpus[0].pc, vcpus[1] ,locked && vcpus[0].cpu == 1, !locked')).toEqual(['vcpus[0].pc', 'vcpus[1]', '? locked && vcpus[0].cpu == 1', '? !locked']);
  });

  test('one variable for each of *', () => {
    expect(told('vcpus[*].pc,homes[*].stage')).toEqual(['vcpus[0].pc', 'vcpus[1].pc', 'homes[0].stage', 'homes[1].stage', 'homes.-1.stage']);
  });

  test('variables whose value is null where they are absent', () => {
    const values = readAspects(Schema, 'vcpus[*].handler.irq, inbox[*]').map((aspect) => (aspect.kind === 'variable' ? valueAt(aspect.place, state) : undefined));
    expect(values).toEqual([1, null, 0, null]);
  });
});

describe('what cannot be read is told with the place:', () => {
  const faultOf = (text: string, read: (schema: typeof Schema, text: string) => unknown = readExpression): string => {
    try {
      read(Schema, text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [error.message, ...error.details.map(([label, told]) => `${label}: ${told}`)].join(' | ');
    }
    throw new Error(`${text} was read`);
  };

  test.each([
    ['vcpu[0].pc == out', 'unknown variable "vcpu" | nearest: "vcpus" | known: vcpus, locked, seen, homes, inbox, odd-name'],
    ['vcpus[0].pcc == out', 'unknown variable "vcpus[0].pcc" | nearest: "vcpus[0].pc" | known: vcpus[0].pc, vcpus[0].cpu, vcpus[0].handler, vcpus[0].fill'],
    ['vcpus[2].pc == out', 'unknown variable "vcpus[2]" | nearest: "vcpus[0]" | known: vcpus[0], vcpus[1]'],
    ['vcpus[0].pc == gues', 'vcpus[0].pc is never gues | found: gues | nearest: guest | expected: one of "out", "guest", "sync-timer"'],
    ['vcpus[0].fill == 4', 'vcpus[0].fill is never 4 | found: 4 | expected: -1 to 3'],
    ['vcpus[0].fill == null', 'vcpus[0].fill is never null | found: null | expected: -1 to 3'],
    ['vcpus[0].fill < out', 'vcpus[0].fill is never out | found: out | expected: a number'],
    ['vcpus[0].pc < 3', 'vcpus[0].pc has no order: it cannot be compared by < | expected: == or != with one of "out", "guest", "sync-timer"'],
    ['vcpus[0].pc', 'vcpus[0].pc is neither true nor false by itself | to do: compare it with a value: vcpus[0].pc == sync-timer'],
    ['vcpus[0] == 3', 'vcpus[0] is a part with variables of its own | or: one of them: vcpus[0] followed by .pc .cpu .handler .fill'],
    ['vcpus[0].handler', 'vcpus[0].handler is a part with variables of its own | expected: vcpus[0].handler == null, or != null | or: one of them: vcpus[0].handler followed by .stage .irq'],
    ['locked.deep', 'locked is a single value | found: locked.deep | expected: true or false'],
    ['locked = true', 'an expression cannot be read: locked = true | behind: locked | found: = true | expected: == (a single = does not compare)'],
    ['locked &', 'an expression cannot be read: locked & | behind: locked | found: & | expected: the end, or one of && || ,'],
    ['locked &&', 'an expression cannot be read: locked && | behind: locked && | found: its end | expected: a variable, ! or ('],
    ['(locked', 'an expression cannot be read: (locked | behind: (locked | found: its end | expected: a )'],
    ['vcpus[', 'an expression cannot be read: vcpus[ | behind: vcpus | found: [ | expected: the name of a part, or an index such as [0] or [*]'],
    ['vcpus[0].pc ==', 'an expression cannot be read: vcpus[0].pc == | behind: vcpus[0].pc == | found: its end | expected: a value'],
    ['', 'an expression cannot be read: it is empty | found: its end | expected: a variable, ! or ('],
    ['locked)', 'an expression cannot be read: locked) | behind: locked | found: ) | expected: the end, or one of && || ,'],
  ])('%s', (text, expected) => {
    expect(faultOf(text)).toBe(expected);
  });

  test.each([
    ['locked,', 'an expression cannot be read: locked, | behind: locked, | found: its end | expected: a variable, ! or ('],
    ['locked vcpus[0].pc', 'an expression cannot be read: locked vcpus[0].pc | behind: locked | found: vcpus[0].pc | expected: the end, or one of && || ,'],
  ])('the list %s', (text, expected) => {
    expect(faultOf(text, readAspects)).toBe(expected);
  });

  test('one that is deeper or longer than any that is meant', () => {
    expect(faultOf(`${'('.repeat(5000)}locked`)).toMatch(/expected: fewer of \( and !/);
    expect(faultOf(`${'!'.repeat(5000)}locked`)).toMatch(/expected: fewer of \( and !/);
    expect(faultOf('locked && '.repeat(2000))).toMatch(/^an expression is too long/);
  });
});
