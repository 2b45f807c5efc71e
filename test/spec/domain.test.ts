/** The finite domains of leaves: what is in them, in which order, and how a message shows them. */
import { describe, expect, test } from 'vitest';
import { boolean, type Domain, isDomain, oneOf, optional, range, reference, show, valuesOf } from '../../src/spec/index.js';

const all = <T>(domain: Domain<T>) => [...valuesOf(domain)];

test('a domain lists its values, the one that a leaf begins with first', () => {
  expect(all(boolean)).toEqual([false, true]);
  expect(all(range(-1, 2))).toEqual([-1, 0, 1, 2]);
  expect(all(oneOf('idle', 'busy'))).toEqual(['idle', 'busy']);
  expect(all(reference('cpu', 3))).toEqual([0, 1, 2]);
  expect(all(optional(range(4, 5)))).toEqual([null, 4, 5]);
  expect(all(optional(boolean))).toEqual([null, false, true]);
});

test.each<[Domain<unknown>, number, string]>([
  [boolean, 2, 'true or false'],
  [range(0, 3), 4, '0 to 3'],
  [range(7, 7), 1, '7'],
  [range(-(2 ** 30), 2 ** 30 - 1), 2 ** 31, '-1073741824 to 1073741823'],
  [oneOf('a'), 1, '"a"'],
  [oneOf('a', 'b'), 2, 'one of "a", "b"'],
  [reference('vcpu', 4), 4, 'a vcpu, 0 to 3'],
  [optional(range(0, 3)), 5, 'null, or 0 to 3'],
  [optional(reference('vcpu', 2)), 3, 'null, or a vcpu, 0 to 1'],
])('%#: a domain knows its size and its words', (domain, size, words) => {
  expect([domain.size, domain.words]).toEqual([size, words]);
});

test('the index of every value leads back to it', () => {
  for (const domain of [boolean, range(-3, 3), oneOf('x', 'y', 'z'), reference('cpu', 5), optional(oneOf('x', 'y'))] as readonly Domain<unknown>[]) {
    expect(all(domain).map((value) => domain.indexOf(value))).toEqual(Array.from({ length: domain.size }, (_, index) => index));
  }
  const wide = range(-5, 2 ** 31 - 6);
  expect([wide.indexOf(wide.at(2 ** 31 - 1)), wide.at(2 ** 31 - 1)]).toEqual([2 ** 31 - 1, 2 ** 31 - 6]);
});

test.each<[string, Domain<unknown>, readonly unknown[]]>([
  ['boolean', boolean, [0, 1, 'true', null, undefined]],
  ['range', range(0, 3), [-1, 4, 1.5, Number.NaN, '1', null, undefined, true]],
  ['enumeration', oneOf('a', 'b'), ['c', 'A', '', 0, null, undefined]],
  ['reference', reference('cpu', 2), [-1, 2, 0.5, '0', null]],
  ['optional', optional(range(1, 2)), [0, 3, undefined, 'null']],
])('what is not in a domain has no index: %s', (_, domain, strangers) => {
  expect(strangers.map((stranger) => domain.indexOf(stranger))).toEqual(strangers.map(() => -1));
});

test('a reference and an optional one tell what they point at, a range does not', () => {
  expect([reference('cpu', 2).target, optional(reference('cpu', 2)).target, range(0, 1).target]).toEqual(['cpu', 'cpu', undefined]);
});

test('a domain is recognised', () => {
  expect([boolean, range(0, 1), optional(boolean)].every(isDomain)).toBe(true);
  expect([null, 3, 'boolean', {}, [1, 2]].some(isDomain)).toBe(false);
});

describe('a domain that makes no sense is refused', () => {
  test.each<[string, () => unknown, string]>([
    ['no value', () => oneOf(), 'an enumeration needs at least one value'],
    ['a value twice', () => oneOf('a', 'b', 'a'), 'an enumeration names "a" twice'],
    ['a number among strings', () => oneOf(1 as never), 'an enumeration consists of strings'],
    ['ends in the wrong order', () => range(3, 1), 'a domain needs at least one value'],
    ['a fraction', () => range(0, 1.5), 'the ends of a range are integers'],
    ['no end', () => range(0, Number.POSITIVE_INFINITY), 'the ends of a range are integers'],
    ['more values than an index has room for', () => range(0, 2 ** 31), 'a domain has at most 2^31 values'],
    ['a reference to nothing', () => reference('cpu', 0), 'a domain needs at least one value'],
    ['optional twice', () => optional(optional(boolean)), 'an optional value is optional already'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

test('a value is shown as its author would write it', () => {
  function named() {}
  expect([show('a'), show(3), show(true), show(null), show(undefined), show(named), show(() => 0)]).toEqual([
    '"a"',
    '3',
    'true',
    'null',
    'undefined',
    'the function named',
    'the function (anonymous)',
  ]);
});
