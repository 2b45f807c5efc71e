/** The states around the current one, as a drawing to move about in. */
import createPanzoom, { type PanzoomObject } from '@panzoom/panzoom';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '../address.js';
import { formatAddress } from '../address.js';
import type { EdgeView, GraphView, NodeView, SpecView } from '../messages.js';
import { hueOf } from './actors.js';
import type { Go } from './address.js';
import { Fault } from './fault.js';
import { plural, rate } from './figures.js';
import { useJobs } from './jobs.js';
import { useNeighbourhood } from './questions.js';
import { saveSvg } from './save-svg.js';

interface GraphProps {
  readonly spec: SpecView;
  readonly place: Place;
  readonly go: Go;
}

export function GraphPage({ spec, place, go }: GraphProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const [on, setOn] = useState(place.on);
  const save = () => drawing.current !== null && saveSvg(drawing.current, `${spec.name}-${place.variant}.svg`);
  return (
    <section class="graph" aria-labelledby="graph-title">
      <div class="heading">
        <h2 id="graph-title">{place.on !== '' ? 'What becomes of it, in all runs' : place.at === 0 ? 'Around the initial state' : `Around the state after step ${place.at}`}</h2>
        <div class="tools">
          <form
            class="row"
            onSubmit={(event) => {
              event.preventDefault();
              go({ on: on.trim() });
            }}
          >
            <label>
              <span>projection on</span>
              <input class="mono" value={on} onInput={({ currentTarget }) => setOn(currentTarget.value)} placeholder="vcpus[0].pc" autocomplete="off" spellcheck={false} />
            </label>
            <button type="submit" disabled={on.trim() === ''}>
              draw
            </button>
            {place.on !== '' && <a href={formatAddress({ ...place, on: '' })}>the states around this one</a>}
          </form>
          <button type="button" onClick={save}>
            save as SVG
          </button>
        </div>
      </div>
      {place.on === '' ? <Around place={place} drawing={drawing} /> : <Projection key={`${place.variant} ${place.parameters.join()} ${place.on}`} place={place} drawing={drawing} />}
    </section>
  );
}

interface DrawnProps {
  readonly place: Place;
  readonly drawing: { current: SVGSVGElement | null };
}

function Around({ place, drawing }: DrawnProps) {
  const [radius, setRadius] = useState(2);
  const [limit, setLimit] = useState(150);
  const { variant, parameters, path, at } = place;
  const { data: graph, fault } = useNeighbourhood({ variant, parameters, path, at, radius, limit });
  return (
    <>
      <div class="tools">
        <label>
          <span>steps</span>
          <input type="number" min={1} max={20} value={radius} onInput={({ currentTarget: { valueAsNumber } }) => valueAsNumber >= 1 && setRadius(Math.min(20, Math.floor(valueAsNumber)))} />
        </label>
        <label>
          <span>at most</span>
          <select value={limit} onChange={({ currentTarget }) => setLimit(Number(currentTarget.value))}>
            {[40, 150, 300, 500].map((number) => (
              <option key={number} value={number}>
                {number} states
              </option>
            ))}
          </select>
        </label>
        {graph !== null && (
          <p class="note" role="status">
            {plural(graph.nodes.length, 'state')}, {plural(graph.transitions, 'transition')}
            {graph.edges.reduce((sum, { labels }) => sum + labels.length, 0) < graph.transitions ? ' (not all are drawn)' : ''}
            {graph.cut ? '; there are more within these steps' : ''}. Choose a state to go there.
          </p>
        )}
      </div>
      {fault !== null && <Fault fault={fault} />}
      {graph !== null && <Canvas graph={graph} place={place} drawing={drawing} />}
    </>
  );
}

/** A search of the whole space, whose nodes are combinations of values. */
function Projection({ place, drawing }: DrawnProps) {
  const { job, fault, start, stop } = useJobs('project', { resume: false });
  const { variant, parameters, on } = place;
  useEffect(() => start({ kind: 'project', variant, parameters, on }), []);
  const result = job?.result ?? null;
  return (
    <>
      {fault !== null && <Fault fault={fault} />}
      {result?.kind === 'failed' && <Fault fault={result.fault} />}
      <div role="status">
        {job !== null && result === null && (
          <p class="note">
            exploring{job.progress === null ? '' : `: depth ${job.progress.depth}, ${rate(job.progress.states)} states`}…{' '}
            <button type="button" class="quiet" onClick={stop}>
              stop
            </button>
          </p>
        )}
        {result?.kind === 'projected' && <p class="note">{result.graph === null ? 'It was stopped before there was anything to draw.' : result.notes.join(' ')}</p>}
      </div>
      {result?.kind === 'projected' && result.graph !== null && <Canvas graph={result.graph} place={place} drawing={drawing} />}
    </>
  );
}

