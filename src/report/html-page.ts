/** How the page of a trace looks, and what its script does. */

export const pageStyle = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --faint: #667; --line: #d5d9de; --lane: #f3f6f9; --chosen: #fff3c4; --bad: #b3261e; --good: #1a7f37; --old: #8b2a22; --new: #14662c; }
@media (prefers-color-scheme: dark) { :root { --back: #15181c; --text: #dfe3e8; --faint: #98a1ab; --line: #343a42; --lane: #1d2228; --chosen: #423a17; --bad: #ff8a80; --good: #6fd58a; --old: #f1a29b; --new: #8fdca4; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.2rem; background: var(--back); color: var(--text); font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .5rem; } h2 { font-size: 1rem; margin: 0 0 .5rem; }
.violated { color: var(--bad); } .reached { color: var(--good); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0; } dt { color: var(--faint); } dd { margin: 0; }
.code, b, li, .state td, .state th[scope=row], kbd { font-family: ui-monospace, monospace; font-size: .92em; }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1.4rem; align-items: center; margin: 1rem 0; }
.filters[hidden] { display: none; }
fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .2rem .9rem; } legend { float: left; margin-right: .6rem; color: var(--faint); }
.keys, .start { color: var(--faint); }
.both { display: flex; gap: 1.2rem; align-items: flex-start; margin-top: 1rem; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid var(--line); }
thead th { position: sticky; top: 0; background: var(--back); color: var(--faint); font-weight: 600; }
.lanes { flex: 1 1 auto; min-width: 0; } .lanes td + td, .lanes th + td, .lanes th + th { border-left: 1px solid var(--line); }
.acts { background: var(--lane); } tr.step { cursor: pointer; } tr.chosen > * { background: var(--chosen); } tr.step:focus { outline: 2px solid var(--faint); outline-offset: -2px; }
ul { list-style: none; margin: .1rem 0 0; padding: 0; } li { overflow-wrap: anywhere; } .path { color: var(--faint); }
del { color: var(--old); } ins { color: var(--new); text-decoration: none; } del::after { content: ' \\2192'; display: inline-block; text-decoration: none; white-space: pre; }
.state { flex: 0 1 30rem; position: sticky; top: .5rem; max-height: 97vh; overflow: auto; } .state td { overflow-wrap: anywhere; } .state tr.changed > * { background: var(--chosen); font-weight: 600; }
.state th[scope=row] { font-weight: 400; } .run + .run { margin-top: 3rem; }
.why { margin-top: .8rem; color: var(--text); } .why dd { overflow-wrap: anywhere; }
@media (max-width: 60rem) { .both { display: block; } .state { position: static; max-height: none; margin-top: 1rem; } }
@media print { .filters, .state { display: none; } thead th { position: static; } }
`;

/** Written without modules and without markup: whatever a model is called, it stays text. */
export const pageScript = `
'use strict';
const all = [];
let current = null;
for (const run of document.querySelectorAll('.run')) {
  const variables = JSON.parse(run.querySelector('.data').textContent);
  const rows = [...run.querySelectorAll('tr.step')];
  const filters = run.querySelector('.filters');
  const state = run.querySelector('.state');
  const body = state.querySelector('tbody');
  let chosen = 0;
  const wanted = (path) => path.toLowerCase().includes(filters.elements.variable.value.trim().toLowerCase());
  const ever = ({ values }) => values.some((value) => value !== values[0]);
  const line = (path, before, after) => {
    const row = document.createElement('tr');
    row.classList.toggle('changed', before !== after);
    const name = document.createElement('th');
    name.scope = 'row';
    for (const [cell, text] of [[name, path], [document.createElement('td'), before], [document.createElement('td'), after]]) {
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  };
  const choose = (number, focus) => {
    chosen = number;
    current = api;
    for (const row of rows) row.classList.toggle('chosen', Number(row.dataset.step) === number);
    state.querySelector('h2').textContent = number === 0 ? 'the initial state' : 'step ' + number;
    const shown = variables.filter((variable) => wanted(variable.path) && (filters.elements.all.checked || ever(variable)));
    body.replaceChildren(...shown.map(({ path, values }) => line(path, values[Math.max(0, number - 1)], values[number])));
    if (focus) rows[number].focus();
  };
  const filter = () => {
    const boxes = [...filters.querySelectorAll('[name=actor]')];
    const asked = filters.elements.variable.value.trim() !== '';
    for (const row of rows.slice(1)) {
      const changes = [...row.querySelectorAll('li')];
      for (const change of changes) change.hidden = asked && !wanted(change.dataset.path ?? '');
      row.hidden = !boxes[Number(row.dataset.actor)].checked || (asked && changes.every((change) => change.hidden));
    }
    choose(chosen, false);
  };
  const visible = () => rows.filter((row) => !row.hidden).map((row) => Number(row.dataset.step));
  const api = {
    next: () => choose(visible().find((number) => number > chosen) ?? chosen, true),
    previous: () => choose(visible().findLast((number) => number < chosen) ?? chosen, true),
    first: () => choose(visible()[0], true),
    last: () => choose(visible().at(-1), true),
    search: () => filters.elements.variable.focus(),
  };
  for (const row of rows) row.addEventListener('click', () => choose(Number(row.dataset.step), true));
  filters.addEventListener('input', filter);
  filters.addEventListener('submit', (event) => event.preventDefault());
  filters.hidden = state.hidden = false;
  filters.reset();
  all.push(api);
  choose(rows.length - 1, false);
}
current = all[0] ?? null;
const keys = { j: 'next', ArrowDown: 'next', k: 'previous', ArrowUp: 'previous', Home: 'first', End: 'last', '/': 'search' };
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') event.target.blur();
  if (event.target.matches('input') || !Object.hasOwn(keys, event.key) || current === null) return;
  event.preventDefault();
  current[keys[event.key]]();
});
`;
