/** Pages and pictures in a real browser: the Chromium of the machine loads the file, runs its script, and tells what the document is then. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { program, quiet } from '../support/browser.js';
import { folder, root } from '../support/run-cli.js';

const browser = test.skipIf(program === undefined);

/** The document of a file after it was loaded, as the browser has it. */
async function loaded(path: string): Promise<Document> {
  const { stdout } = await promisify(execFile)(program as string, [...quiet, `--user-data-dir=${folder()}`, '--dump-dom', pathToFileURL(path).href], { maxBuffer: 2 ** 26, timeout: 50_000 });
  return new JSDOM(stdout).window.document as unknown as Document;
}

interface Document {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>;
}

const texts = (document: Document, selector: string) => Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent.trim());

/** A golden page with more at its end. */
function page(script: string): string {
  const path = join(folder(), 'trace.html');
  writeFileSync(path, `${readFileSync(join(root, 'test/golden/trace-html.html'), 'utf8')}<script>${script}</script>`);
  return path;
}

browser('the page of a trace: its script has chosen the last step, and filled the state', { timeout: 60_000 }, async () => {
  const document = await loaded(join(root, 'test/golden/trace-html.html'));
  expect(texts(document, '.lanes b')).toEqual(['door.open(door 0)', 'door.open(door 1)']);
  expect(texts(document, 'tr.chosen b')).toEqual(['door.open(door 1)']);
  expect(texts(document, '.state h2')).toEqual(['step 2']);
  expect(texts(document, '.state tbody th')).toEqual(['open[0]', 'open[1]']);
  expect(texts(document, '.state tr.changed td')).toEqual(['false', 'true']);
});

browser('the page of a trace: keys walk through it', { timeout: 60_000 }, async () => {
  const press = (key: string) => `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }));`;
  expect(texts(await loaded(page(press('ArrowUp'))), '.state h2')).toEqual(['step 1']);
  expect(texts(await loaded(page(press('Home'))), '.state h2')).toEqual(['the initial state']);
});

browser('the picture of a graph: its texts, in their places', { timeout: 60_000 }, async () => {
  const document = await loaded(join(root, 'test/golden/graph.svg'));
  expect(texts(document, 'g.node text').filter((text) => text !== '')).toEqual(['all at the first value', 'open[0]=true', 'open[1]=true', 'open: [0]=true, [1]=true']);
  expect(texts(document, 'g.edge text').length).toBe(8);
});
