/** What the page shows of a path and of a state, from toys whose answers are known, and from the specs against their own functions. */
import { describe, expect, test } from 'vitest';
import { findSpec } from '../../src/catalog.js';
import { instantiate, nextStates } from '../../src/model/index.js';
import { difference, followPath } from '../../src/trace/index.js';
import type { ActorView, SectionView } from '../../src/web/messages.js';
import { pathView, stateView } from '../../src/web/walk.js';
import { whyView } from '../../src/web/why.js';
import { graph } from '../support/graph.js';
import { hostile, kinds, toAndFro } from './toys.js';

const toy = instantiate(kinds);
const here = (path: string, at = path.split('/').length - 1, compare: number | null = null) => stateView(toy, { path, at, compare });
const step = (label: string) => String(toy.actions.findIndex((action) => action.label === label));
const [fill, push, lock] = [step('fill'), step('push'), step('lock')];

/** `cpus [1] lr.state: was → is`, a line per cell. */
function told(sections: readonly SectionView[]): string[] {
  return sections.flatMap(({ name, columns, rows }) =>
    rows.flatMap((row) =>
      row.cells.map((cell, index) => `${name} ${columns[index] ?? ''} ${row.name}: ${cell === null ? 'none' : `${cell.before === null ? '' : `${cell.before} → `}${cell.value}`}`.trim()),
    ),
  );
}

describe('a state', () => {
  test('is tables: vectors side by side, leaves of one length together, sets and queues as a whole; constants are left out', () => {
    expect(told(here('0').sections)).toEqual([
      'lock: false',
      'waiting: []',
      'jobs: []',
      'owner[0]: null',
      'owner[1]: null',
      'cpus [0] pc: idle',
      'cpus [1] pc: idle',
      'cpus [0] lr: null',
      'cpus [1] lr: null',
      '[0] flags: false',
      '[1] flags: false',
      '[2] flags: false',
    ]);
  });

  test('shows what changed since the step before, and what appeared', () => {
    const lines = told(here(`0/${lock}/${push}.1`).sections);
    expect(lines).toContain(`jobs: [] → [${JSON.stringify(hostile)}]`);
    expect(lines).toContain('lock: true');
    expect(told(here(`0/${fill}`).sections)).toEqual(expect.arrayContaining(['cpus [0] lr.state: none', 'cpus [1] lr.state: – → full']));
  });

  test('is compared with any other one of the path', () => {
    const { sections, compared } = here(`0/${lock}/${push}`, 2, 0);
    expect(compared).toBe(0);
    expect(told(sections)).toEqual(expect.arrayContaining(['lock: false → true', 'waiting: [] → [2]', 'jobs: [] → [a]', 'owner[1]: null → true']));
  });

  test('is refused when the path has no such step', () => expect(() => here('0', 3)).toThrow('the path has no such step'));

  test('every change of every enabled action of a spec is marked where it is', async () => {
    const { spec } = await findSpec('vgic-hw');
    const model = instantiate(spec);
    for (const action of model.actions) {
      const [initial] = model.initial;
      if (initial === undefined || nextStates(action, initial).length === 0) continue;
      const path = `0/${action.index}`;
      const after = followPath(model, path).steps[0]?.state;
      const marked = stateView(model, { path, at: 1, compare: null }).sections.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell?.before == null ? [] : [cell.path]))));
      expect(marked.sort()).toEqual(
        difference(model.schema, initial, after)
          .map(({ path: changed }) => changed)
          .sort(),
      );
      expect(marked.length).toBeGreaterThan(0);
    }
  });
});

