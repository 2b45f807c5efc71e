/** Logs of a toy whose answers are worked out by hand. */
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { instantiate } from '../../src/model/index.js';
import { recordLabel } from '../../src/report/validation.js';
import { validate } from '../../src/validate/index.js';
import { type ToyOptions, toy } from './toy.js';

interface Asked extends ToyOptions {
  readonly lamps?: number;
  readonly traced?: readonly string[];
}

/** `yes`, and how many steps the run has; or how many records are explained, and what the model shows instead. */
async function ask(log: string, { lamps = 2, traced = [], ...options }: Asked = {}) {
  const { answer } = await validate(instantiate(toy(options), { lamps }), { what: 'the log', text: log.split(' | ').join('\n'), traced, memory: 2 ** 28 });
  switch (answer.kind) {
    case 'explained':
      return { yes: answer.run.trace.steps.map(({ taken }) => taken.label), lines: answer.run.lines.map((lines) => lines.map(({ number }) => number)), names: answer.run.names };
    case 'rejected':
      return { no: answer.explained, instead: answer.instead.map((record) => recordLabel(record)).sort() };
    case 'stopped':
      return answer;
  }
}

describe('a log that is a behaviour', () => {
  test('each record is a step, in their order', async () => {
    expect(await ask('on 0 | on 1 | off 0')).toEqual({ yes: ['flip(lamp 0)', 'flip(lamp 1)', 'flip(lamp 0)'], lines: [[1], [2], [3]], names: [] });
  });

  test('hidden steps lie between', async () => {
    expect(await ask('on 0 | blown | dark 0 | on 0')).toMatchObject({ yes: ['flip(lamp 0)', 'tick', 'tick', 'blow', 'flip(lamp 0)'], lines: [[1], [], [], [2, 3], [4]] });
  });

  test('one step leaves several records, and the log may end between them', async () => {
    expect(await ask('on 1 | on 0 | blown | dark 0 | dark 1')).toMatchObject({ lines: [[1], [2], [], [], [3, 4, 5]] });
    expect(await ask('on 1 | on 0 | blown | dark 0')).toMatchObject({ lines: [[1], [2], [], [], [3, 4]] });
  });

  test('what a line does not tell is like anything', async () => {
    expect(await ask('on | on | off 1')).toMatchObject({ lines: [[1], [2], [3]] });
  });

  test('a record that no line of the log is of was not traced: the fuse may blow unseen', async () => {
    expect(await ask('on 0 | on 0')).toMatchObject({ yes: ['flip(lamp 0)', 'tick', 'tick', 'blow', 'flip(lamp 0)'] });
    expect(await ask('on 0 | on 0', { traced: ['dark'] })).toMatchObject({ no: 1 });
  });

  test('a log that begins anywhere begins in any reachable state', async () => {
    expect(await ask('off 0', { begins: 'anywhere' })).toMatchObject({ yes: ['flip(lamp 0)', 'flip(lamp 0)'], lines: [[], [1]] });
    expect(await ask('off 0')).toEqual({ no: 0, instead: ['switch(lamp 0, to on)', 'switch(lamp 1, to on)'] });
  });

  test('where lines are missing anything may have happened, and elsewhere not', async () => {
    expect(await ask('on 0 | ... | on 0', { traced: ['blown'] })).toMatchObject({ yes: ['flip(lamp 0)', 'flip(lamp 0)', 'flip(lamp 0)'], lines: [[1], [], [3]] });
    expect(await ask('on 0 | on 0', { traced: ['blown'] })).toMatchObject({ no: 1 });
  });

  test('within the records of one step too: a part of them may be missing', async () => {
    expect(await ask('on 0 | on 1 | blown | ... | dark 1')).toMatchObject({ lines: [[1], [2], [], [], [3, 5]] });
    expect(await ask('on 0 | on 1 | blown | dark 1')).toMatchObject({ no: 3, instead: ['dark(lamp 0)'] });
  });

  test('a record that is not certain may be missing', async () => {
    expect(await ask('on 0 | on 0', { uncertain: true, traced: ['blown'] })).toMatchObject({ yes: ['flip(lamp 0)', 'flip(lamp 0)', 'flip(lamp 0)'], lines: [[1], [], [2]] });
  });
});

describe('names', () => {
  test('what they stand for is found out', async () => {
    // The second lamp is the only one that can be 0 here.
    expect(await ask('on kitchen | on 0 | off kitchen')).toMatchObject({ names: [1] });
    expect(await ask('on kitchen | on hall | blown | dark hall | dark kitchen')).toMatchObject({ names: [1, 0] });
  });

  test('two names are two things', async () => {
    expect(await ask('on kitchen | on hall | off kitchen | off hall')).toMatchObject({ names: [0, 1] });
    expect(await ask('on kitchen | off hall', { traced: ['blown'] })).toMatchObject({ no: 1 });
  });

  test('more names than things are refused', async () => {
    await expect(ask('on kitchen | on hall | on attic')).rejects.toThrow(/speaks of more than this model has: 3 different names of a lamp, and there are 2/);
    expect(await ask('on kitchen | on hall | on attic', { lamps: 3 })).toMatchObject({ lines: [[1], [2], [3]] });
  });
});

describe('a log that is none', () => {
  test('is explained as far as some run explains it, and what the model shows there is told, each once', async () => {
    expect(await ask('on 0 | off 1', { traced: ['blown', 'dark'] })).toEqual({ no: 1, instead: ['blown', 'switch(lamp 0, to off)', 'switch(lamp 1, to on)'] });
  });

  test('a part of a step counts as explained', async () => {
    expect(await ask('on 0 | blown | dark 1')).toEqual({ no: 2, instead: ['dark(lamp 0)'] });
  });

  test('a value that the model does not have is shown by no run', async () => {
    expect(await ask('on 0 | on 7')).toMatchObject({ no: 1 });
  });

  test('the variants are asked, as far away as the nearest that explains everything', async () => {
    const { others } = await validate(instantiate(toy(), { fuse: false }), { what: 'the log', text: 'on 0\nblown\ndark 0', memory: 2 ** 28 });
    expect(others.map(({ name, whole, explained, differences }) => ({ name, whole, explained, differences }))).toEqual([{ name: 'default', whole: true, explained: 3, differences: ['fuse'] }]);
  });

  test('where no variant explains everything, the one that comes farthest is first', async () => {
    const { others } = await validate(instantiate(toy(), { fuse: false }), { what: 'the log', text: 'on 0\nblown\ndark 1', memory: 2 ** 28 });
    expect(others.map(({ name, whole, explained }) => ({ name, whole, explained }))).toEqual([
      { name: 'default', whole: false, explained: 2 },
      { name: 'three', whole: false, explained: 2 },
    ]);
  });
});

describe('what cannot be used', () => {
  test.each([
    ['', /holds no record that the spec knows/],
    ['hello | world', /holds no record that the spec knows/],
    ['on 0 | on ?', /line 2 of the log cannot be read/],
  ])('%s', async (log, message) => {
    await expect(ask(log)).rejects.toThrow(message);
    await expect(ask(log)).rejects.toBeInstanceOf(UserError);
  });

  test('a record that the spec does not know', async () => {
    await expect(ask('on 0', { traced: ['switches'] })).rejects.toThrow(/knows no record "switches"/);
  });
});

test('a bound ends the search, and then nothing is said of the rest', async () => {
  expect(await validate(instantiate(toy(), { lamps: 3 }), { what: 'the log', text: 'on 0\n'.repeat(50), memory: 1 })).toMatchObject({ answer: { kind: 'stopped', because: 'memory' }, others: [] });
});
