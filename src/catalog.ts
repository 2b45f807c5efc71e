/** Finds a spec: by the name it has in `specs/`, or by the path of a module. The only importer of `specs/`. */
import type { Spec } from './spec/index.js';

/** A spec, and where a worker finds it again. */
export interface SpecSource {
  readonly spec: Spec;
  /** The address of a JavaScript module whose default export is the spec, or a function that makes it of `argument`. */
  readonly url: string;
  readonly argument?: string;
}
