/** `explore list`: what there is to check. */
import { findSpec, specNames } from '../catalog.js';
import { specsText, specText } from '../report/index.js';
import type { ListArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export async function runList({ spec }: ListArguments, { out }: Terminal): Promise<number> {
  if (spec === undefined) {
    const found = await Promise.all(specNames().map((name) => findSpec(name)));
    out.write(
      specsText(
        found.map((source) => source.spec),
        out.style,
      ),
    );
    return exitCodes.holds;
  }
  const found = await findSpec(spec);
  try {
    out.write(specText(found.spec, out.style));
  } finally {
    found.dispose();
  }
  return exitCodes.holds;
}
