/** As much of SVG as two charts need. */

type Attributes = Readonly<Record<string, string | number>>;

export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? String(Math.round(value * 10) / 10) : value)}"`);
  return children.length === 0 ? `<${name}${given.join('')}/>` : `<${name}${given.join('')}>${children.join('')}</${name}>`;
}

export function text(x: number, y: number, words: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escaped(words));
}

/** A picture with a title for those who cannot see it; colours are for light and for dark pages. */
export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
  const style = `
    .page { fill: #ffffff; }
    text { font: 12px system-ui, sans-serif; fill: #24292f; }
    .faint { fill: #57606a; } .grid { stroke: #8c959f; stroke-opacity: .35; } .line { fill: none; stroke: #0969da; stroke-width: 2; }
    .spread { stroke: #24292f; stroke-width: 1.5; } .even { fill: none; stroke: #8c959f; stroke-dasharray: 4 4; }
    .c0 { fill: #0550ae; } .c1 { fill: #54a3ff; } .c2 { fill: #bf8700; } .c3 { fill: #8c959f; }
    @media (prefers-color-scheme: dark) { .page { fill: #0d1117; } text { fill: #e6edf3; } .faint { fill: #9da7b3; } .spread { stroke: #e6edf3; } .c0 { fill: #2f81f7; } .c1 { fill: #a5d6ff; } }
  `;
  // A ground of its own, as not every viewer that is dark tells the picture so.
  const ground = `${element('rect', { class: 'page', width, height })}\n`;
  const frame = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': title };
  return `${element('svg', frame, `\n${element('style', {}, style)}\n`, ground, parts.join('\n'), '\n')}\n`;
}

/** A logarithmic axis: where on it a value lies, and its powers of ten. */
export function logarithmic(least: number, most: number, from: number, to: number): { readonly at: (value: number) => number; readonly marks: readonly number[] } {
  const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const span = Math.max(1, high - low);
  return {
    at: (value) => from + ((Math.log10(value) - low) / span) * (to - from),
    marks: Array.from({ length: span + 1 }, (_, index) => 10 ** (low + index)),
  };
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
