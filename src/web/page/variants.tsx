/** Every variant against every property, as a table of links. */
import { start as beginning, formatAddress, type Place } from '../address.js';
import type { MatrixRowView, SpecView, VerdictView } from '../messages.js';
import { Fault } from './fault.js';
import { count } from './figures.js';
import { useJobs } from './jobs.js';
import { verdictSigns } from './verdicts.js';

export function VariantsPage({ spec, place }: { readonly spec: SpecView; readonly place: Place }) {
  const { job, fault, start, stop } = useJobs('matrix', { resume: true });
  const running = job !== null && job.result === null;
  const rows = new Map((job?.rows ?? []).map((row) => [row.variant, row]));
  const columns = columnsOf([...rows.values()]);
  return (
    <section class="variants" aria-labelledby="variants-title">
      <h2 id="variants-title">{spec.variants.length} variants</h2>
      <div class="row">
        <button type="button" class="primary" onClick={() => start({ kind: 'matrix' })} disabled={running}>
          check them all
        </button>
        <button type="button" onClick={stop} disabled={!running}>
          stop
        </button>
        <span role="status">
          {running && (job.progress?.what ?? 'starting…')}
          {job?.result?.kind === 'matrix' && (job.result.whole ? `All ${count(rows.size)} were checked.` : `${count(rows.size)} were checked.`)}
        </span>
      </div>
      {fault !== null && <Fault fault={fault} />}
      {job?.result?.kind === 'failed' && <Fault fault={job.result.fault} />}
      {columns.length > 0 && <p class="note">✓ holds, or is reached; ✗7 violated by a run of 7 steps, which opens; ✗ out of reach; ○ its premise was never true; ! not as the spec expects.</p>}
      <div class="scroll">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">variant</th>
              {columns.map(({ name, sentence }) => (
                <th key={name} scope="col" title={sentence}>
                  {name}
                </th>
              ))}
              {columns.length > 0 && <th scope="col">states</th>}
              {columns.length === 0 && <th scope="col">what it is</th>}
            </tr>
          </thead>
          <tbody>
            {spec.variants.map(({ name, story }) => {
              const row = rows.get(name);
              return (
                <tr key={name}>
                  <th scope="row">
                    <a href={formatAddress({ ...beginning, variant: name })} aria-current={name === place.variant ? 'true' : undefined} title={story}>
                      {name}
                    </a>
                    {row !== undefined && row.differences.length > 0 && (
                      <span class="bad" title={row.differences.join('; ')}>
                        {' '}
                        !<span class="sr"> {row.differences.join('; ')}</span>
                      </span>
                    )}
                  </th>
                  {columns.map((column) => (
                    <MatrixCell key={column.name} cell={row?.cells.find((cell) => cell.name === column.name)} variant={name} />
                  ))}
                  {columns.length > 0 && <td class="figure">{row === undefined ? '' : `${count(row.states)}${row.whole ? '' : '+'}`}</td>}
                  {columns.length === 0 && <td class="sentence">{story}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function MatrixCell({ cell, variant }: { readonly cell: VerdictView | undefined; readonly variant: string }) {
  if (cell === undefined) return <td class="none" />;
  const [sign, word] = verdictSigns[cell.verdict];
  const title = `${cell.name}: ${word}`;
  return (
    <td class={cell.verdict} title={title}>
      {cell.run === null ? (
        <>
          <span aria-hidden="true">{sign}</span>
          <span class="sr">{word}</span>
        </>
      ) : (
        <a href={formatAddress({ ...beginning, variant, path: cell.run.path, at: cell.run.length })} aria-label={`${title} by ${cell.run.length} steps`}>
          {sign}
          {cell.verdict === 'violated' ? cell.run.length : ''}
        </a>
      )}
    </td>
  );
}

/** The properties of all variants, in the order in which the rows have them. */
function columnsOf(rows: readonly MatrixRowView[]): readonly VerdictView[] {
  const columns: VerdictView[] = [];
  for (const { cells } of rows) {
    let at = 0;
    for (const cell of cells) {
      const known = columns.findIndex(({ name }) => name === cell.name);
      if (known < 0) columns.splice(at, 0, cell);
      at = (known < 0 ? at : known) + 1;
    }
  }
  return columns;
}
