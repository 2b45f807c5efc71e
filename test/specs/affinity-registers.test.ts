/** The layouts of the registers that carry an affinity: every value of every level. */
import { describe, expect, test } from 'vitest';
import { type FullAffinity, layouts, maxVcpuIds, resetAffinity, writeWord } from '../../specs/affinity/registers.js';

const everyByte = Array.from({ length: 256 }, (_, value) => value);
const zero: FullAffinity = { aff3: 0, aff2: 0, aff1: 0, aff0: 0 };
const levels = ['aff3', 'aff2', 'aff1', 'aff0'] as const;
/** Each level with each value, beside zeros, and beside ones. */
const affinities = levels.flatMap((level) => everyByte.flatMap((value) => [zero, { aff3: 255, aff2: 255, aff1: 255, aff0: 255 }].map((others) => ({ ...others, [level]: value }))));

describe('packing', () => {
  test.each(Object.entries(layouts))('%s: unpacking gives back what was packed', (_name, { pack, unpack }) => {
    for (const affinity of affinities) expect(unpack(pack(affinity))).toEqual(affinity);
  });

  test('the levels stand where the architecture says', () => {
    const affinity = { aff3: 0xa3, aff2: 0xa2, aff1: 0xa1, aff0: 0xa0 };
    expect(Object.entries(layouts).map(([name, { pack }]) => [name, pack(affinity).toString(16)])).toEqual([
      ['mpidr', 'a300a2a1a0'],
      ['irouter', 'a300a2a1a0'],
      ['typer', 'a3a2a1a000000000'],
      ['attribute', 'a3a2a1a000000000'],
      ['compact', 'a3a2a1a0'],
    ]);
  });

  test('four levels fit into the 32 bits that an interrupt has for them', () => {
    for (const affinity of affinities) expect(layouts.compact.pack(affinity)).toBeLessThan(1n << 32n);
  });
});

describe('two writes of 32 bits to a routing register', () => {
  const halves = (affinity: FullAffinity) => {
    const whole = layouts.irouter.pack(affinity);
    return { whole, low: whole & 0xffff_ffffn, high: whole >> 32n };
  };
  const before = layouts.irouter.pack({ aff3: 0x5a, aff2: 0x5a, aff1: 0x5a, aff0: 0x5a });

  test('make one of 64 bits in either order, when each changes only its own word', () => {
    for (const affinity of affinities) {
      const { whole, low, high } = halves(affinity);
      expect(writeWord(writeWord(before, 'low', low, 'read-modify-write'), 'high', high, 'read-modify-write')).toBe(whole);
      expect(writeWord(writeWord(before, 'high', high, 'read-modify-write'), 'low', low, 'read-modify-write')).toBe(whole);
    }
  });

  test('do not, when each replaces the whole register, as the patch does', () => {
    const wrong = affinities.filter((affinity) => {
      const { whole, low, high } = halves(affinity);
      return writeWord(writeWord(before, 'low', low, 'replace-all'), 'high', high, 'replace-all') !== whole;
    });
    // Nothing but 0 comes out right.
    expect(wrong).toEqual(affinities.filter((affinity) => levels.some((level) => affinity[level] !== 0)));
    const high1 = halves({ ...zero, aff3: 1 });
    expect(layouts.irouter.unpack(writeWord(before, 'high', high1.high, 'replace-all'))).toEqual({ ...zero, aff0: 1 });
  });
});

describe('the affinity after reset', () => {
  const name = (id: number, count: 3 | 4) => levels.map((level) => resetAffinity(id, count)[level]).join('.');
  const ids = Array.from({ length: maxVcpuIds }, (_, id) => id);

  test.each([3, 4] as const)('with %i levels every vCPU of a VM has one of its own', (count) => {
    expect(new Set(ids.map((id) => name(id, count))).size).toBe(512);
  });

  test('Aff0 stays below 16, Aff1 below 32, and Aff2 and Aff3 are 0: the fourth level of the patch changes nothing', () => {
    for (const id of ids) {
      const { aff0, aff1, aff2, aff3 } = resetAffinity(id, 4);
      expect([aff0 < 16, aff1 < 32, aff2, aff3]).toEqual([true, true, 0, 0]);
      expect(name(id, 4)).toBe(name(id, 3));
    }
  });

  test('Aff2 begins to count at 4096, Aff3 at 2^20, where three levels would begin anew', () => {
    const first = (test: (affinity: FullAffinity) => boolean) => {
      for (let id = 0; ; id++) if (test(resetAffinity(id, 4))) return id;
    };
    expect(first(({ aff2 }) => aff2 > 0)).toBe(4096);
    expect(first(({ aff3 }) => aff3 > 0)).toBe(2 ** 20);
    const seen = new Set<number>();
    const number = ({ aff2, aff1, aff0 }: FullAffinity) => aff2 * 2 ** 16 + aff1 * 2 ** 8 + aff0;
    let id = 0;
    for (; !seen.has(number(resetAffinity(id, 3))); id++) seen.add(number(resetAffinity(id, 3)));
    expect([id, name(id, 3)]).toEqual([2 ** 20, name(0, 3)]);
  });
});
