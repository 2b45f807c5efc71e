/** The pages of a night: what is on top, and that nothing of a spec's own words is taken for markup. */
import { describe, expect, test } from 'vitest';
import { type Night, nightAnnotations, nightFormat, nightHtml, nightJunit, nightMarkdown, nightText, readNight, selfCheckFormat } from '../../src/report/index.js';
import { holds, line, violated } from '../nightly/lines.js';
import { plainStyle } from './toys.js';

const good: Night = {
  ...nightFormat,
  night: '2026-01-02T03-04-05.678Z',
  commit: 'bbb',
  machine: 'm',
  comparedWith: null,
  planned: 1,
  missing: [],
  news: [],
  selfCheck: { ...selfCheckFormat, seed: 7, asked: 3, agreed: 3, disagreements: [], failed: null },
  lines: [line()],
};
const evil = '<b>&"\'|*`%,:\u0000';
const bad: Night = {
  ...good,
  lines: [
    line({ cells: [holds('I1'), violated(evil, 3)], differences: [{ what: evil, expected: 'holds', found: 'violated by 3 steps' }] }),
    line({ key: 'airlock/large', outcome: { kind: 'failed', why: 'out of memory' }, counts: null, cells: [] }),
  ],
  news: [
    { kind: 'expectation', key: 'airlock/default', what: evil, before: 'holds', now: 'violated by 3 steps', range: 'aaa..bbb' },
    { kind: 'failure', key: 'airlock/large', what: 'run', before: 'done', now: 'out of memory', range: null },
  ],
};

test('a night is read as it was written', async () => {
  expect(await readNight('the night', JSON.stringify(bad))).toEqual(bad);
  await expect(readNight('the night', JSON.stringify({ ...bad, planned: -1 }))).rejects.toThrow(/cannot be read/);
});

describe('the first line', () => {
  const first = (changes: Partial<Night>) => nightText({ ...good, ...changes }, 'folder', plainStyle).split('\n')[0];

  test('of a good night, of one with news, and of one that is not complete', () => {
    expect(first({})).toBe('All 1 run as expected, nothing new.');
    expect(first(bad)).toBe('2 things are new or not as expected.');
    expect(first({ lines: [line({ outcome: { kind: 'cut', bound: 'time', by: 'night' } })], missing: ['a', 'b'] })).toBe('Nothing new, but 1 run cut by a bound and 2 runs not begun.');
  });

  test('is for engine and reference, whenever they disagree', () => {
    const disagreements = [{ model: 'peterson', what: 'states', engine: '3', reference: '4' }];
    const night = { ...bad, selfCheck: { ...selfCheckFormat, seed: 7, asked: 3, agreed: 2, disagreements, failed: null } };
    for (const page of [nightText(night, 'folder', plainStyle), nightMarkdown(night).slice(2)]) expect(page).toMatch(/^Engine and reference disagree in 1 point \(seed 7\)\./);
    expect(nightHtml(night, [], String)).toMatch(/<h1 class="bad">Engine and reference disagree/);
    expect(nightAnnotations(night)).toMatch(/^::error title=self-check::peterson, states: the engine says 3, the reference 4\n/);
  });
});

test('the page of a night has all runs, plots of the nights before, and no request', () => {
  const nights = [50_000, 100_000].map((states, day) => line({ night: `2026-01-0${day + 1}`, counts: { states, transitions: 1, depth: 1 } }));
  const page = nightHtml(good, nights, (key) => `runs/${key}/`);
  expect(page).toContain('<a href="runs/airlock/default/">default</a>');
  // Three nights over 60 points; half of the greatest value lies in the middle of 16.
  expect(page).toContain('<polyline points="1.0,8.0 30.0,1.0 59.0,1.0"/>');
  expect(page).not.toMatch(/<script|<link|src=|https?:/);
});

test('words of a spec are no markup anywhere', () => {
  const page = nightHtml(bad, [], () => evil);
  expect(page).not.toContain('<b>');
  expect(page).toContain('&lt;b&gt;&amp;&quot;&#39;');
  const xml = nightJunit(bad, new Map([['airlock/default', `${evil}\u001b[31m`]]));
  for (const sign of ['<b>', '\u0000', '\u001b']) expect(xml).not.toContain(sign);
  expect(xml).toContain('&lt;b&gt;&amp;"\'|*`%,:\uFFFD\uFFFD[31m');
  expect(nightMarkdown(bad)).toContain('\\<b\\>&"\'\\|\\*\\`%,:');
  expect(nightAnnotations({ ...bad, news: [{ ...(bad.news[0] as Night['news'][number]), key: 'a:b,c%', now: 'one\ntwo' }] })).toMatch(
    /^::error title=a%3Ab%2Cc%25::a:b,c%25, .*one%0Atwo \(aaa\.\.bbb\)\n$/,
  );
});

test('JUnit: a suite per spec, a case per variant and property, and one for the size', () => {
  const xml = nightJunit(bad, new Map([['airlock/default', 'the shortest run']]));
  expect(Array.from(xml.matchAll(/<testsuite id="(\d)" package="explore" name="([^"]*)" tests="(\d)" failures="(\d)" errors="(\d)" skipped="(\d)"/g), (match) => match.slice(1))).toEqual([
    ['0', 'self-check', '1', '0', '0', '0'],
    ['1', 'airlock', '4', '1', '1', '0'],
  ]);
  expect(xml).toContain('timestamp="2026-01-02T03:04:05"');
  expect(xml).toContain('\n\nthe shortest run</failure>');
  expect(xml).toContain('<error message="out of memory" type="error">out of memory</error>');
});
