import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { count } from './figures.js';

/** How many states each level has. */
export function LevelsPlot({ levels }: { readonly levels: readonly number[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const drawn = levels.length > 0;
  useEffect(() => {
    const parent = frame.current;
    if (parent === null || !drawn) return;
    const made = new uPlot(optionsFor(parent), [[], []], parent);
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: parent.clientWidth, height: 200 }));
    resize.observe(parent);
    return () => {
      resize.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [drawn]);
  useEffect(() => plot.current?.setData([levels.map((_, depth) => depth), [...levels]]), [levels]);
  if (!drawn) return null;
  const largest = Math.max(...levels);
  const summary = `${count(levels.length)} levels; the largest is that of depth ${levels.indexOf(largest)} with ${count(largest)} states`;
  return (
    <figure class="plot">
      <div ref={frame} role="img" aria-label={`States per level: ${summary}`} />
      <figcaption>States per level: {summary}.</figcaption>
    </figure>
  );
}

function optionsFor(parent: HTMLElement): uPlot.Options {
  const colour = (name: string) => getComputedStyle(parent).getPropertyValue(name).trim();
  const axis = { stroke: colour('--faint'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 }, font: '11px system-ui' };
  const bars = uPlot.paths.bars?.({ size: [0.86, 40] });
  return {
    width: parent.clientWidth,
    height: 200,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: (_, min, max) => [min - 0.5, Math.max(max, min + 1) + 0.5] }, y: { range: (_, __, max) => [0, Math.max(1, max)] } },
    axes: [
      { ...axis, label: 'depth', labelSize: 16, labelFont: '11px system-ui', size: 32 },
      { ...axis, size: 56, values: (_, values) => values.map((value) => count(value)) },
    ],
    series: [{}, { fill: colour('--accent'), stroke: colour('--accent'), width: 0, points: { show: false }, ...(bars && { paths: bars }) }],
  };
}
