/** A night as one page without any request: what is new on top, the matrix of all runs, and how the figures went over the nights. */
import { bytes, count, rough, seconds } from './figures.js';
import { escaped as html } from './markup.js';
import { signOf } from './matrix.js';
import { isGreen, type Night, type NightLine, rateOf } from './night.js';
import { bySpec, circumstances, disagreementTexts, headline, newsText, outcomeWord, selfCheckText } from './night-words.js';

/** `history`: the lines of the nights before; `folderOf`: where the files of a run lie, from the page. */
export function nightHtml(night: Night, history: readonly NightLine[], folderOf: (key: string) => string): string {
  const { news, missing, lines } = night;
  const list = (items: readonly string[]) => (items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${html(item)}</li>`).join('')}</ul>`);
  const before = new Map<string, NightLine[]>();
  for (const line of history) before.set(line.key, [...(before.get(line.key) ?? []), line]);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${html(headline(night))}</title><style>${style}</style></head><body>
<h1 class="${isGreen(night) ? 'good' : 'bad'}">${html(headline(night))}</h1>
${list(disagreementTexts(night))}${list(news.map(newsText))}${missing.length === 0 ? '' : `<p>Not begun: ${html(missing.join(', '))}</p>`}
<p>${html(selfCheckText(night))}</p>
<p>${html(circumstances(night))}</p>
${[...bySpec(lines)].map(([spec, runs]) => specPart(spec, runs, news, before, folderOf)).join('\n')}
</body></html>
`;
}

function specPart(spec: string, lines: readonly NightLine[], news: Night['news'], before: ReadonlyMap<string, readonly NightLine[]>, folderOf: (key: string) => string): string {
  const properties = [...new Set(lines.flatMap(({ cells }) => cells.map(({ property }) => property)))];
  const figures = ['states', 'time', 'memory', 'rate'];
  const head = ['run', 'outcome', ...properties, ...figures].map((title) => `<th>${html(title)}</th>`).join('');
  const rows = lines.map((line) => {
    const { key, cells, counts, wall, peak, differences } = line;
    const nights = [...(before.get(key) ?? []), line].slice(-mostNights);
    const rate = rateOf(line);
    const classOf = (...what: readonly string[]) => (differences.some((each) => what.includes(each.what)) || news.some((each) => each.key === key && what.includes(each.what)) ? 'bad' : '');
    const word = outcomeWord(line);
    return `<tr><th><a href="${html(folderOf(key))}">${html(key.slice(spec.length + 1))}</a></th><td class="${word === 'as expected' ? 'good' : 'bad'}">${html(word)}</td>${properties
      .map((property) => `<td class="${classOf(property)}">${html(signOf(cells.find((cell) => cell.property === property)))}</td>`)
      .join('')}${[
      figure(
        classOf('states', 'transitions', 'depth'),
        counts === null ? '' : count(counts.states),
        nights.map((each) => each.counts?.states ?? null),
      ),
      figure(
        '',
        seconds(wall),
        nights.map((each) => each.wall),
      ),
      figure(
        '',
        bytes(peak),
        nights.map((each) => each.peak),
      ),
      figure(classOf('rate'), rate === null ? '' : `${rough(rate)}/s`, nights.map(rateOf)),
    ].join('')}</tr>`;
  });
  return `<h2>${html(spec)}</h2><div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function figure(kind: string, text: string, nights: readonly (number | null)[]): string {
  return `<td class="figure ${kind}">${html(text)} ${plot(nights)}</td>`;
}

/** Nights that a plot shows. */
const mostNights = 30;

/** A line from 0 to the greatest value, as small as a word; a night without a value is a gap. */
function plot(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return '';
  const [width, height, greatest] = [60, 16, Math.max(...known, Number.MIN_VALUE)];
  const parts: string[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) parts.push([]);
    else parts.at(-1)?.push(`${((index / (values.length - 1)) * (width - 2) + 1).toFixed(1)},${(height - 1 - (value / greatest) * (height - 2)).toFixed(1)}`);
  }
  const lines = parts.filter((points) => points.length > 0).map((points) => `<polyline points="${points.join(' ')}"/>`);
  return `<svg role="img" aria-label="the last ${values.length} nights" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${lines.join('')}</svg>`;
}

const style =
  ':root{color-scheme:light dark}body{font:14px system-ui,sans-serif;margin:1.5rem}h1{font-size:1.4rem}.good{color:light-dark(#116329,#56d364)}.bad{color:light-dark(#a40e26,#ff7b72);font-weight:600}.wide{overflow-x:auto}table{border-collapse:collapse}th,td{padding:2px 6px;text-align:left;white-space:nowrap;border-bottom:1px solid #8c959f55;font-weight:400}thead th{font-weight:600}.figure{text-align:right}svg{vertical-align:middle}polyline{fill:none;stroke:#0969da;stroke-width:1.5}';
