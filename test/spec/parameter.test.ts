/** Parameters: their values from code and from the command line, and what is said of wrong ones. */
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { bindParameters, boolean, kebab, listParameter, oneOf, optional, parameter, parseParameters, range } from '../../src/spec/index.js';

const declared = {
  vcpus: parameter(range(1, 4), 2, 'virtual CPUs'),
  hostCpu: parameter(range(0, 2), 0, 'who takes the interrupts'),
  quiesce: parameter(boolean, false, 'whether the guest may silence the device'),
  guestEoi: parameter(oneOf('one-write', 'two-writes'), 'one-write', 'how the guest ends an interrupt'),
  lrs: parameter(optional(range(1, 3)), null, 'list registers'),
  irqs: listParameter(oneOf('timer', 'f-level', 'lpi'), { min: 1, max: 3 }, ['timer'], 'the interrupts'),
  label: parameter(oneOf('1', 'true', 'null', 'a=b'), '1', 'texts that look like other things'),
};
const defaults = { vcpus: 2, hostCpu: 0, quiesce: false, guestEoi: 'one-write', lrs: null, irqs: ['timer'], label: '1' };

test('what is not given has its default', () => {
  expect(bindParameters('toy', declared, {})).toEqual(defaults);
  expect(bindParameters('toy', declared, { vcpus: 4, quiesce: true })).toEqual({ ...defaults, vcpus: 4, quiesce: true });
});

test('null and false are values like others', () => {
  expect(bindParameters('toy', { lrs: parameter(optional(range(1, 3)), 2, 'x'), on: parameter(boolean, true, 'x') }, { lrs: null, on: false })).toEqual({ lrs: null, on: false });
});

test.each<[string, Record<string, unknown>]>([
  ['vcpus=3', { vcpus: 3 }],
  ['vcpus=03', { vcpus: 3 }],
  ['host-cpu=1', { hostCpu: 1 }],
  ['hostCpu=1', { hostCpu: 1 }],
  ['quiesce', { quiesce: true }],
  ['quiesce=true', { quiesce: true }],
  ['quiesce=false', { quiesce: false }],
  ['guest-eoi=two-writes', { guestEoi: 'two-writes' }],
  ['lrs=null', { lrs: null }],
  ['lrs=none', { lrs: null }],
  ['lrs=2', { lrs: 2 }],
  ['irqs=lpi', { irqs: ['lpi'] }],
  ['irqs=lpi,timer, timer', { irqs: ['lpi', 'timer', 'timer'] }],
  ['label=1', { label: '1' }],
  ['label=true', { label: 'true' }],
  ['label=null', { label: 'null' }],
  ['label=a=b', { label: 'a=b' }],
])('%s is read from the command line', (text, given) => {
  expect(parseParameters('toy', declared, [text])).toEqual(given);
});

test('what is written for the command line is read again', () => {
  for (const [name, { format, default: byDefault }] of Object.entries(declared)) {
    const text = `${kebab(name)}=${(format as (value: unknown) => string)(byDefault)}`;
    expect(parseParameters('toy', declared, [text])).toEqual({ [name]: byDefault });
  }
});

test('of a parameter given twice the last one counts', () => {
  expect(parseParameters('toy', declared, ['vcpus=1', 'vcpus=3'])).toEqual({ vcpus: 3 });
});

describe('what is wrong is told', () => {
  test.each<[string, string, readonly (readonly [string, string])[]]>([
    [
      'vcpsu=3',
      'spec toy has no parameter "vcpsu"',
      [
        ['nearest', '"vcpus"'],
        ['known', 'vcpus, host-cpu, quiesce, guest-eoi, lrs, irqs, label'],
      ],
    ],
    ['memory=3', 'spec toy has no parameter "memory"', [['known', 'vcpus, host-cpu, quiesce, guest-eoi, lrs, irqs, label']]],
    ['__proto__=3', 'spec toy has no parameter "__proto__"', [['known', 'vcpus, host-cpu, quiesce, guest-eoi, lrs, irqs, label']]],
    [
      'vcpus=5',
      'spec toy, parameter vcpus: the value is not in its domain',
      [
        ['found', '5'],
        ['expected', '1 to 4'],
      ],
    ],
    [
      'vcpus=',
      'spec toy, parameter vcpus: the value is not in its domain',
      [
        ['found', ''],
        ['expected', '1 to 4'],
      ],
    ],
    [
      'vcpus=two',
      'spec toy, parameter vcpus: the value is not in its domain',
      [
        ['found', 'two'],
        ['expected', '1 to 4'],
      ],
    ],
    ['vcpus', 'parameter vcpus needs a value', [['expected', 'vcpus=VALUE, where VALUE is 1 to 4']]],
    [
      'quiesce=1',
      'spec toy, parameter quiesce: the value is not in its domain',
      [
        ['found', '1'],
        ['expected', 'true or false'],
      ],
    ],
    [
      'guest-eoi=three-writes',
      'spec toy, parameter guest-eoi: the value is not in its domain',
      [
        ['found', 'three-writes'],
        ['expected', 'one of "one-write", "two-writes"'],
      ],
    ],
    [
      'irqs=',
      'spec toy, parameter irqs: the value is not in its domain',
      [
        ['found', ''],
        ['expected', '1 to 3 of: timer, f-level, lpi (with commas)'],
      ],
    ],
    [
      'irqs=lpi,lpi,lpi,lpi',
      'spec toy, parameter irqs: the value is not in its domain',
      [
        ['found', 'lpi,lpi,lpi,lpi'],
        ['expected', '1 to 3 of: timer, f-level, lpi (with commas)'],
      ],
    ],
  ])('%s', (text, message, details) => {
    const found = thrownBy(() => parseParameters('toy', declared, [text]));
    expect([found.message, found.details]).toEqual([message, details]);
  });

  test('a value from code that is not in its domain', () => {
    expect(thrownBy(() => bindParameters('toy', declared, { vcpus: '3' }))).toMatchObject({
      message: 'spec toy, parameter vcpus: the value is not in its domain',
      details: [
        ['found', '"3"'],
        ['expected', '1 to 4'],
      ],
    });
    expect(() => bindParameters('toy', declared, { irqs: 'timer' })).toThrow('the value is not in its domain');
    expect(() => bindParameters('toy', declared, { irqs: ['timer', 'tiemr'] })).toThrow('the value is not in its domain');
    expect(() => bindParameters('toy', declared, { vcpus: undefined })).toThrow('the value is not in its domain');
  });

  test('a default that is not in its domain', () => {
    expect(thrownBy(() => parameter(range(1, 4), 5, 'virtual CPUs'))).toMatchObject({
      message: 'the default of a parameter is not in its domain',
      details: [
        ['parameter', 'virtual CPUs'],
        ['found', '5'],
        ['expected', '1 to 4'],
      ],
    });
    expect(() => listParameter(oneOf('a'), { min: 1, max: 2 }, [], 'letters')).toThrow('the default of a parameter is not in its domain');
  });

  test('a spec without parameters says that it has none', () => {
    expect(thrownBy(() => bindParameters('toy', {}, { vcpus: 1 })).details).toEqual([['known', 'it has none']]);
  });
});

test('names on the command line are written with hyphens', () => {
  expect(['vcpus', 'hostCpu', 'staleElrsr', 'n2Cpus', 'aB'].map(kebab)).toEqual(['vcpus', 'host-cpu', 'stale-elrsr', 'n2-cpus', 'a-b']);
});

function thrownBy(call: () => unknown): UserError {
  try {
    call();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
