/** Pictures of state graphs, as the programs read them that draw them: Graphviz, Mermaid, a browser's reader of SVG. */
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { JSDOM } from 'jsdom';
import { beforeAll, describe, expect, test } from 'vitest';
import { findSpec, type SpecSource } from '../../src/catalog.js';
import { graphOf } from '../../src/check.js';
import { type GraphFormat, graphText } from '../../src/report/index.js';
import { oneOf, range, record, spec } from '../../src/spec/index.js';
import { graph } from '../support/graph.js';

/** Texts that would be markup, or the end of something, if they were not told as text. */
const oddWords = ['a "b" \\ c', 'end', 'x | y', '<b>&lt;', '50% %% [x]', 'a\\nb', '#1; {y}', 'λ → μ', '`code`'];

interface Drawn {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [from: string, to: string, label: string])[];
  readonly red: readonly string[];
}

let graphviz: Graphviz;
let mermaid: { parse(text: string): Promise<unknown>; readonly mermaidAPI: { getDiagramFromText(text: string): Promise<{ readonly type: string; readonly db: unknown }> } };

beforeAll(async () => {
  // Mermaid asks the document of a page for help with texts that may be markup.
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  mermaid = (await import('mermaid')).default;
  graphviz = await Graphviz.load();
});

async function text(format: GraphFormat, source: SpecSource, on: string | null = null, loops = true) {
  const { run, graph: made } = await graphOf(source, { on, workers: 1 });
  if (made === null) throw new Error('nobody interrupted it');
  return graphText(format, run, made, { on, loops });
}

/** What Graphviz makes of DOT: a node without a label is the dot before an initial state. */
async function readDot(source: SpecSource, on?: string | null, loops?: boolean): Promise<Drawn> {
  type Part = { readonly name: string; readonly label: string; readonly shape: string; readonly color?: string; readonly tail: number; readonly head: number };
  const { objects, edges = [] } = JSON.parse(graphviz.dot((await text('dot', source, on, loops)).text, 'dot_json')) as { objects: readonly Part[]; edges?: readonly Part[] };
  // The labels are those of the text, escapes included.
  const lines = (label: string) =>
    label
      .replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
      .replaceAll('&amp;', '&')
      .split('\n')
      .map((line) => line.trim())
      .join('\n');
  const name = (index: number) => (objects[index]?.shape === 'point' ? 'start' : lines(objects[index]?.label ?? ''));
  return {
    nodes: objects.flatMap(({ shape }, index) => (shape === 'point' ? [] : [name(index)])),
    edges: edges.map(({ tail, head, label }) => [name(tail), name(head), label === undefined ? '' : lines(label)] as const),
    red: [...objects.flatMap(({ color }, index) => (color === undefined ? [] : [name(index)])), ...edges.flatMap(({ color, label }) => (color === undefined ? [] : [lines(label)]))],
  };
}

/** What Mermaid makes of its text. */
async function readMermaid(source: SpecSource, on?: string | null, loops?: boolean): Promise<Drawn> {
  const { text: told } = await text('mermaid', source, on, loops);
  await mermaid.parse(told);
  const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(told);
  expect(type).toBe('flowchart-v2');
  type Vertex = { readonly text: string; readonly classes: readonly string[] };
  const { vertices, edges } = db as {
    vertices: ReadonlyMap<string, Vertex>;
    edges: readonly { readonly start: string; readonly end: string; readonly text: string; readonly style?: readonly string[] }[];
  };
  // Mermaid keeps entities (`#58;`) in a spelling of its own until it draws.
  const lines = (label: string) => label.replaceAll(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code))).replaceAll(/<br\/?>/g, '\n');
  const name = (id: string) => (vertices.get(id)?.classes.includes('start') ? 'start' : lines(vertices.get(id)?.text ?? ''));
  return {
    nodes: [...vertices.keys()].map(name).filter((label) => label !== 'start'),
    edges: edges.map(({ start, end, text: label }) => [name(start), name(end), lines(label)] as const),
    red: [
      ...[...vertices].flatMap(([id, { classes }]) => (classes.includes('violating') ? [name(id)] : [])),
      ...edges.flatMap(({ style = [], text: label }) => (style.some((each) => each.startsWith('stroke:')) ? [lines(label)] : [])),
    ],
  };
}

