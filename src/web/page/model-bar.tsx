import { useState } from 'preact/hooks';
import { type Place, start } from '../address.js';
import type { SpecView } from '../messages.js';
import type { Go } from './address.js';

interface ModelBarProps {
  readonly spec: SpecView;
  readonly place: Place;
  /** All parameters of the model. */
  readonly settings: readonly string[];
  readonly go: Go;
}

/** Which model is looked at, and a way to another one. */
export function ModelBar({ spec, place, settings, go }: ModelBarProps) {
  const [open, setOpen] = useState(false);
  const variant = spec.variants.find(({ name }) => name === place.variant);
  const anew = (change: Partial<Place>) => go({ path: start.path, at: 0, compare: null, ...change });
  return (
    <div class="model">
      <label>
        <span>variant</span>
        <select value={place.variant} onChange={({ currentTarget }) => anew({ variant: currentTarget.value, parameters: [] })}>
          {variant === undefined && <option value={place.variant}>{place.variant} (unknown)</option>}
          {spec.variants.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {spec.parameters.length > 0 && (
        <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          parameters{place.parameters.length > 0 ? `: ${place.parameters.join(' ')}` : ''}
        </button>
      )}
      {spec.runs.length > 0 && (
        <label>
          <span>saved runs</span>
          <select
            value=""
            onChange={({ currentTarget }) => {
              const run = spec.runs[Number(currentTarget.value)];
              if (run !== undefined) anew({ variant: run.variant, parameters: run.parameters, path: run.path });
              currentTarget.value = '';
            }}
          >
            <option value="">{spec.runs.length} in the trace file…</option>
            {spec.runs.map(({ title }, index) => (
              <option key={title} value={index}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {variant !== undefined && place.variant !== 'default' && (
        <details class="story">
          <summary>what this variant is</summary>
          <p>{variant.story}</p>
          {variant.settings.length > 0 && <p class="mono faint">{variant.settings.join(' ')}</p>}
        </details>
      )}
      {open && <Parameters spec={spec} settings={settings} place={place} onChoose={(parameters) => anew({ parameters })} />}
    </div>
  );
}

interface ParametersProps {
  readonly spec: SpecView;
  readonly settings: readonly string[];
  readonly place: Place;
  readonly onChoose: (parameters: readonly string[]) => void;
}

/** A field per parameter; only what differs from the variant goes into the address. */
function Parameters({ spec, settings, place, onChoose }: ParametersProps) {
  const values = Object.fromEntries(settings.map((setting) => setting.split(/=(.*)/s) as [string, string]));
  const ofVariant = Object.fromEntries((spec.variants.find(({ name }) => name === place.variant)?.settings ?? []).map((setting) => setting.split(/=(.*)/s) as [string, string]));
  return (
    <form
      class="parameters"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        onChoose(
          spec.parameters.flatMap(({ name, byDefault }) => {
            const value = String(given.get(name) ?? '').trim();
            return value === (ofVariant[name] ?? byDefault) ? [] : [`${name}=${value}`];
          }),
        );
      }}
    >
      {spec.parameters.map(({ name, about, words, byDefault }) => (
        <label key={name}>
          <span class="mono">{name}</span>
          <input name={name} defaultValue={values[name] ?? ofVariant[name] ?? byDefault} key={values[name]} autocomplete="off" spellcheck={false} />
          <span class="faint">
            {about} ({words})
          </span>
        </label>
      ))}
      <button type="submit">use these</button>
    </form>
  );
}
