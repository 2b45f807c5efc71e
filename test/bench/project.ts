import { fileURLToPath } from 'node:url';

/** The folder of the project, seen from the build. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));
