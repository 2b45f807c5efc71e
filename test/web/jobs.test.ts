/** Explorations and searches that the page starts: what they tell, what they find, and that they can be stopped. */
import { describe, expect, test } from 'vitest';
import { findSpec, type SpecSource } from '../../src/catalog.js';
import { check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import { followPath, plain } from '../../src/trace/index.js';
import type { ExploredView, JobEvent, JobResult, JobView, MatrixRowView, PathView, SeekJob } from '../../src/web/messages.js';
import { graph } from '../support/graph.js';
import { ask, events, hear, post, served } from './served.js';
import toAndFro from './toys.js';

const model = { variant: 'default', parameters: [] } as const;
const everything = { kind: 'explore', ...model, properties: [], exhaustive: true, maxDepth: null, maxStates: null, timeLimit: null } as const;
const seekFrom = (path: string, at: number, goal: SeekJob['goal']): SeekJob => ({ kind: 'seek', ...model, path, at, compare: null, goal });

function resultOf(told: readonly JobEvent[]): JobResult {
  const last = told.at(-1);
  if (last?.kind !== 'ended') throw new Error('it has not ended');
  return last.result;
}

async function sought(source: SpecSource, job: SeekJob) {
  const result = resultOf(await hear(await served(source), job));
  if (result.kind !== 'sought') throw new Error(JSON.stringify(result));
  return result;
}

describe('an exploration', () => {
  test('tells how many states each level has, its verdicts, and runs that can be walked', async () => {
    const source = await findSpec('two-phase');
    const server = await served(source);
    const result = resultOf(await hear(server, { ...everything, variant: 'hasty' })) as ExploredView;
    const reference = referenceExplore(instantiate(source.spec, source.spec.variants.get('hasty')?.set));
    expect(result.progress.states).toBe(reference.states.size);
    expect(result.levels.reduce((sum, states) => sum + states, 0)).toBe(reference.states.size);
    expect(result.levels).toHaveLength(reference.depth + 1);
    for (const { name, verdict, run } of result.verdicts) {
      expect([name, run?.length ?? null]).toEqual([name, reference.findings.get(name)?.length ?? null]);
      if (run === null) continue;
      const view = await post<PathView>(server, 'path', { variant: 'hasty', parameters: [], path: run.path });
      expect(view.steps).toHaveLength(run.length);
      if (verdict === 'violated') expect(view.steps.at(-1)?.broken).toContain(run.instance);
    }
  });

  test('that has ended can be heard again, and is in the list', async () => {
    const server = await served(graph('a>b>bad'));
    const told = await hear(server, everything);
    expect(await events(server, 1)).toEqual(told);
    expect(JSON.parse((await ask(server, { route: 'jobs' })).text) as JobView[]).toEqual([{ id: 1, request: everything, ended: true }]);
  });

  test('is stopped, and says nothing that it does not know', async () => {
    const source = await findSpec('vgic-hw');
    const server = await served(source);
    const { id } = await post<{ readonly id: number }>(server, 'jobs', { ...everything, parameters: ['vcpus=3'] });
    await post(server, 'stop', { id });
    const result = resultOf(await events(server, id)) as ExploredView;
    expect(result.conclusion).toMatch(/^Interrupted/);
    expect(result.verdicts.map(({ verdict }) => verdict)).not.toContain('holds');
  });

  test('ends the one before it', async () => {
    const server = await served(await findSpec('vgic-hw'));
    const { id: first } = await post<{ readonly id: number }>(server, 'jobs', { ...everything, parameters: ['vcpus=3'] });
    const { id: second } = await post<{ readonly id: number }>(server, 'jobs', { ...everything, variant: 'never-active' });
    expect((resultOf(await events(server, first)) as ExploredView).conclusion).toMatch(/^Interrupted/);
    expect((resultOf(await events(server, second)) as ExploredView).conclusion).toMatch(/^All/);
  });

  test('with parameters that do not go together is refused with the reason', async () => {
    const server = await served(await findSpec('peterson'));
    await expect(post(server, 'jobs', { ...everything, parameters: ['n=2', 'bug=one-rung-short'] })).rejects.toThrow('these parameters do not go together');
  });
});

describe('a projection', () => {
  test('is a node for each combination of values, and knows where it begins and what is violated', async () => {
    const told = resultOf(await hear(await served(graph('a>b>c>a c>bad')), { kind: 'project', ...model, on: 'node == b, node == bad' }));
    if (told.kind !== 'projected' || told.graph === null) throw new Error(JSON.stringify(told));
    const { nodes, edges } = told.graph;
    expect(nodes.map(({ kind, broken }) => [kind, broken])).toEqual([
      ['initial', false],
      ['other', false],
      ['other', true],
    ]);
    // a and c are one node: to b and back, and to bad. The step from c to a stays in it, and is not drawn.
    expect(edges.map(({ lines }) => lines.join(' ')).sort()).toEqual(['walker b (1)', 'walker bad (1)', 'walker c (1)']);
    expect(nodes.map(({ lines }) => lines)).toEqual(expect.arrayContaining([expect.arrayContaining([expect.stringContaining('node == b')])]));
  });

  test('of something that is no variable is refused, with what would be right', async () => {
    const server = await served(graph('a>b'));
    await expect(post(server, 'jobs', { kind: 'project', ...model, on: 'nod' })).rejects.toThrow(/400.*node/s);
  });
});

test('the table of variants has every run as a link, and says what is not as the spec expects', async () => {
  const source = await findSpec('peterson');
  const told = await hear(await served(source), { kind: 'matrix' });
  const rows = told.flatMap((event): MatrixRowView[] => (event.kind === 'row' ? [event.row] : []));
  expect(rows.map(({ variant }) => variant)).toEqual([...source.spec.variants.keys()]);
  for (const { variant, cells, states, differences } of rows) {
    const run = await check(source, { variant, until: 'exhaustion', workers: 1 });
    expect(states).toBe(run.counts.states);
    expect(differences).toEqual([]);
    for (const { run: shown } of cells) if (shown !== null) expect(followPath(run.model, shown.path).steps).toHaveLength(shown.length);
  }
  expect(resultOf(told)).toEqual({ kind: 'matrix', whole: true });
});

describe('the nearest state', () => {
  // Actions: 0 b, 1 c, 2 bad, 3 goal. From a: a>b>c>bad is 3 long; from c bad is next.
  const toy = graph('a>b>c>bad a>goal>c');

  test('that violates something is counted from here, and reached by way of here', async () => {
    const actions = instantiate(toy.spec).actions.map(({ label }) => label);
    expect(actions).toEqual(['b', 'c', 'bad', 'goal']);
    const all = { kind: 'property', name: null } as const;
    // By b or by goal it is as far: the smallest run is taken.
    expect((await sought(toy, seekFrom('0', 0, all))).path?.split('/')).toHaveLength(4);
    expect(await sought(toy, seekFrom('0/3', 1, all))).toMatchObject({ path: '0/3/1/2', found: 'never bad' });
    // What comes later on the path that was walked does not count.
    expect(await sought(toy, seekFrom('0/0/1/2', 1, all))).toMatchObject({ path: '0/0/1/2' });
  });

  test('that a witness asks for; none is said only of the whole space', async () => {
    const goal = { kind: 'property', name: 'reach goal' } as const;
    expect(await sought(toy, seekFrom('0', 0, goal))).toMatchObject({ path: '0/3', found: 'reach goal' });
    expect(await sought(toy, seekFrom('0/0', 1, goal))).toEqual({ kind: 'sought', path: null, found: null, whole: true, states: 3 });
  });

  test('of which an expression is true is as near as the reference says, and it is true there', async () => {
    const source = await findSpec('vgic-hw');
    const result = await sought(source, seekFrom('0', 0, { kind: 'expression', text: 'vcpus[1].pc == guest && vcpus[0].irqs[0].line' }));
    const checked = instantiate(source.spec);
    const { initial, steps } = followPath(checked, result.path as string);
    const state = plain(checked.schema, steps.at(-1)?.state ?? initial) as { vcpus: { pc: string; irqs: { line: boolean }[] }[] };
    expect([state.vcpus[1]?.pc, state.vcpus[0]?.irqs[0]?.line]).toEqual(['guest', true]);
    // By hand: raise the line of vCPU 0; load vCPU 1, flush the timer, the list registers and the active state, enter.
    expect(steps).toHaveLength(6);
  });

  test('an expression that cannot be read is refused before the search, with what would be right', async () => {
    const server = await served(toy);
    await expect(post(server, 'jobs', seekFrom('0', 0, { kind: 'expression', text: 'nod == a' }))).rejects.toThrow(/nod.*node/s);
    await expect(post(server, 'jobs', seekFrom('0', 0, { kind: 'expression', text: 'node == z' }))).rejects.toThrow(/400/);
  });

  test('a run in which something never comes is found, and comes back to where it was', async () => {
    const source = { spec: toAndFro, url: new URL('../../dist/test/web/toys.js', import.meta.url).href };
    const result = await sought(source, seekFrom('0', 0, { kind: 'property', name: 'arrives' }));
    expect(result.found).toBe('arrives');
    const { initial, steps } = followPath(instantiate(toAndFro), result.path as string);
    expect(steps.map(({ taken }) => taken.label)).toEqual(['up', 'back']);
    expect(steps.at(-1)?.state.equals(initial)).toBe(true);
  });
});
