import { useState } from 'preact/hooks';
import type { Place } from '../address.js';
import type { ActorView, ChangeView, EnabledView, OutcomeView, StateView, WhyView } from '../messages.js';
import { hueOf } from './actors.js';
import { branch, type Go } from './address.js';
import { Fault } from './fault.js';
import { useKeys } from './keys.js';
import { useWhy } from './questions.js';
import { Variable } from './variable.js';

interface ActionsProps {
  readonly state: StateView;
  readonly place: Place;
  readonly go: Go;
  readonly onPreview: (changes: readonly ChangeView[]) => void;
}

/** What each actor can do here, and what it cannot do and why. */
export function Actions({ state, place, go, onPreview }: ActionsProps) {
  const [asked, setAsked] = useState(false);
  const actors = state.actors.map(({ actor }) => actor);
  const steps = state.actors.flatMap(({ enabled }) => enabled.filter((action) => !isIdle(action)).flatMap(({ outcomes }) => outcomes.map(({ step }) => step)));
  const take = (step: string) => {
    onPreview([]);
    go(branch(place, step));
  };
  useKeys(Object.fromEntries(steps.slice(0, 9).map((step, index) => [String(index + 1), () => take(step)])));
  const busy = state.actors.filter(({ enabled }) => enabled.length > 0);
  const blocked = state.actors.filter(({ disabled }) => disabled.length > 0);
  const count = blocked.reduce((sum, { disabled }) => sum + disabled.length, 0);
  return (
    <section class="actions" aria-labelledby="actions-title">
      <h2 id="actions-title">What can happen</h2>
      {busy.length === 0 && <p class="note bad">Nothing can happen any more.</p>}
      {busy.map(({ actor, enabled }) => (
        <div key={actor} class="actor-group" style={hueOf(actor, actors)}>
          <h3>{actor}</h3>
          <ul>
            {enabled
              .filter((action) => !isIdle(action))
              .map((action) => (
                <Enabled key={action.label} action={action} number={(step) => steps.indexOf(step) + 1} onTake={take} onPreview={onPreview} />
              ))}
          </ul>
          <Idle actions={enabled.filter(isIdle)} onTake={take} />
        </div>
      ))}
      {count > 0 && (
        <details class="disabled" open={asked} onToggle={({ currentTarget }) => setAsked(currentTarget.open)}>
          <summary>
            What cannot happen, and why <span class="count">{count}</span>
          </summary>
          {asked && <Blocked place={place} blocked={blocked} actors={actors} />}
        </details>
      )}
    </section>
  );
}

/** It can be taken, and leads back to the same state. */
function isIdle({ outcomes, fault }: EnabledView): boolean {
  return fault === null && outcomes.every(({ changes, breaks }) => changes.length === 0 && breaks.length === 0);
}

/** Steps that change nothing are many, and seldom what one looks for. */
function Idle({ actions, onTake }: { readonly actions: readonly EnabledView[]; readonly onTake: (step: string) => void }) {
  if (actions.length === 0) return null;
  return (
    <details class="idle">
      <summary>
        {actions.length} {actions.length === 1 ? 'step changes' : 'steps change'} nothing here
      </summary>
      <ul>
        {actions.flatMap(({ label, outcomes }) =>
          outcomes.map(({ step }) => (
            <li key={step}>
              <button type="button" class="action" onClick={() => onTake(step)}>
                <span class="label">{label}</span>
              </button>
            </li>
          )),
        )}
      </ul>
    </details>
  );
}

interface EnabledProps {
  readonly action: EnabledView;
  readonly number: (step: string) => number;
  readonly onTake: (step: string) => void;
  readonly onPreview: (changes: readonly ChangeView[]) => void;
}

function Enabled({ action: { label, about, outcomes, fault }, number, onTake, onPreview }: EnabledProps) {
  return (
    <>
      {fault !== null && (
        <li class="note bad">
          <code>{label}</code>: {fault}
        </li>
      )}
      {outcomes.map((outcome, index) => (
        <li key={outcome.step}>
          <button
            type="button"
            class="action"
            title={about ?? undefined}
            onClick={() => onTake(outcome.step)}
            onMouseEnter={() => onPreview(outcome.changes)}
            onMouseLeave={() => onPreview([])}
            onFocus={() => onPreview(outcome.changes)}
            onBlur={() => onPreview([])}
          >
            {number(outcome.step) <= 9 && <kbd>{number(outcome.step)}</kbd>}
            <span class="label">
              {label}
              {outcomes.length > 1 && <span class="faint"> outcome {index + 1}</span>}
            </span>
            <Changes outcome={outcome} />
          </button>
        </li>
      ))}
    </>
  );
}

/** The first few changes, and all of them while the action is pointed at. */
function Changes({ outcome: { changes, breaks } }: { readonly outcome: OutcomeView }) {
  return (
    <span class="effects">
      {changes.length === 0 && <span class="faint">nothing changes</span>}
      {changes.map(({ path, from, to }) => (
        <span key={path} class="effect">
          <Variable path={path} /> <del>{from}</del> → <ins>{to}</ins>
        </span>
      ))}
      {breaks.length > 0 && <span class="bad">✗ violates {breaks.join(', ')}</span>}
    </span>
  );
}

/** Asked when somebody wants to know. */
function Blocked({ place, blocked, actors }: { readonly place: Place; readonly blocked: readonly ActorView[]; readonly actors: readonly string[] }) {
  const { data, fault } = useWhy(place);
  if (fault !== null) return <Fault fault={fault} />;
  return (
    <>
      {blocked.map(({ actor, disabled }) => (
        <div key={actor} class="actor-group" style={hueOf(actor, actors)}>
          <h3>{actor}</h3>
          <dl>
            {disabled.map(({ label, about }) => (
              <div key={label}>
                <dt title={about ?? undefined}>{label}</dt>
                <dd>
                  <Reason why={data?.find((why) => why.label === label)} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </>
  );
}

/** What it read, and what would have to be different. */
function Reason({ why }: { readonly why: WhyView | undefined }) {
  if (why === undefined) return <>…</>;
  const { reads, leadsNowhere, remedies } = why;
  return (
    <>
      {leadsNowhere && <p>its guard is true, but it has no next state</p>}
      {reads.map(({ path, value }) => (
        <p key={path}>
          <Variable path={path} /> = {value}
        </p>
      ))}
      {remedies.map((remedy) => (
        <p key={remedy.map(({ path }) => path).join()} class="remedy">
          possible with{' '}
          {remedy.map(({ path, to }, index) => (
            <span key={path}>
              {index > 0 && ' and '}
              <Variable path={path} /> = {to}
            </span>
          ))}
        </p>
      ))}
    </>
  );
}