describe.each([
  ['Graphviz', readDot],
  ['Mermaid', readMermaid],
])('%s reads', (_, read) => {
  test('states by what is not as in the first value, actions with their actors, the start, and what is bad', async () => {
    const { nodes, edges, red } = await read(graph('a>b>bad a>a b>a', { notStep: ['b>a'] }));
    expect(nodes).toEqual(['all at the first value', 'node=b', 'node=bad']);
    expect([...edges].sort()).toEqual(
      [
        ['start', 'all at the first value', ''],
        ['all at the first value', 'all at the first value', 'walker a'],
        ['all at the first value', 'node=b', 'walker b'],
        ['node=b', 'node=bad', 'walker bad'],
        ['node=b', 'all at the first value', 'walker a'],
      ].sort(),
    );
    expect(red).toEqual(['node=bad', 'walker a']);
  });

  test('a projection by its values, with the counts of states and transitions', async () => {
    const { nodes, edges } = await read(graph('a>b>c>d>a a>c'), 'node == a');
    expect(nodes).toEqual(['node == a\n1 state', 'node != a\n3 states']);
    expect([...edges].sort()).toEqual(
      [
        ['start', 'node == a\n1 state', ''],
        ['node == a\n1 state', 'node != a\n3 states', 'walker b (1)\nwalker c (1)'],
        ['node != a\n3 states', 'node != a\n3 states', 'walker c (1)\nwalker d (1)'],
        ['node != a\n3 states', 'node == a\n1 state', 'walker a (1)'],
      ].sort(),
    );
  });

  test('no loops, when they are not wanted', async () => {
    const { edges } = await read(graph('a>b>c>a a>a'), 'node == a', false);
    expect([...edges].map(([from, to]) => [from, to]).filter(([from, to]) => from === to)).toEqual([]);
    expect(edges.length).toBe(3);
  });

  test('two initial states, each with its arrow', async () => {
    const { edges } = await read(graph('*a>b *c>b'));
    expect(edges.filter(([from]) => from === 'start').map(([, to]) => to)).toEqual(['all at the first value', 'node=c']);
  });

  test('more actions between two nodes than there is room for are summed up', async () => {
    const { edges } = await read(graph('a>b a>c a>d a>e a>f a>g a>h'), 'node == a');
    expect(edges[0]?.[2] === '' ? edges[1]?.[2] : edges[0]?.[2]).toBe('walker b (1)\nwalker c (1)\nwalker d (1)\nwalker e (1)\nwalker f (1)\nand 2 more actions (2)');
  });

  test.each(oddWords)('the text of a model as text: %s', async (word) => {
    expect((await read(wordSpec(word))).nodes).toEqual(['all at the first value', `at=${word === 'end' ? word : JSON.stringify(word)}`]);
  });
});

test('the picture has every text, and nothing that runs or loads', async () => {
  const { text: svg } = await text('svg', graph('a>b>bad', {}));
  const { window } = new JSDOM(svg);
  const texts = Array.from(window.document.querySelectorAll('text'), ({ textContent }) => textContent?.trim());
  for (const told of ['graph', '3 states, 2 transitions.', 'Red: what violates a property.', 'all at the first value', 'node=b', 'node=bad', 'walker b', 'walker bad']) expect(texts).toContain(told);
  expect(svg).not.toMatch(/<script|xlink:href|@import|url\(/);
});

test.each(oddWords)('the picture shows the text of a model as it is: %s', async (word) => {
  const { window } = new JSDOM((await text('svg', wordSpec(word))).text);
  const texts = Array.from(window.document.querySelectorAll('text'), ({ textContent }) => textContent);
  expect(texts).toContain(`at=${word === 'end' ? word : JSON.stringify(word)}`);
});

test('who asks for more than Mermaid draws on GitHub is told', async () => {
  // Each of 23 nodes leads to each, and there is the arrow to the first.
  const nodes = Array.from({ length: 23 }, (_, index) => `n${index}`);
  const line = nodes.flatMap((from) => nodes.map((to) => `${from}>${to}`)).join(' ');
  const { notes } = await text('mermaid', graph(line));
  expect(notes.slice(1)).toEqual(['There are 530 edges: GitHub draws at most 500.', '--no-loops or fewer variables make them fewer.']);
  const long = Array.from({ length: 200 }, (_, index) => `n${index}${'x'.repeat(200)}`);
  const { notes: others } = await text('mermaid', graph(long.join('>')));
  expect(others[1]).toMatch(/^There are \d{5,} characters: GitHub draws at most 50000\.$/);
});

test('names are as short as they can be and stay apart; what is the same everywhere is left out; a star stays', async () => {
  const labels = async (on: string) => (await readDot(await findSpec('peterson'), on)).nodes[0]?.split('\n');
  expect(await labels('processes[0].at, processes[0].level == 0')).toEqual(['at=idle', 'level == 0', expect.stringMatching(/states$/)]);
  expect(await labels('processes[0].level == 0, processes[1].level == 0')).toEqual(['processes[0].level == 0', 'processes[1].level == 0', expect.stringMatching(/states$/)]);
  expect(await labels('processes[*].at == critical')).toEqual(['!(processes[*].at == critical)', expect.stringMatching(/states$/)]);
});

/** One variable that takes on one odd value. */
function wordSpec(word: string): SpecSource {
  const State = record({ at: oneOf('first', word), other: range(0, 1) });
  return {
    spec: spec({
      name: 'word',
      about: 'a word',
      state: () => State,
      initial: () => State(),
      actions: (_, { action }) => [action('go', { actor: 'somebody', guard: ({ at }) => at === 'first', step: (state) => state.set('at', word) })],
      properties: () => [],
    }),
    url: `data:text/javascript,${encodeURIComponent(wordModule(word))}`,
  };
}

/** The same for a worker. */
function wordModule(word: string): string {
  const language = new URL('../../dist/src/spec/index.js', import.meta.url).href;
  return `import { oneOf, range, record, spec } from ${JSON.stringify(language)};
    const word = ${JSON.stringify(word)};
    const State = record({ at: oneOf('first', word), other: range(0, 1) });
    export default spec({ name: 'word', about: 'a word', state: () => State, initial: () => State(),
      actions: (_, { action }) => [action('go', { actor: 'somebody', guard: ({ at }) => at === 'first', step: (state) => state.set('at', word) })], properties: () => [] });`;
}
