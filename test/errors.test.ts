/** The nearest name, and what an unknown one is told. */
import { expect, test } from 'vitest';
import { nearestName, UserError, unknownName, unreachable } from '../src/errors.js';

test.each<[string, string, string | undefined]>([
  ['one letter left out', 'vcpu', 'vcpus'],
  ['one letter too many', 'vcpuss', 'vcpus'],
  ['one letter wrong', 'vcqus', 'vcpus'],
  ['two letters swapped', 'vcpsu', 'vcpus'],
  ['capitals', 'VCPUS', 'vcpus'],
  ['the beginning of a long name', 'guest', 'guest-eoi'],
  ['a third of a long name wrong', 'host-exiit-cpx', 'host-exit-cpu'],
  ['nothing like it', 'memory', undefined],
  ['too short to guess', 'x', undefined],
])('%s: %s', (_, given, nearest) => {
  expect(nearestName(given, ['vcpus', 'pcpus', 'guest-eoi', 'host-exit-cpu'])).toBe(nearest);
});

test('of several near names the nearest is taken, of equally near ones the first', () => {
  expect(nearestName('lr', ['lrs', 'line'])).toBe('lrs');
  expect(nearestName('cat', ['bat', 'rat', 'cart'])).toBe('bat');
  expect(nearestName('anything', [])).toBeUndefined();
});

test('an unknown name is told with the nearest and with all', () => {
  const error = unknownName('spec', 'petersen', ['german', 'peterson'], ' in the catalogue');
  expect(error).toBeInstanceOf(UserError);
  expect([error.message, error.details]).toEqual([
    'unknown spec "petersen" in the catalogue',
    [
      ['nearest', '"peterson"'],
      ['known', 'german, peterson'],
    ],
  ]);
  expect(unknownName('variant', 'x', []).details).toEqual([['known', 'there is none']]);
});

test('what cannot happen says so', () => {
  expect(() => unreachable('new-kind' as never)).toThrow('This cannot happen: an unexpected alternative "new-kind"');
});
