import { useEffect, useRef } from 'preact/hooks';
import { formatAddress, type Place } from '../address.js';
import type { PathView } from '../messages.js';
import { hueOf } from './actors.js';
import { type Go, prefix } from './address.js';

interface TrailProps {
  readonly place: Place;
  readonly path: PathView;
  readonly go: Go;
}

/** The path as a list of steps. */
export function Trail({ place, path, go }: TrailProps) {
  const { at } = place;
  const { steps, initials, initial } = path;
  const current = useRef<HTMLAnchorElement>(null);
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [at, steps.length]);
  const step = steps[at - 1];
  return (
    <section class="trail" aria-labelledby="trail-title">
      <h2 id="trail-title">Path</h2>
      <div class="steer">
        <button type="button" onClick={() => go({ at: 0 })} disabled={at === 0} aria-label="to the initial state">
          «
        </button>
        <button type="button" onClick={() => go({ at: at - 1 })} disabled={at === 0} aria-label="one step back">
          ‹
        </button>
        <output>
          {at} of {steps.length}
        </output>
        <button type="button" onClick={() => go({ at: at + 1 })} disabled={at >= steps.length} aria-label="one step on">
          ›
        </button>
        <button type="button" onClick={() => go({ at: steps.length })} disabled={at >= steps.length} aria-label="to the end of the path">
          »
        </button>
      </div>
      <p class="sr" role="status">
        {step === undefined ? 'the initial state' : `step ${at}: ${step.label}; ${step.changes.map((change) => `${change.path} ${change.to}`).join(', ') || 'nothing changes'}`}
      </p>
      <ol>
        <li class={path.broken.length > 0 ? 'broken' : ''}>
          <a href={formatAddress({ ...place, at: 0 })} aria-current={at === 0 ? 'step' : undefined} ref={at === 0 ? current : null}>
            <span class="number">0</span>
            <span class="label">{initials > 1 ? `initial state ${initial + 1} of ${initials}` : 'the initial state'}</span>
          </a>
        </li>
        {steps.map(({ number, actor, label, broken, returnsTo }) => (
          <li key={number} class={broken.length > 0 ? 'broken' : ''} style={hueOf(actor, path.everybody)}>
            <a href={formatAddress({ ...place, at: number })} aria-current={at === number ? 'step' : undefined} ref={at === number ? current : null}>
              <span class="number">{number}</span>
              <span class="actor">{actor}</span>
              <span class="label">{label}</span>
              {returnsTo !== null && <span class="mark">↺ {returnsTo === 0 ? 'the initial state' : `the state after step ${returnsTo}`} again</span>}
              {broken.length > 0 && <span class="mark bad">✗ {broken.join(', ')}</span>}
            </a>
          </li>
        ))}
      </ol>
      {initials > 1 && at === 0 && (
        <label class="initials">
          <span>begin in</span>
          <select value={initial} onChange={({ currentTarget }) => go({ path: currentTarget.value, at: 0 })}>
            {Array.from({ length: initials }, (_, index) => (
              <option key={index} value={index}>
                initial state {index + 1}
              </option>
            ))}
          </select>
        </label>
      )}
      {at < steps.length && (
        <button type="button" class="quiet" onClick={() => go({ path: prefix(place.path, at), at })}>
          forget the steps after {at}
        </button>
      )}
    </section>
  );
}
