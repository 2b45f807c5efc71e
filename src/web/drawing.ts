/** Where the nodes and edges of a graph go: laid out by Graphviz, as WebAssembly, in the server. The one place that knows it. */
import type { EdgeView, NodeView } from './messages.js';

export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Pick<NodeView, 'x' | 'y' | 'width' | 'height' | 'lines' | 'title'>[];
  readonly edges: readonly Pick<EdgeView, 'points' | 'lines' | 'at'>[];
}

/** Points; the page draws text of 11 points in a font of fixed width. */
const size = { character: 6.7, line: 15, margin: 8, dot: 12 } as const;

/** Graphviz may take its time for fewer nodes than this; 500 take two seconds then, and 0.2 in haste. */
const careful = 80;
const hasty = 'ranksep=0.9, nodesep=0.12, mclimit=0.2, nslimit=1, nslimit1=1';

export async function draw(
  nodes: readonly { readonly lines: readonly string[]; readonly title: string }[],
  edges: readonly { readonly from: number; readonly to: number; readonly lines: readonly string[] }[],
): Promise<Drawn> {
  // Only who looks at a graph waits for it to load.
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const sizes = nodes.map(({ lines }) =>
    lines.length === 0
      ? { width: size.dot, height: size.dot }
      : { width: Math.max(...lines.map((line) => line.length)) * size.character + 2 * size.margin, height: lines.length * size.line + size.margin },
  );
  const dot = [
    'digraph {',
    `graph [${nodes.length > careful ? hasty : 'rankdir=LR, ranksep=0.5, nodesep=0.18'}]; node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.6, fontname="Courier", fontsize=10];`,
    ...sizes.map(({ width, height }, index) => `${index} [width=${width / 72}, height=${height / 72}];`),
    // What an author has called an action never reaches Graphviz: a label is a rectangle of its size, told by letters of ours.
    ...edges.map(({ from, to, lines }, index) => `${from} -> ${to} [id=${index}${lines.length === 0 ? '' : `, label="${lines.map((line) => 'x'.repeat(line.length)).join('\\n')}"`}];`),
    '}',
  ].join('\n');
  const laid = JSON.parse(graphviz.layout(dot, 'json', 'dot')) as Laid;
  const [, , width, height] = laid.bb.split(',').map(Number) as [number, number, number, number];
  const point = (text: string): readonly [number, number] => {
    const [x, y] = text.split(',').map(Number) as [number, number];
    return [round(x), round(height - y)];
  };
  const byNumber = new Map((laid.objects ?? []).map(({ name, pos }) => [Number(name), point(pos)]));
  const byId = new Map((laid.edges ?? []).map((edge) => [Number(edge.id), edge]));
  return {
    width: round(width),
    height: round(height),
    nodes: nodes.map(({ lines, title }, index) => {
      const [x, y] = byNumber.get(index) as readonly [number, number];
      return { x, y, width: round((sizes[index] as (typeof sizes)[number]).width), height: round((sizes[index] as (typeof sizes)[number]).height), lines, title };
    }),
    edges: edges.map(({ lines }, index) => {
      const { pos, lp } = byId.get(index) as LaidEdge;
      // `e,X,Y` is where the arrow ends, behind the last point of the curve.
      const [head = '', ...curve] = pos.split(' ');
      const end = head.startsWith('e,') ? point(head.slice(2)) : null;
      const points = (end === null ? [head, ...curve] : curve).map(point);
      const last = points.at(-1) as readonly [number, number];
      return { points: end === null ? points : [...points, last, end, end], lines, at: lp === undefined ? null : point(lp) };
    }),
  };
}

interface Laid {
  /** `x,y,width,height` */
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos: string }[];
  readonly edges?: readonly LaidEdge[];
}

interface LaidEdge {
  readonly id: string;
  readonly pos: string;
  readonly lp?: string;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
