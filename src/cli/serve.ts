/** `explore serve --spec X`: the web explorer, until Ctrl-C. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { type FoundSpec, findSpec } from '../catalog.js';
import { UserError } from '../errors.js';
import { faultText } from '../report/index.js';
import { type ModelChoice, modelChoice, type SavedRunView, savedRunViews, serve, startAddress } from '../web/index.js';
import type { ServeArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import { withSavedRuns } from './saved-runs.js';
import type { Terminal } from './terminal.js';

export async function runServe(request: ServeArguments, terminal: Terminal): Promise<number> {
  const { trace: file, spec } = request;
  if (file !== undefined) {
    return withSavedRuns({ file, spec, explain: [] }, 'serve', ({ model, variant, source, runs }) => {
      const choice = modelChoice(model, variant);
      return listen(source, choice, savedRunViews(model, choice, runs), request, terminal);
    });
  }
  const found = await findSpec(spec as string);
  try {
    return await listen(found, { variant: request.variant ?? 'default', parameters: request.parameters }, [], request, terminal);
  } finally {
    found.dispose();
  }
}

async function listen(source: FoundSpec, choice: ModelChoice, runs: readonly SavedRunView[], { port, workers, memory, quiet }: ServeArguments, { out, err, signal }: Terminal): Promise<number> {
  const served = await serve({
    source,
    choice,
    runs,
    port: port ?? 0,
    token: givenToken() ?? randomBytes(18).toString('base64url'),
    bounds: { ...(workers !== undefined && { workers }), ...(memory !== undefined && { memory }) },
    onFault: (fault) => err.write(faultText(fault, err.style)),
  });
  try {
    out.write(`${served.url}${startAddress(choice, runs)}\n`);
    if (!quiet) err.write(`${source.spec.name} is served at this address, to this machine only; Ctrl-C ends it\n`);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await served.close();
  }
  return exitCodes.holds;
}

/** A token that stays the same makes addresses that stay good. In the environment it is not seen in lists of processes. */
function givenToken(): string | undefined {
  const { EXPLORE_TOKEN: token } = process.env;
  if (token === undefined || token === '') return undefined;
  if (/^[\w-]{16,128}$/.test(token)) return token;
  throw new UserError('the token in EXPLORE_TOKEN cannot be used', [['expected', 'at least 16 letters, digits, - or _']]);
}
