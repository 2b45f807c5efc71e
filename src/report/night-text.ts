/** A night for a terminal, for the summary page of a CI (Markdown), and as annotations of GitHub's. */

import type { Style } from '../style.js';
import { bytes, count, counted, rough, seconds } from './figures.js';
import { wrap } from './lines.js';
import type { Difference } from './matrix.js';
import { isGreen, type Night, type NightLine, rateOf } from './night.js';
import { bySpec, circumstances, disagreementTexts, headline, newsText, outcomeWord, selfCheckText } from './night-words.js';

/** One line while the night goes on. */
export function nightLineText(number: number, planned: number, line: NightLine, { paint }: Style): string {
  const word = outcomeWord(line);
  const painted = word === 'as expected' ? paint.good(word) : line.outcome.kind === 'cut' && line.differences.length === 0 ? paint.warning(word) : paint.bad(word);
  return `${number}/${planned} ${line.key}: ${painted}${line.counts === null ? '' : `, ${counted(line.counts.states, 'state')}`}, ${seconds(line.wall)}`;
}

export function nightText(night: Night, folder: string, { width, paint }: Style): string {
  const { news, missing } = night;
  return `${[
    ...wrap(headline(night), width).map(isGreen(night) ? paint.good : paint.bad),
    ...disagreementTexts(night).flatMap((text) => wrap(`  ${text}`, width)),
    ...news.flatMap((each) => wrap(`  ${newsText(each)}`, width)),
    ...(missing.length === 0 ? [] : wrap(`  not begun: ${missing.join(', ')}`, width)),
    ...wrap(selfCheckText(night), width),
    `The page of the night: ${folder}/index.html`,
  ].join('\n')}\n`;
}

export function nightMarkdown(night: Night): string {
  const { news, missing, lines } = night;
  const rows = [...bySpec(lines)].map(([spec, runs]) => {
    const states = runs.reduce((sum, { counts }) => sum + (counts?.states ?? 0), 0);
    const good = runs.filter((line) => outcomeWord(line) === 'as expected').length;
    const time = runs.reduce((sum, { wall }) => sum + wall, 0);
    const peak = Math.max(0, ...runs.map((line) => line.peak));
    const rates = runs.flatMap((line) => rateOf(line) ?? []);
    return `| ${escaped(spec)} | ${runs.length} | ${good} | ${count(states)} | ${seconds(time)} | ${bytes(peak)} | ${rates.length === 0 ? '' : `${rough(Math.max(...rates))}/s`} |`;
  });
  const parts = [
    `# ${escaped(headline(night))}`,
    ...disagreementTexts(night).map((text) => `- **${escaped(text)}**`),
    ...(news.length === 0 ? [] : ['', '## New', '', ...news.map((each) => `- ${escaped(newsText(each))}`)]),
    ...(missing.length === 0 ? [] : ['', `Not begun: ${missing.map(escaped).join(', ')}`]),
    '',
    '| spec | runs | as expected | states | time | peak memory | best rate |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    escaped(selfCheckText(night)),
    '',
    escaped(circumstances(night)),
  ];
  return `${parts.join('\n')}\n`;
}

/** Workflow commands of GitHub: one annotation for each thing that is new. */
export function nightAnnotations(night: Night): string {
  // They end at the end of the line; these are the escapes that GitHub knows.
  const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const title = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return [...disagreementTexts(night).map((text) => ['self-check', text] as const), ...night.news.map((each) => [each.key, newsText(each)] as const)]
    .map(([key, text]) => `::error title=${title(key)}::${data(text)}\n`)
    .join('');
}

export function differenceText({ what, expected, found }: Difference): string {
  return `${what}: expected ${expected}, found ${found}`;
}

function escaped(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll(/[\\`*_<>|[\]#]/g, (sign) => `\\${sign}`);
}
