/** Lines of text: broken at a width, and aligned in columns. Text may hold the control sequences of colours, which have no width. */
import { stripVTControlCharacters } from 'node:util';

/** The width of a text on a terminal; the few signs that reports use beside ASCII all have one column. */
export function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/** The words of a text in lines of at most `width`; a word that is wider has a line of its own. Breaks in the text stay. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    const indent = /^ */.exec(paragraph)?.[0] ?? '';
    let line = indent;
    for (const word of paragraph.trim().split(/ +/)) {
      if (line.trim() === '') line = indent + word;
      else if (widthOf(line) + 1 + widthOf(word) <= width) line += ` ${word}`;
      else {
        lines.push(line);
        line = indent + word;
      }
    }
    return [...lines, line];
  });
}

/** Rows of a label and a text: the labels in one column, the texts beside them, broken at `width`. */
export function labelled(rows: readonly (readonly [label: string, text: string])[], { indent, width, gap = 2 }: { readonly indent: number; readonly width: number; readonly gap?: number }): string[] {
  const column = Math.max(0, ...rows.map(([label]) => widthOf(label))) + gap;
  const margin = ' '.repeat(indent);
  return rows.flatMap(([label, text]) => wrap(text, Math.max(24, width - indent - column)).map((line, index) => (margin + padEnd(index === 0 ? label : '', column) + line).trimEnd()));
}