interface CanvasProps {
  readonly graph: GraphView;
  readonly place: Place;
  readonly drawing: { current: SVGSVGElement | null };
}

function Canvas({ graph, place, drawing }: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const panzoom = useRef<PanzoomObject | null>(null);
  useEffect(() => {
    const [svg, parent] = [drawing.current, frame.current];
    if (svg === null || parent === null) return;
    const made = createPanzoom(svg, { maxScale: 8, minScale: 0.02, canvas: true, origin: '0 0', cursor: 'grab', excludeClass: 'state-node', ...whole(parent, graph) });
    panzoom.current = made;
    const zoom = (event: WheelEvent) => made.zoomWithWheel(event);
    parent.addEventListener('wheel', zoom, { passive: false });
    return () => {
      parent.removeEventListener('wheel', zoom);
      made.destroy();
    };
  }, [graph, drawing]);
  const actors = [...new Set(graph.edges.flatMap(({ labels }) => labels.map(({ actor }) => actor)))];
  return (
    <div class="canvas-frame">
      <div class="canvas" ref={frame}>
        <svg ref={drawing} width={graph.width} height={graph.height} viewBox={`0 0 ${graph.width} ${graph.height}`}>
          <title>States and transitions</title>
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto-start-reverse">
              <path d="M0 0 8 4 0 8z" class="arrow" />
            </marker>
          </defs>
          {graph.edges.map((edge, index) => (
            <Edge key={index} edge={edge} actors={actors} />
          ))}
          {graph.nodes.map((node) => (
            <Node key={`${node.x} ${node.y}`} node={node} place={place} />
          ))}
        </svg>
      </div>
      <div class="zoom">
        <button type="button" onClick={() => panzoom.current?.zoomIn()} aria-label="zoom in">
          +
        </button>
        <button type="button" onClick={() => panzoom.current?.zoomOut()} aria-label="zoom out">
          −
        </button>
        <button type="button" onClick={() => panzoom.current?.reset()} aria-label="show all">
          ⤢
        </button>
      </div>
      <ul class="legend">
        {actors.map((actor) => (
          <li key={actor} style={hueOf(actor, actors)}>
            {actor}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Where the whole drawing is seen, small ones as large as they are. It is moved before it is scaled, so distances are those of the drawing. */
function whole(frame: HTMLElement, { width, height }: GraphView): { readonly startScale: number; readonly startX: number; readonly startY: number } {
  const startScale = Math.min(1.2, frame.clientWidth / (width + 24), frame.clientHeight / (height + 24));
  return { startScale, startX: (frame.clientWidth / startScale - width) / 2, startY: (frame.clientHeight / startScale - height) / 2 };
}

function Edge({ edge: { points, lines, labels, at }, actors }: { readonly edge: EdgeView; readonly actors: readonly string[] }) {
  const [start, ...rest] = points;
  if (start === undefined) return null;
  return (
    <g class="edge" style={hueOf(labels[0]?.actor ?? '', actors)}>
      <path d={`M${start.join(' ')}C${rest.map((point) => point.join(' ')).join(' ')}`} marker-end="url(#arrow)">
        <title>{labels.length === 0 ? lines.join('\n') : labels.map(({ label, actor }) => `${actor}: ${label}`).join('\n')}</title>
      </path>
      {at !== null &&
        lines.map((line, index) => (
          <text key={line} x={at[0]} y={at[1] + (index - (lines.length - 1) / 2) * 12}>
            {line}
          </text>
        ))}
    </g>
  );
}

function Node({ node: { x, y, width, height, kind, broken, lines, title, path }, place }: { readonly node: NodeView; readonly place: Place }) {
  const shape = (
    <>
      <title>{title}</title>
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={lines.length === 0 ? width / 2 : 5} />
      {lines.map((line, index) => (
        <text key={line} x={x} y={y + (index - (lines.length - 1) / 2) * 15}>
          {line}
        </text>
      ))}
    </>
  );
  const kinds = `state-node ${kind} ${broken ? 'broken' : ''}`;
  if (path === null || kind === 'here') return <g class={kinds}>{shape}</g>;
  return (
    <a class={kinds} href={formatAddress({ ...place, path, at: path.split('/').length - 1, compare: null })} aria-label={title}>
      {shape}
    </a>
  );
}
