/**
 * Immutable, as the engine loads it: by `require`. It is a CommonJS module of 6,000 lines, and an `import` of it has Node
 * read all of it twice more to find out what it exports: some 20 ms in each thread. Specs that import it themselves
 * get the same module.
 */
import { createRequire } from 'node:module';

type Immutable = typeof import('immutable');

export const { isRecord, List, Map: ImmutableMap, Record, Set: ImmutableSet }: Immutable = createRequire(import.meta.url)('immutable') as Immutable;
