/** An exploration that is started in the page: form, progress, result. */
import { useState } from 'preact/hooks';
import { start as beginning, formatAddress, type Place } from '../address.js';
import type { ExploredView, ProgressView, PropertyHead, SpecView } from '../messages.js';
import { Fault } from './fault.js';
import { count, megabytes, rate, seconds } from './figures.js';
import { type Job, useJobs } from './jobs.js';
import { LevelsPlot } from './plot.js';
import { verdictSigns } from './verdicts.js';

interface RunProps {
  readonly spec: SpecView;
  readonly place: Place;
  readonly properties: readonly PropertyHead[];
}

export function RunPage({ spec, place, properties }: RunProps) {
  const { job, fault, start, stop } = useJobs('explore', { resume: true });
  const [wrong, setWrong] = useState<string | null>(null);
  const running = job !== null && job.result === null;
  return (
    <>
      <section class="run-form" aria-labelledby="run-title">
        <h2 id="run-title">Explore every state</h2>
        <p class="note">
          Of {spec.name}, variant <b>{place.variant}</b>
          {place.parameters.length > 0 && (
            <>
              {' '}
              with <span class="mono">{place.parameters.join(' ')}</span>
            </>
          )}
          , with {spec.workers} threads. Another model is chosen above.
        </p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const given = new FormData(event.currentTarget);
            const bound = (name: string) => {
              const text = String(given.get(name) ?? '').trim();
              return text === '' ? null : Number(text);
            };
            const [maxDepth, maxStates, timeLimit] = [bound('depth'), bound('states'), bound('time')];
            const bad = [maxDepth, maxStates, timeLimit].some((value) => value !== null && !(value >= 0));
            setWrong(bad ? 'a bound must be a number' : null);
            if (bad) return;
            const { variant, parameters } = place;
            start({ kind: 'explore', variant, parameters, properties: given.getAll('property').map(String), exhaustive: given.has('exhaustive'), maxDepth, maxStates, timeLimit });
          }}
        >
          <label class="check">
            <input type="checkbox" name="exhaustive" />
            go on after the first violation, to the end of the space
          </label>
          <div class="row">
            <label>
              <span>stop at depth</span>
              <input name="depth" inputMode="numeric" size={7} placeholder="none" />
            </label>
            <label>
              <span>stop at states</span>
              <input name="states" inputMode="numeric" size={9} placeholder="none" />
            </label>
            <label>
              <span>stop after seconds</span>
              <input name="time" inputMode="decimal" size={6} placeholder="none" />
            </label>
          </div>
          {properties.length > 0 && (
            <details>
              <summary>only some properties</summary>
              <fieldset>
                <legend class="sr">properties</legend>
                {properties.map(({ name, sentence }) => (
                  <label key={name} class="check">
                    <input type="checkbox" name="property" value={name} />
                    <span>
                      <b>{name}</b> {sentence}
                    </span>
                  </label>
                ))}
              </fieldset>
            </details>
          )}
          <div class="row">
            <button type="submit" class="primary" disabled={running}>
              explore
            </button>
            <button type="button" onClick={stop} disabled={!running}>
              stop
            </button>
          </div>
          {wrong !== null && <p class="bad">{wrong}</p>}
        </form>
        {fault !== null && <Fault fault={fault} />}
      </section>
      {job !== null && <Outcome job={job} />}
    </>
  );
}

function Outcome({ job: { progress, levels, result } }: { readonly job: Job }) {
  return (
    <section class="run-result" aria-labelledby="result-title">
      <h2 id="result-title">{result === null ? 'Under way' : 'Result'}</h2>
      {result?.kind === 'explored' && (
        <p class="conclusion" role="status">
          {result.conclusion}
        </p>
      )}
      {result?.kind === 'failed' && <Fault fault={result.fault} />}
      {progress !== null && <Figures progress={progress} />}
      {result?.kind !== 'failed' && <LevelsPlot levels={levels} />}
      {result?.kind === 'explored' && <Verdicts result={result} />}
    </section>
  );
}

function Figures({ progress: { states, transitions, depth, frontier, elapsed, memory } }: { readonly progress: ProgressView }) {
  const figures = [
    ['states', count(states)],
    ['transitions', count(transitions)],
    ['depth', count(depth)],
    ['frontier', count(frontier)],
    ['states/s', elapsed > 0 ? rate(states / elapsed) : '–'],
    ['memory', megabytes(memory)],
    ['time', seconds(elapsed)],
  ] as const;
  return (
    <dl class="figures">
      {figures.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Verdicts({ result: { verdicts, variant, parameters } }: { readonly result: ExploredView }) {
  return (
    <table class="verdicts">
      <thead>
        <tr>
          <th scope="col">property</th>
          <th scope="col">verdict</th>
          <th scope="col">run</th>
        </tr>
      </thead>
      <tbody>
        {verdicts.map(({ name, sentence, verdict, run, missing }) => (
          <tr key={name} class={verdict}>
            <th scope="row">
              {name} <span class="sentence">{sentence}</span>
            </th>
            <td>
              <span class="sign" aria-hidden="true">
                {verdictSigns[verdict][0]}
              </span>{' '}
              {verdictSigns[verdict][1]}
              {missing.length > 0 && `: ${missing.join(', ')}`}
            </td>
            <td>
              {run !== null && (
                <a href={formatAddress({ ...beginning, variant, parameters, path: run.path, at: run.length })}>
                  {run.length} {run.length === 1 ? 'step' : 'steps'}
                  <span class="sr"> to {run.instance}</span>
                </a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
