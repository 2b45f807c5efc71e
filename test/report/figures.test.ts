import { describe, expect, test } from 'vitest';
import { bytes, count, counted, rough, seconds } from '../../src/report/figures.js';

describe('numbers as a reader meets them', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [56408, '56,408'],
    [88542720, '88,542,720'],
  ])('count %d', (value, text) => expect(count(value)).toBe(text));

  test.each([
    [9999, '9,999'],
    [12345, '12.3 k'],
    [999_999, '1,000 k'],
    [1_234_567, '1.23 M'],
    [2_000_000_000, '2 G'],
  ])('rough %d', (value, text) => expect(rough(value)).toBe(text));

  test.each([
    [0, '0 bytes'],
    [18.62, '18.6 bytes'],
    [1024, '1 KiB'],
    [1.5 * 2 ** 30, '1.5 GiB'],
    [258 * 2 ** 20, '258 MiB'],
  ])('bytes %d', (value, text) => expect(bytes(value)).toBe(text));

  test.each([
    [0.123, '0.12 s'],
    [12.34, '12.3 s'],
    [65, '1 min 5 s'],
    [3600, '1 h 0 min'],
    [7325, '2 h 2 min'],
  ])('seconds %d', (value, text) => expect(seconds(value)).toBe(text));

  test('one and many', () => {
    expect([counted(0, 'state'), counted(1, 'state'), counted(2, 'property', 'properties')]).toEqual(['0 states', '1 state', '2 properties']);
  });
});
