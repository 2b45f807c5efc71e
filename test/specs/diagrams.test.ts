/** The diagrams in the READMEs of the specs are what the commands above them draw, and Mermaid reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { beforeAll, describe, expect, test } from 'vitest';
import { root, shell } from '../support/run-cli.js';

const specs = readdirSync(join(root, 'specs'), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const diagrams = specs.flatMap((spec) => {
  const readme = readFileSync(join(root, 'specs', spec, 'README.md'), 'utf8');
  return Array.from(readme.matchAll(/^```sh\n(npx explore graph .*?)\n```\n\n```mermaid\n(.*?)```$/gms), ([, command = '', diagram = '']) => ({ spec, command, diagram }));
});

/** Mermaid, as far as the tests need it. */
let parse: (text: string) => Promise<{ readonly diagramType: string } | false>;

beforeAll(async () => {
  // Mermaid asks the document of a page for help with texts that may be markup.
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  ({ parse } = (await import('mermaid')).default);
});

test('each of the five subsystems has one', () => {
  expect(new Set(diagrams.map(({ spec }) => spec))).toEqual(new Set(['affinity', 's2-recycle', 'sdei', 'spe-irq', 'vgic-hw']));
});

describe.each(diagrams)('$spec', ({ spec, command, diagram }) => {
  test('the command draws it', async () => {
    const { code, stdout } = await shell(command.replace(/^npx /, ''));
    expect(stdout).toBe(diagram);
    expect(code).toBe(0);
  });

  test('it is of that spec, small enough to be read, and Mermaid reads it', async () => {
    expect(command).toContain(`--spec ${spec} `);
    expect(await parse(diagram)).toMatchObject({ diagramType: 'flowchart-v2' });
    const nodes = diagram.match(/^ {2}n\d+\[/gm)?.length ?? 0;
    expect(nodes).toBeGreaterThanOrEqual(4);
    expect(nodes).toBeLessThanOrEqual(15);
  });
});
