/** What is drawn, as Mermaid itself reads it. */
import { JSDOM } from 'jsdom';
import { beforeAll, describe, expect, test } from 'vitest';
import { mermaidText } from '../../src/report/mermaid.js';
import airlock from '../fixtures/airlock.js';
import { everything, origin, switches, type Told, told } from './told.js';

interface Sequence {
  getActors(): ReadonlyMap<string, { readonly name: string; readonly description: string }>;
  getMessages(): readonly { readonly from?: string; readonly to?: string; readonly message: unknown; readonly type: number }[];
  getDiagramTitle(): string;
}

interface Api {
  readonly mermaidAPI: { getDiagramFromText(text: string): Promise<{ readonly type: string; readonly db: unknown }> };
  readonly parse: (text: string) => Promise<unknown>;
}

let mermaid: Api;

beforeAll(async () => {
  // Mermaid asks the document of a page for help with texts that may be markup.
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  mermaid = (await import('mermaid')).default;
});

async function read({ model, verdict }: Told) {
  const text = mermaidText(model, verdict, origin);
  await mermaid.parse(text);
  const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const sequence = db as Sequence;
  const actors = [...sequence.getActors().values()].map(({ description }) => decoded(description));
  const names = [...sequence.getActors().keys()];
  const told = sequence.getMessages().map(({ from, to, message }) => ({ from: names.indexOf(from ?? ''), to: names.indexOf(to ?? ''), text: decoded(String(message)) }));
  return { type, title: decoded(sequence.getDiagramTitle()), actors, told };
}

/** Mermaid keeps entities (`#58;`) in a spelling of its own until it draws. */
function decoded(text: string): string {
  return text.replaceAll(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

test('actors are participants, steps are messages to themselves, notes say what changed', async () => {
  expect(await read(told(airlock, ['door.open(door 0)', 'door.open(door 1)', 'door.close(door 0)'], { interlock: false }))).toEqual({
    type: 'sequence',
    title: 'one-open is violated by 3 steps',
    actors: ['person', 'spring'],
    told: [
      { from: 0, to: 1, text: 'airlock<br/>interlock=false' },
      { from: 0, to: 0, text: '1. door.open(door 0)' },
      { from: 0, to: 0, text: 'open[0]=true' },
      { from: 0, to: 0, text: '2. door.open(door 1)' },
      { from: 0, to: 0, text: 'open[1]=true' },
      { from: 1, to: 1, text: '3. door.close(door 0)' },
      { from: 1, to: 1, text: 'open[0]=false' },
      { from: 0, to: 1, text: 'this state violates one-open<br/>At most one door is open.<br/>it read: open[0]=false open[1]=true' },
    ],
  });
});

describe('text of a model stays text:', () => {
  const hostile = ['end', 'a; b', 'x %% y', 'n # 1', '<b>bold</b>', 'a->>b: c', 'note over a: b', '{init: 1}', 'as as', 'λ, "q" `t`', 'wrap: it', 'style:#x;'];

  test.each(hostile)('%s', async (name) => {
    const { actors, told: lines } = await read(told(switches([name, 'other'], { label: (actor) => `do ${actor}`, property: name }), [`do ${name}`, 'do other']));
    expect(actors).toEqual([name, 'other']);
    expect(lines.map(({ text }) => text)).toEqual(['switches', `1. do ${name}`, 'on[0]=true', '2. do other', 'on[1]=true', `this state violates ${name}<br/>All switches are off.`]);
  });

  test('values too', async () => {
    const { told: lines } = await read(told(everything, ['change', 'rest']));
    expect(lines.map(({ text }) => text).join(' ')).toContain('"a \\"b\\" <c>; #d"');
  });
});

test('a run without a step has a diagram', async () => {
  expect((await read(told(switches(['a']), []))).actors).toEqual(['nobody']);
});

test('Mermaid does not read everything', async () => {
  await expect(mermaid.parse('sequenceDiagram\n  a0->>: x')).rejects.toThrow(/Parse error/);
});