describe('what can happen', () => {
  const by = (actors: readonly ActorView[], actor: string) => actors.find((view) => view.actor === actor);

  test('is grouped by actor, with every outcome and what it changes', () => {
    const actors = here('0').actors;
    expect(actors.map(({ actor }) => actor)).toEqual(['cpu 1', 'cpu 0', hostile]);
    const [first] = by(actors, 'cpu 0')?.enabled ?? [];
    expect(first).toMatchObject({ label: 'push', fault: null });
    expect(first?.outcomes.map(({ step: taken, changes }) => [taken, changes[0]?.to])).toEqual([
      [push, '[a]'],
      [`${push}.1`, `[${JSON.stringify(hostile)}]`],
    ]);
  });

  test('what cannot is there with what its guard read, and what would be enough', () => {
    const why = (path: string, label: string) => whyView(toy, { path, at: path.split('/').length - 1 }).find((action) => action.label === label);
    const told = (path: string, label: string) => [
      why(path, label)?.reads.map((read) => `${read.path}=${read.value}`),
      why(path, label)?.remedies.map((remedy) => remedy.map(({ path: variable, to }) => `${variable}=${to}`).join(' and ')),
    ];
    expect(told('0', 'unlock')).toEqual([['lock=false'], ['lock=true and flags[2]=true']]);
    expect(told(`0/${lock}`, 'unlock')).toEqual([['lock=true', 'flags[2]=false'], ['flags[2]=true']]);
    expect(told(`0/${lock}`, 'fill')).toEqual([['lock=true', 'cpus[1].pc=idle'], ['lock=false']]);
    // Whatever is shown as disabled is explained, and nothing else is.
    expect(whyView(toy, { path: '0', at: 0 }).map(({ label }) => label)).toEqual(
      here('0')
        .actors.flatMap(({ disabled }) => disabled.map(({ label }) => label))
        .sort((a, b) => Number(step(a)) - Number(step(b))),
    );
  });

  test('an action that fails is told as such, and the others can be taken', () => {
    const actors = here(`0/${lock}`).actors;
    expect(by(actors, hostile)?.enabled).toMatchObject([{ label: 'wrong', outcomes: [], fault: expect.stringContaining('cpus[0].pc is "bust"') }]);
    expect(by(actors, 'cpu 0')?.enabled.map(({ label }) => label)).toEqual(['push', 'lock']);
  });

  test('a step that would break a promise says so', () => {
    const [action] = by(here(`0/${push}`).actors, 'cpu 0')?.enabled ?? [];
    expect(action?.outcomes.map(({ breaks }) => breaks)).toEqual([['short(place 1)'], ['short(place 1)']]);
  });
});

describe('the properties', () => {
  const says = (path: string) => Object.fromEntries(here(path).properties.map(({ name, here: answer, parts }) => [name, [answer, ...parts.map((part) => part.here)]]));

  test('say what they say here, part by part', () => {
    expect(says('0')).toEqual({ short: ['holds', 'holds', 'holds'], locked: ['unreached'], alive: ['holds'] });
    expect(here(`0/${push}/${push}`).properties[0]?.broken).toEqual([
      {
        label: 'short(place 1)',
        failed: [],
        reads: [
          { path: 'lock', value: 'false' },
          { path: 'jobs', value: '[a, a]' },
        ],
      },
    ]);
    expect(says(`0/${push}/${push}`)).toEqual({ short: ['violated', 'holds', 'violated'], locked: ['unreached'], alive: ['holds'] });
    expect(says(`0/${lock}`)).toEqual({ short: ['vacuous', 'vacuous', 'vacuous'], locked: ['reached'], alive: ['holds'] });
  });

  test('of a step are asked of the step that led here, and a dead end is one', () => {
    const model = instantiate(graph('a>b>c', { notStep: ['a>b'], ends: ['a'] }).spec);
    const answers = (path: string) => stateView(model, { path, at: path.split('/').length - 1, compare: null }).properties.map(({ here: answer }) => answer);
    expect(answers('0')).toEqual(['not-asked', 'holds']);
    expect(answers('0/0')).toEqual(['violated', 'holds']);
    expect(answers('0/0/1')).toEqual(['holds', 'violated']);
  });
});

describe('a path', () => {
  test('has its steps, who took them, what they changed and broke, and where it comes back', () => {
    const view = pathView(toy, `0/${push}/${push}.1/${lock}/${lock}`);
    expect(view.steps.map(({ number, actor, label, returnsTo, broken }) => [number, actor, label, returnsTo, broken])).toEqual([
      [1, 'cpu 0', 'push', null, []],
      [2, 'cpu 0', 'push', null, ['short(place 1)']],
      [3, 'cpu 0', 'lock', null, []],
      [4, 'cpu 0', 'lock', 3, []],
    ]);
    expect(view.actors).toEqual(['cpu 0']);
    expect(view.steps[2]?.changes).toEqual([
      { path: 'lock', from: 'false', to: 'true' },
      { path: 'waiting', from: '[]', to: '[2]' },
      { path: 'owner[1]', from: 'null', to: 'true' },
    ]);
  });

  test('a loop that a fair run can stay in for ever breaks what must come at last', () => {
    const model = instantiate(toAndFro);
    const broken = (path: string) => pathView(model, path).steps.map((taken) => taken.broken);
    const [stay, up, back, leap] = [0, 1, 2, 3];
    expect(broken(`0/${stay}`)).toEqual([[]]);
    expect(broken(`0/${up}/${back}`)).toEqual([[], ['arrives']]);
    // It cannot go on from there, and need not.
    expect(broken(`0/${up}/${leap}`)).toEqual([[], []]);
  });

  test('is refused when nobody would walk it', () => expect(() => pathView(toy, `0${`/${lock}`.repeat(5001)}`)).toThrow('the path is too long'));
});
