import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '../address.js';
import type { Goal, JobResult } from '../messages.js';
import type { Go } from './address.js';
import { Fault } from './fault.js';
import { plural, rate } from './figures.js';
import { useJobs } from './jobs.js';
import { useKeys } from './keys.js';

interface SeekProps {
  readonly place: Place;
  readonly properties: readonly { readonly name: string; readonly kind: string }[];
  readonly go: Go;
}

/** Jumps: from the current state to the nearest one that violates something, is what a witness asks for, or of which an expression is true. */
export function Seek({ place, properties, go }: SeekProps) {
  const { job, fault, start, stop } = useJobs('seek', { resume: false });
  const [expression, setExpression] = useState('');
  const [what, setWhat] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const jumped = useRef<number | null>(null);
  const { variant, parameters, path, at } = place;
  const seek = (goal: Goal) => start({ kind: 'seek', variant, parameters, path, at, compare: null, goal });
  useKeys({ n: () => seek({ kind: 'property', name: null }), e: () => field.current?.focus() });
  const result = job?.result ?? null;
  useEffect(() => {
    if (job === null || result?.kind !== 'sought' || result.path === null || jumped.current === job.id) return;
    jumped.current = job.id;
    const length = result.path.split('/').length - 1;
    go({ path: result.path, at: length });
  }, [job, result, go]);
  const searching = job !== null && result === null;
  return (
    <section class="seek" aria-labelledby="seek-title">
      <h2 id="seek-title">Jump to the nearest</h2>
      <div class="row">
        <button type="button" onClick={() => seek({ kind: 'property', name: null })}>
          violation
        </button>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (what !== '') seek({ kind: 'property', name: what });
          }}
        >
          <label>
            <span class="sr">a property</span>
            <select value={what} onChange={({ currentTarget }) => setWhat(currentTarget.value)}>
              <option value="">of one property…</option>
              {properties.map(({ name, kind }) => (
                <option key={name} value={name}>
                  {kind === 'witness' ? `${name}, reached` : `${name}, violated`}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" disabled={what === ''}>
            go
          </button>
        </form>
      </div>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (expression.trim() !== '') seek({ kind: 'expression', text: expression });
        }}
      >
        <label class="wide">
          <span>state in which</span>
          <input
            ref={field}
            class="mono"
            value={expression}
            onInput={({ currentTarget }) => setExpression(currentTarget.value)}
            placeholder="vcpus[0].pc == guest"
            autocomplete="off"
            spellcheck={false}
          />
        </label>
        <button type="submit">go</button>
      </form>
      <div role="status">
        {searching && (
          <p class="note">
            searching{job.progress === null ? '' : `: depth ${job.progress.depth}, ${rate(job.progress.states)} states`}…{' '}
            <button type="button" class="quiet" onClick={stop}>
              stop
            </button>
          </p>
        )}
        {result !== null && <Sought result={result} />}
      </div>
      {fault !== null && <Fault fault={fault} />}
    </section>
  );
}

function Sought({ result }: { readonly result: JobResult }) {
  if (result.kind === 'failed') return <Fault fault={result.fault} />;
  if (result.kind !== 'sought') return null;
  if (result.path !== null) return <p class="note">Found: {result.found}.</p>;
  const among = plural(result.states, 'state');
  return <p class="note">{result.whole ? `There is none: all ${among} that can be reached from here were searched.` : `None was found among ${among}; the search did not come to its end.`}</p>;
}
