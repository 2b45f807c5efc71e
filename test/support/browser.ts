/** A real browser for tests: the Chromium of the machine. Where there is none, its tests are skipped aloud; in CI they fail. */
import { existsSync } from 'node:fs';
import process from 'node:process';
import { type Browser, chromium } from 'playwright-core';

const { CHROMIUM } = process.env;

/** Its program; undefined: there is none. Who names one wants no other. */
export const program = (CHROMIUM === undefined ? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] : [CHROMIUM]).find((path) => existsSync(path));

/** It shows no window, and asks nobody for anything. */
export const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Why there is no browser; null: there is one. */
export const missing = program === undefined ? 'NO BROWSER: the page is not tested. Install one (apt-get install chromium) or name it in CHROMIUM' : null;

export function launch(): Promise<Browser> {
  if (program === undefined) throw new Error(missing ?? '');
  return chromium.launch({
    executablePath: program,
    args: [...quiet],
  });
}
