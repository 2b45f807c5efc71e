/** The path as a sequence diagram: a lane for each actor, time downwards. */
import type { Place } from '../address.js';
import { formatAddress } from '../address.js';
import type { PathView, StepView } from '../messages.js';
import { hueOf } from './actors.js';
import type { Go } from './address.js';
import { Fault } from './fault.js';
import { useStateView } from './questions.js';
import { StateTables } from './state.js';
import { Variable } from './variable.js';

interface ColumnsProps {
  readonly place: Place;
  readonly path: PathView;
  readonly go: Go;
}

export function Columns({ place, path, go }: ColumnsProps) {
  const { data: state, fault } = useStateView(place);
  const { steps, actors } = path;
  const loops = steps.filter(({ returnsTo }) => returnsTo !== null);
  return (
    <>
      <section class="lanes" aria-labelledby="lanes-title">
        <h2 id="lanes-title">Who does what</h2>
        {steps.length === 0 ? (
          <p class="note">The path has no step yet: take some in the walk, or search for a violation there.</p>
        ) : (
          <div class="scroll">
            <div class="grid" style={{ gridTemplateColumns: `${loops.length > 0 ? '1.6rem ' : ''}2.2rem repeat(${actors.length}, minmax(10.5rem, 1fr))` }}>
              {loops.length > 0 && <span class="lane-head" />}
              <span class="lane-head" />
              {actors.map((actor) => (
                <span key={actor} class="lane-head" style={hueOf(actor, path.everybody)}>
                  {actor}
                </span>
              ))}
              {loops.map(({ number, returnsTo }) => (
                <Loop key={number} from={returnsTo ?? 0} to={number} />
              ))}
              {steps.map((step) => (
                <Step key={step.number} step={step} lane={actors.indexOf(step.actor)} lanes={actors.length} offset={loops.length > 0 ? 1 : 0} place={place} path={path} />
              ))}
            </div>
          </div>
        )}
      </section>
      <div class="right">
        {fault !== null && <Fault fault={fault} />}
        {state !== null && <StateTables place={place} path={path} state={state} preview={[]} go={go} />}
      </div>
    </>
  );
}

interface StepProps {
  readonly step: StepView;
  readonly lane: number;
  readonly lanes: number;
  /** Columns before that of the numbers. */
  readonly offset: number;
  readonly place: Place;
  readonly path: PathView;
}

function Step({ step: { number, actor, label, changes, broken, returnsTo }, lane, lanes, offset, place, path }: StepProps) {
  const row = String(number + 1);
  return (
    <>
      <span class="number" style={{ gridRow: row, gridColumn: String(1 + offset) }}>
        {number}
      </span>
      {Array.from({ length: lanes }, (_, index) => (
        <span key={index} class="lifeline" aria-hidden="true" style={{ gridRow: row, gridColumn: String(index + 2 + offset) }} />
      ))}
      <a
        class={`step ${broken.length > 0 ? 'broken' : ''}`}
        href={formatAddress({ ...place, at: number })}
        aria-current={place.at === number ? 'step' : undefined}
        data-compared={place.compare === number ? '' : undefined}
        style={{ ...hueOf(actor, path.everybody), gridRow: row, gridColumn: String(lane + 2 + offset) }}
      >
        <span class="sr">
          step {number}, {actor}:{' '}
        </span>
        <b>{label}</b>
        <ul>
          {changes.map(({ path: variable, from, to }) => (
            <li key={variable}>
              <Variable path={variable} /> <del>{from}</del> → <ins>{to}</ins>
            </li>
          ))}
          {changes.length === 0 && <li class="faint">nothing changes</li>}
        </ul>
        {returnsTo !== null && <span class="mark">↺ {returnsTo === 0 ? 'the initial state' : `the state after step ${returnsTo}`} again</span>}
        {broken.length > 0 && <span class="mark bad">✗ {broken.join(', ')}</span>}
      </a>
    </>
  );
}

/** The steps that lead from a state to itself, as a bracket with an arrow back. */
function Loop({ from, to }: { readonly from: number; readonly to: number }) {
  return (
    <span class="loop" style={{ gridRow: `${from + 2} / ${to + 2}`, gridColumn: '1' }} title={`steps ${from + 1} to ${to} can be repeated for ever`}>
      <span class="sr">
        a loop: steps {from + 1} to {to} can be repeated for ever
      </span>
    </span>
  );
}
