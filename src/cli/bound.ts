/** `explore bound`: how many steps it takes, by bounds that the spec declares, or by another one. */
import { findSpec } from '../catalog.js';
import { variantOf } from '../check.js';
import { UserError, unknownName } from '../errors.js';
import { adHocName, instantiate } from '../model/index.js';
import { parseParameters } from '../spec/index.js';
import type { BoundArguments } from './arguments.js';
import { perform, requireOutputs } from './perform.js';
import type { Terminal } from './terminal.js';

export async function runBound(request: BoundArguments, terminal: Terminal): Promise<number> {
  const { variant, adHoc } = request;
  await requireOutputs(request);
  const found = await findSpec(request.spec);
  try {
    const { spec } = found;
    const parameters = parseParameters(spec.name, spec.parameters, request.parameters);
    const names = adHoc === undefined ? boundsOf(request, instantiate(spec, { ...variantOf(spec, variant), ...parameters })) : [adHocName];
    return await perform(
      found,
      { until: 'exhaustion', parameters, ...(variant !== undefined && { variant }), ...(adHoc === undefined ? { properties: names } : { adHoc }) },
      { ...request, properties: names, folder: undefined },
      terminal,
    );
  } finally {
    found.dispose();
  }
}

/** The bounds that are asked for; the model must have them. */
function boundsOf({ properties }: BoundArguments, { spec, properties: declared }: ReturnType<typeof instantiate>): readonly string[] {
  const known = declared.map(({ property }) => property.name);
  const bounds = declared.flatMap(({ property }) => (property.kind === 'bound' ? [property.name] : []));
  for (const name of properties ?? []) {
    if (!known.includes(name)) throw unknownName('bound', name, bounds, ` of spec ${spec.name} with these parameters`);
    if (!bounds.includes(name))
      throw new UserError(`${name} of spec ${spec.name} is no bound`, [
        ['bounds', bounds.join(', ') || 'there is none'],
        ['to do', `explore --spec ${spec.name} --property ${name} checks it`],
      ]);
  }
  const asked = properties ?? bounds;
  if (asked.length === 0)
    throw new UserError(`spec ${spec.name} declares no bound with these parameters`, [
      ['to do', 'say what is to be measured: --from P --to Q, where each is an invariant, a witness, or an expression'],
    ]);
  return asked;
}
