/**
 * Traces as one HTML file that asks nobody for anything: a lane per actor, the changes of each step, the state beside it,
 * filters and keys. The page tells everything without its script, which adds the state, the filters and the keys. Text of a
 * model is never markup: it is escaped here, and the script writes text only.
 */
import type { Model } from '../model/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { pageScript, pageStyle } from './html-page.js';
import { escaped } from './markup.js';
import { loopBegins, showPlain } from './steps.js';
import { blocksOf, commandOf, endingOf, modelOf, type Origin, outcomeOf, settingsOf, type Traced, type TracedStep, traced } from './traced.js';
import { variablesOf } from './variables.js';
import type { Block } from './why.js';

export function htmlText(model: Model, verdicts: readonly PropertyVerdict[], origin: Origin): string {
  const runs = verdicts.flatMap((verdict) => traced(model, verdict, origin) ?? []);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escaped(`${model.spec.name}: ${runs.map(outcomeOf).join(', ')}`)}</title>
<style>${pageStyle}</style>
</head>
<body>
${runs.map(section).join('\n')}
<script>${pageScript}</script>
</body>
</html>
`;
}

function section(told: Traced): string {
  const { property, actors, steps, shows } = told;
  const rows: [string, string][] = [
    ['promise', property.sentence],
    ...(property.source === undefined ? [] : [['source', property.source] as [string, string]]),
    ['model', [modelOf(told), ...settingsOf(told)].join(' ')],
    ['repeat', commandOf(told).join(' ')],
  ];
  return `<section class="run">
<header>
<h1 class="${shows}">${escaped(outcomeOf(told))}</h1>
<dl>${rows.map(([label, text]) => `<dt>${label}</dt><dd${label === 'repeat' ? ' class="code"' : ''}>${escaped(text)}</dd>`).join('')}</dl>
</header>
<form class="filters" hidden>
<fieldset><legend>actors</legend>${actors.map((actor, index) => `<label><input type="checkbox" name="actor" value="${index}" checked>${escaped(actor)}</label>`).join('')}</fieldset>
<label>variables <input type="search" name="variable" placeholder="part of a name" autocomplete="off"></label>
<label><input type="checkbox" name="all">also those that never change</label>
<span class="keys">keys: <kbd>j</kbd> <kbd>k</kbd> or arrows: step; <kbd>Home</kbd> <kbd>End</kbd>; <kbd>/</kbd>: variables</span>
</form>
<div class="both">
<table class="lanes">
<thead><tr><th scope="col">step</th>${actors.map((actor) => `<th scope="col">${escaped(actor)}</th>`).join('')}</tr></thead>
<tbody>
<tr class="step" data-step="0" tabindex="-1"><th scope="row">0</th><td colspan="${Math.max(1, actors.length)}"><span class="start">the initial state</span></td></tr>
${steps.map((step) => `${step.number - 1 === told.trace.loop ? loopRow(actors) : ''}${stepRow(step, actors)}`).join('\n')}
</tbody>
<tfoot><tr><td></td><td colspan="${Math.max(1, actors.length)}" class="${shows}">${escaped(endingOf(told))}${blocksOf(told).map(block).join('')}</td></tr></tfoot>
</table>
<aside class="state" hidden><h2></h2><table><thead><tr><th scope="col">variable</th><th scope="col">before</th><th scope="col">after</th></tr></thead><tbody></tbody></table></aside>
</div>
<script type="application/json" class="data">${data(told)}</script>
</section>`;
}

/** Stands before the first step of a loop. */
function loopRow(actors: readonly string[]): string {
  return `<tr class="loop"><td></td><td colspan="${Math.max(1, actors.length)}">${escaped(loopBegins)}</td></tr>\n`;
}

function block({ heading, rows }: Block): string {
  return `<div class="why"><h2>${escaped(heading)}</h2><dl>${rows.map(([label, text]) => `<dt>${escaped(label)}</dt><dd class="code">${escaped(text)}</dd>`).join('')}</dl></div>`;
}

function stepRow({ number, taken, changes }: TracedStep, actors: readonly string[]): string {
  const lane = actors.indexOf(taken.actor);
  const told = changes.map(
    ({ path, from, to }) => `<li data-path="${escaped(path)}"><span class="path">${escaped(path)}</span> <del>${escaped(showPlain(from))}</del> <ins>${escaped(showPlain(to))}</ins></li>`,
  );
  const cells = actors.map((_, index) => (index === lane ? `<td class="acts"><b>${escaped(taken.label)}</b><ul>${told.join('') || '<li>nothing changes</li>'}</ul></td>` : '<td></td>'));
  return `<tr class="step" data-step="${number}" data-actor="${lane}" tabindex="-1"><th scope="row">${number}</th>${cells.join('')}</tr>`;
}

/** The variables with their values in all states, for the script; a JSON text cannot end the element that holds it. */
function data({ model: { schema }, trace: { initial, steps } }: Traced): string {
  const variables = variablesOf(schema, [initial, ...steps.map(({ state }) => state)]).map(({ path, values }) => ({ path, values: values.map(showPlain) }));
  return JSON.stringify(variables).replaceAll('<', '\\u003c');
}
