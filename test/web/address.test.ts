/** Where somebody is, as an address: it comes back as it was, and nonsense is the start. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, parseAddress, start, views } from '../../src/web/address.js';

test('an address is short and can be read', () => {
  expect(formatAddress(start)).toBe('#');
  expect(formatAddress({ ...start, view: 'columns', variant: 'fold-lr', parameters: ['vcpus=3'], path: '0/12/3.1', at: 2, compare: 0 })).toBe(
    '#view=columns&variant=fold-lr&param=vcpus=3&path=0/12/3.1&at=2&compare=0',
  );
});

test('every place comes back as it was', () => {
  const place = fc.record({
    view: fc.constantFrom(...views),
    variant: fc.string(),
    parameters: fc.array(fc.string()),
    path: fc.string(),
    at: fc.nat(5000),
    compare: fc.option(fc.nat(5000)),
    on: fc.string(),
  });
  fc.assert(
    fc.property(place, (given) => {
      expect(parseAddress(formatAddress(given))).toEqual(given);
    }),
  );
});

test.each(['', '#', '#view=nowhere&at=-1&compare=x', '#at=1e9', '#%%%', '#at=99999999999'])('nonsense is the start: %s', (text) => expect(parseAddress(text)).toEqual(start));
