import { expect } from 'vitest';
import { steady } from './run-cli.js';

/** The cells of all table rows in a piece of Markdown, without the lines under the heads. */
export function rowsOf(markdown: string): readonly (readonly string[])[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|') && !line.startsWith('| --'));
  return rows.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** What stands below a heading of the second level. */
export function sectionOf(markdown: string, heading: string): string {
  return markdown.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
}

/** The blocks of code of one language. */
export function codeBlocks(markdown: string, language: string): string[] {
  return Array.from(markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)\\n\`\`\`$`, 'gms')), ([, text = '']) => text);
}

/** Compares an output with what a document shows of it, below the line of the command; a line with nothing but dots stands for what is left out. */
export function expectShown(block: string, output: string): void {
  const shown = steady(block).split('\n').slice(1).join('\n');
  let rest = steady(output);
  const parts = shown.split(/^…$/m);
  for (const part of parts) {
    expect(rest).toContain(part.trim());
    rest = rest.slice(rest.indexOf(part.trim()) + part.trim().length);
  }
  if (parts.length === 1) expect(steady(output).trim()).toBe(shown.trim());
}
