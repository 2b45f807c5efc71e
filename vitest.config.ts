/** Specs that a test loads share one copy of the language with `src/`; workers run the build, which `npm test` makes first. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: [{ find: /^explore$/, replacement: fileURLToPath(new URL('src/spec/index.ts', import.meta.url)) }] },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // What becomes true is waited for as long as a busy machine may need.
    expect: { poll: { timeout: 30_000 } },
  },
});
