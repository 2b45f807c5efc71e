/** `explore resume DIR`: on with a search that was kept. */
import { findSpec } from '../catalog.js';
import { UserError } from '../errors.js';
import { openCheckpoint } from '../results/index.js';
import type { ResumeArguments } from './arguments.js';
import { perform, requireOutputs } from './perform.js';
import type { Terminal } from './terminal.js';
import { ownVersion } from './version.js';

export async function runResume(request: ResumeArguments, terminal: Terminal): Promise<number> {
  const { directory, every } = request;
  await requireOutputs(request);
  const { request: asked, kept, keeper } = await openCheckpoint(directory, ownVersion());
  const { from, fingerprint, variant, parameters, properties, until } = asked;
  const found = await findSpec(from);
  try {
    if (found.fingerprint() !== fingerprint) {
      throw new UserError(`the checkpoint ${directory} does not belong to spec ${found.spec.name} as it is now`, [
        ['because', 'the spec was changed since the search began'],
        ['to do', 'begin the search anew'],
      ]);
    }
    return await perform(
      found,
      { until, parameters, kept, keeper: keeper(every), ...(variant !== null && { variant }), ...(properties !== null && { properties }) },
      { ...request, folder: directory, properties: properties ?? undefined },
      terminal,
    );
  } finally {
    found.dispose();
  }
}
