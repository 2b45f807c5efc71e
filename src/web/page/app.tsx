/** The page: where somebody is stands in the address, what is shown there comes from the server. */
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatAddress, type Place, type View } from '../address.js';
import type { PathView, SpecView } from '../messages.js';
import { useAddress } from './address.js';
import { Columns } from './columns.js';
import { Fault } from './fault.js';
import { GraphPage } from './graph.js';
import { Help } from './help.js';
import { useKeys } from './keys.js';
import { ModelBar } from './model-bar.js';
import { usePath, useSpec } from './questions.js';
import { RunPage } from './run.js';
import { VariantsPage } from './variants.js';
import { Walk } from './walk.js';

const names: { readonly [view in View]: string } = { walk: 'Walk', columns: 'Columns', graph: 'Graph', run: 'Run', variants: 'Variants' };

function App() {
  const { data: spec, fault } = useSpec();
  if (fault !== null) return <Fault fault={fault} />;
  return spec === null ? <p class="waiting">loading…</p> : <Explorer spec={spec} />;
}

function Explorer({ spec }: { readonly spec: SpecView }) {
  const { place, go } = useAddress();
  const path = usePath(place);
  const help = useRef<HTMLDialogElement>(null);
  const showHelp = () => help.current?.showModal();
  const length = path.data?.steps.length ?? 0;
  // A path may have been cut: then its end is shown.
  const at = path.data === null ? place.at : Math.min(place.at, length);
  const here = { ...place, at };
  useEffect(() => {
    document.title = `${spec.name}${place.variant === 'default' ? '' : `, ${place.variant}`} · ${names[place.view].toLowerCase()} · explore`;
  }, [spec.name, place.variant, place.view]);
  useKeys({
    ArrowLeft: () => go({ at: Math.max(0, at - 1) }),
    k: () => go({ at: Math.max(0, at - 1) }),
    ArrowRight: () => go({ at: Math.min(length, at + 1) }),
    j: () => go({ at: Math.min(length, at + 1) }),
    Home: () => go({ at: 0 }),
    End: () => go({ at: length }),
    Backspace: () => history.back(),
    x: () => go({ compare: place.compare === null ? at : null }),
    w: () => go({ view: 'walk' }),
    c: () => go({ view: 'columns' }),
    g: () => go({ view: 'graph' }),
    r: () => go({ view: 'run' }),
    v: () => go({ view: 'variants' }),
    '?': showHelp,
  });
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        to the main part
      </button>
      <header class="top">
        <h1>
          <span class="brand">explore</span> {spec.name}
        </h1>
        <nav aria-label="Views">
          {Object.entries(names).map(([view, name]) => (
            <a key={view} href={formatAddress({ ...here, view: view as View })} aria-current={place.view === view ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <button type="button" class="quiet" onClick={showHelp} aria-label="Help and keys">
          ?
        </button>
        <ModelBar spec={spec} place={here} settings={path.data?.settings ?? []} go={go} />
      </header>
      <main id="main" tabIndex={-1} class={`view-${place.view}`}>
        {path.fault !== null && place.view !== 'run' && place.view !== 'variants' ? (
          <Fault fault={path.fault}>
            <a href={formatAddress({ ...here, path: '0', at: 0, compare: null })}>begin at the initial state</a>
          </Fault>
        ) : (
          <Main spec={spec} place={here} path={path.data} go={go} />
        )}
      </main>
      <Help dialog={help} />
    </>
  );
}

function Main({ spec, place, path, go }: { readonly spec: SpecView; readonly place: Place; readonly path: PathView | null; readonly go: (change: Partial<Place>) => void }) {
  switch (place.view) {
    case 'run':
      return <RunPage spec={spec} place={place} properties={path?.properties ?? []} />;
    case 'variants':
      return <VariantsPage spec={spec} place={place} />;
    case 'walk':
      return path === null ? <p class="waiting">loading…</p> : <Walk place={place} path={path} go={go} />;
    case 'columns':
      return path === null ? <p class="waiting">loading…</p> : <Columns place={place} path={path} go={go} />;
    case 'graph':
      return path === null ? <p class="waiting">loading…</p> : <GraphPage spec={spec} place={place} go={go} />;
  }
}

/** The address says where somebody is; a jump within the page must not change it. */
function skip(): void {
  document.getElementById('main')?.focus();
}

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
