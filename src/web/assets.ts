/** The files of the page: a list of names that is read once. No name out of a request ever becomes a path. */
import { readFileSync } from 'node:fs';

export interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

const files = [
  ['', 'index.html', 'text/html; charset=utf-8'],
  ['app.js', 'app.js', 'text/javascript; charset=utf-8'],
  ['style.css', 'style.css', 'text/css; charset=utf-8'],
  ['icon.svg', 'icon.svg', 'image/svg+xml'],
] as const;

// The build makes the page; where this file runs as TypeScript (under a test runner), the page is the built one.
const page = import.meta.url.endsWith('.ts') ? '../../dist/src/web/page/' : './page/';

export function readAssets(): ReadonlyMap<string, Asset> {
  return new Map(files.map(([route, file, type]) => [route, { type, content: readFileSync(new URL(page + file, import.meta.url)) }]));
}
