/** The path, the state that it leads to, what can happen there, and what the properties say. */
import { useState } from 'preact/hooks';
import type { Place } from '../address.js';
import type { ChangeView, PathView } from '../messages.js';
import { Actions } from './actions.js';
import type { Go } from './address.js';
import { Fault } from './fault.js';
import { Properties } from './properties.js';
import { useStateView } from './questions.js';
import { Seek } from './seek.js';
import { StateTables } from './state.js';
import { Trail } from './trail.js';

interface WalkProps {
  readonly place: Place;
  readonly path: PathView;
  readonly go: Go;
}

export function Walk({ place, path, go }: WalkProps) {
  const { data: state, fault } = useStateView(place);
  const [preview, setPreview] = useState<readonly ChangeView[]>([]);
  if (fault !== null) return <Fault fault={fault} />;
  return (
    <>
      <Trail place={place} path={path} go={go} />
      <div class="middle">
        {state === null ? <p class="waiting">loading…</p> : <StateTables place={place} path={path} state={state} preview={preview} go={go} />}
        {state !== null && <Properties state={state} />}
      </div>
      <div class="right">
        {state !== null && <Actions state={state} place={place} go={go} onPreview={setPreview} />}
        <Seek place={place} properties={path.properties} go={go} />
      </div>
    </>
  );
}
