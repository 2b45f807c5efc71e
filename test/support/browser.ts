/** A real browser for tests: the Chromium of the machine. Where there is none, its tests are skipped aloud; in CI they fail. */
import { existsSync } from 'node:fs';
import process from 'node:process';
import { type Browser, chromium } from 'playwright-core';

const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path));

/** Why there is no browser; null: there is one. */
export const missing = found === undefined ? 'NO BROWSER: the page is not tested. Install one (apt-get install chromium) or name it in CHROMIUM' : null;

export function launch(): Promise<Browser> {
  if (found === undefined) throw new Error(missing ?? '');
  return chromium.launch({
    executablePath: found,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
