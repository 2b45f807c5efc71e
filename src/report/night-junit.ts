/**
 * A night as JUnit XML: a suite per spec, a case per variant and property. It keeps to what both of the common schemas allow,
 * that of Ant (windyroad/JUnit-Schema) and that of Jenkins (junit-4.xsd), the stricter one where they differ.
 */
import type { Night, NightCell, NightLine } from './night.js';
import { differenceText } from './night-text.js';
import { bySpec, newsText } from './night-words.js';

/** `traces`: per run the counterexamples in plain text. */
export function nightJunit(night: Night, traces: ReadonlyMap<string, string>): string {
  const suites = [...bySpec(night.lines)].map(([spec, lines]) => suiteOf(spec, night, lines, traces));
  const { selfCheck } = night;
  if (selfCheck !== null) {
    const cases = [
      testCase(
        'self-check',
        'engine and reference agree',
        0,
        selfCheck.failed !== null ? ['error', selfCheck.failed] : selfCheck.disagreements.length === 0 ? null : ['failure', JSON.stringify(selfCheck.disagreements, null, 2)],
      ),
    ];
    suites.unshift(suite('self-check', night, 0, cases));
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${['<testsuites>', ...suites.map((make, id) => make(id)), '</testsuites>'].join('\n')}\n`;
}

type Result = readonly ['failure' | 'error' | 'skipped', string] | null;

interface Case {
  readonly text: string;
  readonly result: Result;
}

/** The text of a suite with this number. */
type Suite = (id: number) => string;

function suiteOf(spec: string, night: Night, lines: readonly NightLine[], traces: ReadonlyMap<string, string>): Suite {
  const cases = lines.flatMap((line) => {
    const { outcome, key, cells, wall } = line;
    const title = key.slice(spec.length + 1);
    // The time of the run belongs to its first case; the properties are checked together.
    if (outcome.kind === 'failed') return [testCase(spec, `${title}: run`, wall, ['error', outcome.why])];
    // Whatever belongs to no property that was asked: sizes, rates, and properties that are expected and not there.
    const rest = (what: string) => !cells.some(({ property }) => property === what);
    const size = testCase(spec, `${title}: size`, wall, resultOf(rest, line, night, undefined, outcome.kind === 'cut' ? outcome.bound : null));
    return [size, ...cells.map((cell) => testCase(spec, `${title}: ${cell.property}`, 0, propertyResult(cell, line, night, traces)))];
  });
  return suite(
    spec,
    night,
    lines.reduce((sum, { wall }) => sum + wall, 0),
    cases,
  );
}

function propertyResult(cell: NightCell, line: NightLine, night: Night, traces: ReadonlyMap<string, string>): Result {
  const unknown = cell.kind === 'unknown' && line.outcome.kind === 'cut' ? line.outcome.bound : null;
  return resultOf((what) => what === cell.property, line, night, cell.kind === 'violated' ? traces.get(line.key) : undefined, unknown);
}

function resultOf(of: (what: string) => boolean, { key, differences }: NightLine, { news }: Night, trace: string | undefined, bound: string | null): Result {
  const told = news.filter((each) => each.key === key && of(each.what)).map(newsText);
  const rest = differences.filter(({ what }) => of(what)).map(differenceText);
  const words = told.length > 0 ? told : rest;
  if (words.length > 0) return ['failure', [...words, ...(trace === undefined ? [] : ['', trace])].join('\n')];
  return bound === null ? null : ['skipped', `a bound on ${bound} was met before the answer was known`];
}

function testCase(group: string, name: string, time: number, result: Result): Case {
  const open = `    <testcase classname="${attribute(group)}" name="${attribute(name)}" time="${time.toFixed(3)}"`;
  if (result === null) return { text: `${open}/>`, result };
  const [kind, text] = result;
  const message = attribute(text.split('\n')[0] as string);
  const inner = kind === 'skipped' ? `<skipped>${content(text)}</skipped>` : `<${kind} message="${message}" type="${kind}">${content(text)}</${kind}>`;
  return { text: `${open}>\n      ${inner}\n    </testcase>`, result };
}

function suite(name: string, { night, commit, machine }: Night, time: number, cases: readonly Case[]): Suite {
  const number = (kind: string) => cases.filter(({ result }) => result?.[0] === kind).length;
  // The name of a night is its date with dashes where a file system wants no colons.
  const timestamp = night.slice(0, 19).replace(/T(\d\d)-(\d\d)-(\d\d)/, 'T$1:$2:$3');
  const figures = `tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}" time="${time.toFixed(3)}"`;
  return (id) =>
    [
      `  <testsuite id="${id}" package="explore" name="${attribute(name)}" ${figures} timestamp="${attribute(timestamp)}" hostname="localhost">`,
      '    <properties>',
      `      <property name="commit" value="${attribute(commit ?? 'unknown')}"/>`,
      `      <property name="machine" value="${attribute(machine)}"/>`,
      '    </properties>',
      ...cases.map(({ text }) => text),
      '    <system-out/>',
      '    <system-err/>',
      '  </testsuite>',
    ].join('\n');
}

function content(text: string): string {
  // XML 1.0 has no place for most control characters, not even escaped, nor for halves of pairs.
  const clean = text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
