/** The page, in a browser without a screen: what it shows, what its keys and filters do, and that no text of a model becomes markup. */
import { type Element, JSDOM, VirtualConsole, type Window } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { htmlText } from '../../src/report/html-trace.js';
import airlock from '../fixtures/airlock.js';
import { everything, origin, switches, type Told, told } from './told.js';

const three = told(airlock, ['door.open(door 0)', 'door.open(door 1)', 'door.close(door 0)'], { interlock: false });

function open(...runs: [Told, ...Told[]]) {
  const errors: Error[] = [];
  const { window } = new JSDOM(
    htmlText(
      runs[0].model,
      runs.map(({ verdict }) => verdict),
      origin,
    ),
    { runScripts: 'dangerously', virtualConsole: new VirtualConsole().on('jsdomError', (error) => errors.push(error)) },
  );
  expect(errors).toEqual([]);
  return window;
}

function texts(within: Element, selector: string): string[] {
  return Array.from(within.querySelectorAll(selector), ({ textContent }) => textContent);
}

function one(within: Element, selector: string): Element {
  return within.querySelector(selector) ?? expect.fail(`there is no ${selector}`);
}

function press({ document, KeyboardEvent }: Window, key: string): void {
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
}

/** The steps that can be seen, and the one that is chosen. */
function steps({ document }: Window) {
  const rows = [...document.querySelectorAll('tr.step')];
  const numbers = (which: readonly Element[]) => which.map(({ dataset }) => Number(dataset.step));
  return { seen: numbers(rows.filter(({ hidden }) => !hidden)), chosen: numbers(rows.filter(({ classList }) => classList.contains('chosen'))) };
}

function state({ document }: Window): string[][] {
  return Array.from(document.querySelectorAll('.state tbody tr'), (row) => texts(row, 'th, td'));
}

function change(window: Window, element: Element): void {
  element.dispatchEvent(new window.Event('input', { bubbles: true }));
}

test('a lane per actor, a row per step, the last step chosen and its state beside it', () => {
  const window = open(three);
  const { document } = window;
  expect(texts(document, 'h1')).toEqual(['one-open is violated by 3 steps']);
  expect(texts(document, '.lanes thead th')).toEqual(['step', 'person', 'spring']);
  expect(texts(document, '.lanes b')).toEqual(['door.open(door 0)', 'door.open(door 1)', 'door.close(door 0)']);
  expect(texts(document, 'tr[data-step="3"] > *')).toEqual(['3', '', 'door.close(door 0)open[0] true false']);
  expect(steps(window)).toEqual({ seen: [0, 1, 2, 3], chosen: [3] });
  expect(texts(document, '.state h2')).toEqual(['step 3']);
  expect(state(window)).toEqual([
    ['open[0]', 'true', 'false'],
    ['open[1]', 'true', 'true'],
  ]);
  expect(texts(document, '.state tr.changed th')).toEqual(['open[0]']);
});

test('keys go from step to step', () => {
  const window = open(three);
  const after = (key: string) => {
    press(window, key);
    return steps(window).chosen[0];
  };
  expect(['Home', 'j', 'ArrowDown', 'k', 'ArrowUp', 'ArrowUp', 'End', 'j'].map(after)).toEqual([0, 1, 2, 1, 0, 0, 3, 3]);
  press(window, 'Home');
  press(window, '/');
  expect(window.document.activeElement).toBe(one(window.document, '[name=variable]'));
  // What is typed there is text.
  expect(after('j')).toBe(0);
  press(window, 'Escape');
  expect(after('j')).toBe(1);
});

test('an actor can be hidden, and the keys pass over it', () => {
  const window = open(three);
  const box = one(window.document, '[name=actor][value="0"]');
  box.checked = false;
  change(window, box);
  expect(steps(window).seen).toEqual([0, 3]);
  press(window, 'Home');
  press(window, 'j');
  expect(steps(window).chosen).toEqual([3]);
});

test('a part of a name shows the variables that have it, and the steps that change them', () => {
  const window = open(three);
  const field = one(window.document, '[name=variable]');
  field.value = 'OPEN[1]';
  change(window, field);
  expect(steps(window).seen).toEqual([0, 2]);
  expect(state(window)).toEqual([['open[1]', 'true', 'true']]);
});

test('variables that never change are shown when asked for', () => {
  const window = open(told(airlock, ['door.open(door 1)'], { doors: 3 }));
  expect(state(window)).toEqual([['open[1]', 'false', 'true']]);
  const box = one(window.document, '[name=all]');
  box.checked = true;
  change(window, box);
  expect(state(window).map(([path]) => path)).toEqual(['open[0]', 'open[1]', 'open[2]']);
});

test('a click chooses a step; of two runs, keys move the one that was clicked', () => {
  const window = open(three, three);
  [...window.document.querySelectorAll('tr[data-step="1"]')][1]?.click();
  press(window, 'j');
  expect(steps(window).chosen).toEqual([3, 2]);
});

test('nothing is asked of anybody', () => {
  const { model, verdict } = three;
  const page = htmlText(model, [verdict], origin);
  expect(page).not.toMatch(/\b(?:src|href|action)\s*=|url\(|@import|https?:|\bimport\b|fetch\(|XMLHttp/);
  expect(page).toContain(`default-src 'none'`);
});

describe('text of a model stays text:', () => {
  test.each(['<img src=x onerror="window.broken=1">', '</script><script>window.broken=1</script>', `"' onclick="window.broken=1" x='`, '<!--<script>', '&lt;b&gt;'])('%s', (name) => {
    const window = open(told(switches([name], { label: () => name, property: name }), [name]));
    const { document } = window;
    expect(window.broken).toBeUndefined();
    expect(texts(document, '.lanes thead th')).toEqual(['step', name]);
    expect(texts(document, '.lanes b')).toEqual([name]);
    expect(texts(document, 'h1')).toEqual([`${name} is violated by 1 step`]);
    expect(texts(document, 'title')).toEqual([`switches: ${name} is violated by 1 step`]);
    expect(texts(document, 'script').length).toBe(2);
    expect([...document.querySelectorAll('img, [onclick], [onerror]')]).toEqual([]);
  });

  test('values too', () => {
    const window = open(told(everything, ['change']));
    expect(state(window)).toContainEqual(['word', 'idle', '"a \\"b\\" <c>; #d"']);
  });
});
