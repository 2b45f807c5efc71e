/** Effects: which of them may have led to a state. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Effects, keptBy } from '../../src/tables/effects.js';

const words = 2;
const bits = fc.integer({ min: 0, max: 15 });
const effect = fc.record({ clear: fc.tuple(bits, bits), value: fc.tuple(bits, bits) });

test('a state from which an effect leads to another differs from it in nothing that some effect has kept', () => {
  fc.assert(
    fc.property(fc.array(effect, { minLength: 1, maxLength: 8 }), fc.tuple(bits, bits), fc.tuple(bits, bits), (list, from, other) => {
      const effects = new Effects(words);
      for (const { clear, value } of list) effects.leaf([{ clear: Int32Array.from(clear), set: Int32Array.from(clear, (mask, word) => mask & (value[word] as number)) }]);
      const apply = ({ clear, value }: (typeof list)[number], state: readonly number[]) =>
        state.map((word, index) => (word & ~(clear[index] as number)) | ((clear[index] as number) & (value[index] as number)));
      for (const target of [...list.map((one) => apply(one, from)), other]) {
        const kept = keptBy(effects.list(), Int32Array.from(target));
        const may = Array.from({ length: kept.length / words }, (_, index) => from.every((word, at) => ((word ^ (target[at] as number)) & (kept[index * words + at] as number)) === 0)).includes(true);
        const does = list.some((one) => apply(one, from).join() === target.join());
        // Not only no state too few, but for single effects no state too many either.
        expect(may).toBe(does);
      }
    }),
  );
});
