import { describe, expect, test } from 'vitest';
import { labelled, padEnd, padStart, widthOf, wrap } from '../../src/report/lines.js';

describe('lines', () => {
  test('break between words, and never within one', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrap('kvm_arch_vcpu_ioctl_run now', 10)).toEqual(['kvm_arch_vcpu_ioctl_run', 'now']);
  });

  test('keep the breaks and the indentation of the text', () => {
    expect(wrap('first\n  second line', 9)).toEqual(['first', '  second', '  line']);
    expect(wrap('', 10)).toEqual(['']);
  });

  test('have no width for colours', () => {
    const red = '\u001b[31mred\u001b[39m';
    expect(widthOf(red)).toBe(3);
    expect(padEnd(red, 5)).toBe(`${red}  `);
    expect(padStart('✗7', 4)).toBe('  ✗7');
  });

  test('with labels stand in two columns', () => {
    expect(
      labelled(
        [
          ['at', 'vcpus[0].pc'],
          ['expected', 'one of a great many values\nor null'],
        ],
        { indent: 2, width: 36 },
      ),
    ).toEqual(['  at        vcpus[0].pc', '  expected  one of a great many', '            values', '            or null']);
  });
});
