import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { models, type Size, sizes } from './instances.js';
import { root } from './project.js';

/** What is to be measured. */
export interface Request {
  /** No model: no race. */
  readonly models: readonly string[];
  readonly sizes: readonly Size[];
  readonly store: boolean;
  readonly scale: boolean;
  readonly liveness: boolean;
  /** Nothing is: the page and the charts are written anew from what was measured before. */
  readonly page: boolean;
  readonly repeat: number;
  /** Seconds. */
  readonly patience: number;
  readonly out: string;
}

export const help = `npm run bench -- [flags]
  --model NAME …   only these models: ${models.join(', ')}
  --size SIZE …    only these sizes: ${sizes.join(', ')} (by default: small and medium)
  --large          all sizes
  --store          the store alone, beside plain loops over as much memory
  --scale          one family of models from 10^4 to 10^8 states
                   (without --model, --size and --large, --store, --scale and --liveness are all that is measured)
  --liveness       what a liveness property costs beside the exploration
  --page           measure nothing; write the page and the charts anew from bench.json
  --repeat N       runs of each (by default 3)
  --patience S     who has taken S seconds for one model has had enough runs (by default 30)
  --out DIR        where the results go (by default results/bench)
`;

export function readRequest(given: readonly string[]): Request | 'help' {
  const { values } = parseArgs({
    args: [...given],
    options: {
      model: { type: 'string', multiple: true },
      size: { type: 'string', multiple: true },
      large: { type: 'boolean', default: false },
      store: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      liveness: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
      repeat: { type: 'string', default: '3' },
      patience: { type: 'string', default: '30' },
      out: { type: 'string', default: join(root, 'results/bench') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { model, size, large, store, scale, liveness, page } = values;
  const races = model !== undefined || size !== undefined || large || !(store || scale || liveness || page);
  return {
    models: races ? (model ?? models).map((name) => oneOf('--model', name, models)) : [],
    sizes: large ? sizes : (size ?? ['small', 'medium']).map((name) => oneOf('--size', name, sizes)),
    store,
    scale,
    liveness,
    page,
    repeat: natural('--repeat', values.repeat),
    patience: natural('--patience', values.patience),
    out: values.out,
  };
}

function oneOf<T extends string>(flag: string, given: string, known: readonly T[]): T {
  const found = known.find((name) => name === given);
  if (found === undefined) throw new Error(`${flag} ${given}: there is none of that name; known: ${known.join(', ')}`);
  return found;
}

function natural(flag: string, given: string): number {
  if (!/^[1-9]\d*$/.test(given)) throw new Error(`${flag} ${given}: a whole number from 1 on is expected`);
  return Number(given);
}
