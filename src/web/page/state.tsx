import { useRef, useState } from 'preact/hooks';
import type { Place } from '../address.js';
import type { CellView, ChangeView, PathView, SectionView, StateView } from '../messages.js';
import type { Go } from './address.js';
import { useKeys } from './keys.js';
import { Variable } from './variable.js';

interface StateProps {
  readonly place: Place;
  readonly path: PathView;
  readonly state: StateView;
  /** What an action would change, while it is pointed at. */
  readonly preview: readonly ChangeView[];
  readonly go: Go;
}

/** A state as tables; what changed is marked, and what would change. */
export function StateTables({ place, path, state, preview, go }: StateProps) {
  const [filter, setFilter] = useState('');
  const [only, setOnly] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => field.current?.focus() });
  const { at, compared } = state;
  const wanted = filter.trim().toLowerCase();
  const shows = (cells: readonly (CellView | null)[]) =>
    cells.some(
      (cell) => cell !== null && (wanted === '' || cell.path.toLowerCase().includes(wanted)) && (!only || !cell.first || cell.before !== null || preview.some((change) => change.path === cell.path)),
    );
  const sections = state.sections.map((section) => ({ ...section, rows: section.rows.filter(({ cells }) => shows(cells)) })).filter(({ rows }) => rows.length > 0);
  return (
    <section class="state" aria-labelledby="state-title">
      <div class="heading">
        <h2 id="state-title">{at === 0 ? 'The initial state' : `The state after step ${at}`}</h2>
        <div class="tools">
          <label>
            <span class="sr">filter the variables</span>
            <input ref={field} type="search" placeholder="filter" value={filter} onInput={({ currentTarget }) => setFilter(currentTarget.value)} />
          </label>
          <label class="check">
            <input type="checkbox" checked={only} onChange={({ currentTarget }) => setOnly(currentTarget.checked)} />
            hide first values
          </label>
          <label>
            <span>compared with</span>
            <select value={place.compare ?? ''} onChange={({ currentTarget: { value } }) => go({ compare: value === '' ? null : Number(value) })}>
              <option value="">the step before</option>
              {[0, ...path.steps.map(({ number }) => number)].map((number) => (
                <option key={number} value={number}>
                  {number === 0 ? 'the initial state' : `step ${number}`}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      {compared !== null && place.compare !== null && <p class="note">Marked is what differs from {compared === 0 ? 'the initial state' : `the state after step ${compared}`}.</p>}
      {sections.length === 0 && <p class="faint">No variable is shown.</p>}
      <div class="tables">
        {sections.map((section) => (
          <Table key={`${section.name} ${section.columns.length}`} section={section} preview={preview} />
        ))}
      </div>
    </section>
  );
}

function Table({ section: { name, columns, rows }, preview }: { readonly section: SectionView; readonly preview: readonly ChangeView[] }) {
  return (
    <div class="scroll">
      <table class="variables">
        {(name !== '' || columns.length > 0) && (
          <thead>
            <tr>
              <th scope="col">{name || <span class="sr">variable</span>}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              {columns.length === 0 && (
                <th scope="col">
                  <span class="sr">value</span>
                </th>
              )}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.name}>
              <th scope="row">
                <Name name={row.name} above={rows[index - 1]?.name ?? ''} />
              </th>
              {row.cells.map((cell, index) => (
                <Cell key={cell?.path ?? index} cell={cell} would={cell === null ? undefined : preview.find(({ path }) => path === cell.path)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a variable is called is its last part; the way to it is fainter, and left free below another one of the same way. */
function Name({ name, above }: { readonly name: string; readonly above: string }) {
  const way = wayOf(name);
  if (way === '') return <>{name}</>;
  const same = wayOf(above) === way;
  return (
    <>
      <span class={same ? 'sr' : 'faint'}>
        <Variable path={way} />
      </span>
      {same && ' '.repeat(way.length)}
      {name.slice(way.length)}
    </>
  );
}

function wayOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf('.') + 1, name.endsWith(']') ? name.lastIndexOf('[') : 0));
}

function Cell({ cell, would }: { readonly cell: CellView | null; readonly would: ChangeView | undefined }) {
  if (cell === null) return <td class="none" />;
  const { value, before, first, path } = cell;
  const kind = would !== undefined ? 'would' : before !== null ? 'changed' : first ? 'first' : '';
  return (
    <td class={kind} data-path={path}>
      {would === undefined && before !== null && (
        <>
          <del>{before}</del>
          <span aria-hidden="true"> → </span>
        </>
      )}
      {would === undefined ? (
        before !== null ? (
          <ins>{value}</ins>
        ) : (
          value
        )
      ) : (
        <>
          {value}
          <span aria-hidden="true"> → </span>
          <ins>{would.to}</ins>
        </>
      )}
    </td>
  );
}
