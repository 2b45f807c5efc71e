import type { PropertyView, StateView } from '../messages.js';

const signs: { readonly [here in PropertyView['here']]: readonly [sign: string, word: string] } = {
  holds: ['✓', 'holds here'],
  violated: ['✗', 'is violated here'],
  vacuous: ['○', 'says nothing here: its premise is false'],
  reached: ['★', 'is reached here'],
  unreached: ['·', 'is not reached here'],
  'not-asked': ['–', 'says nothing of this state: it speaks of steps, or of whole runs'],
};

/** What the properties say of this state, and of the step that led to it. */
export function Properties({ state }: { readonly state: StateView }) {
  return (
    <section class="properties" aria-labelledby="properties-title">
      <h2 id="properties-title">What the properties say here</h2>
      <ul>
        {state.properties.map(({ name, sentence, source, here, broken, parts }) => (
          <li key={name} class={here}>
            <details>
              <summary>
                <span class="sign" aria-hidden="true">
                  {signs[here][0]}
                </span>
                <b>{name}</b> <span class="sr">{signs[here][1]}: </span>
                <span class="sentence">{sentence}</span>
                <Failing broken={broken} single={parts.length === 0} />
              </summary>
              <p>{signs[here][1]}.</p>
              {broken.map(({ label, reads }) => (
                <p key={label} class="mono">
                  {parts.length > 0 && `${label}: `}
                  {reads.map(({ path, value }) => `${path} = ${value}`).join(', ')}
                </p>
              ))}
              {source !== null && <p class="faint">{source}</p>}
              {parts.length > 0 && (
                <ul class="parts">
                  {parts.map((part) => (
                    <li key={part.label} class={part.here}>
                      <span class="sign" aria-hidden="true">
                        {signs[part.here][0]}
                      </span>
                      {part.label} <span class="faint">{signs[part.here][1]}</span>
                    </li>
                  ))}
                </ul>
              )}
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Of a promise that is broken here, for whom it is, and which of its parts. */
function Failing({ broken, single }: { readonly broken: PropertyView['broken']; readonly single: boolean }) {
  const told = broken.map(({ label, failed }) => [...(single ? [] : [label]), ...(failed.length === 0 ? [] : [`not true: ${failed.join(', ')}`])].join(', ')).filter((text) => text !== '');
  return told.length === 0 ? null : <span class="bad"> {told.join('; ')}</span>;
}
