import type { SpecSource } from '../../src/catalog.js';
import type { Description } from '../support/random/description.js';
import randomSpec from '../support/random-spec.js';

/** The spec of a description, and where a worker finds it. */
export function sourceOf(description: Description): SpecSource {
  const argument = JSON.stringify(description);
  return { spec: randomSpec(argument), url: new URL('../../dist/test/support/random-spec.js', import.meta.url).href, argument };
}
