/** `explore --spec NAME`: one model, every reachable state. */
import { findSpec } from '../catalog.js';
import { parseParameters } from '../spec/index.js';
import type { ExploreArguments } from './arguments.js';
import { perform, requireOutputs } from './perform.js';
import type { Terminal } from './terminal.js';
import { ownVersion } from './version.js';

export async function runExplore(request: ExploreArguments, terminal: Terminal): Promise<number> {
  const { variant, properties, until, checkpoint, every } = request;
  await requireOutputs(request);
  const found = await findSpec(request.spec);
  try {
    const parameters = parseParameters(found.spec.name, found.spec.parameters, request.parameters);
    const keeper =
      checkpoint === undefined
        ? undefined
        : (await import('../results/index.js')).createCheckpoint(
            checkpoint,
            ownVersion(),
            { from: found.from, fingerprint: found.fingerprint(), variant: variant ?? null, parameters, properties: properties ?? null, until },
            every,
          );
    return await perform(
      found,
      { until, parameters, ...(variant !== undefined && { variant }), ...(properties !== undefined && { properties }), ...(keeper !== undefined && { keeper }) },
      { ...request, folder: checkpoint },
      terminal,
    );
  } finally {
    found.dispose();
  }
}
