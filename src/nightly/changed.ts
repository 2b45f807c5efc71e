/** Which specs a change concerns: a pull request need not wait for the others. */
import { specNames } from '../catalog.js';
import { UserError } from '../errors.js';
import { changedFiles, project } from './identity.js';

/** The specs of the catalogue whose results may differ from those at a commit. */
export function changedSpecs(since: string): string[] {
  const files = changedFiles(project, since);
  if (files === null) throw new UserError(`git does not know what has changed since ${since}`, [['to do', 'name a commit or a branch that is there; in a CI, fetch the whole history first']]);
  return concerned(files, specNames());
}

/** What only words results, or keeps them, changes none. */
const harmless = /^src\/(report|results|nightly|web|cli)\/|^src\/.*\.md$/;

export function concerned(files: readonly string[], specs: readonly string[]): string[] {
  const isEngine = (path: string) => (path.startsWith('src/') && !harmless.test(path)) || /^(package(-lock)?\.json|tsconfig\.json|specs\/index\.ts)$/.test(path);
  if (files.some(isEngine)) return [...specs];
  return specs.filter((name) => files.some((path) => path.startsWith(`specs/${name}/`) && !path.endsWith('.md')));
}
