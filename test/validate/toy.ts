/** A spec for logs in few words: lamps that somebody switches, and a fuse that blows unseen and puts all of them out. */
import { boolean, language, oneOf, parameter, range, record, reference, type Spec, spec, type ValueOf, vector } from 'explore';

export interface ToyOptions {
  readonly begins?: 'initial' | 'anywhere';
  /** Records of a switch may be missing. */
  readonly uncertain?: boolean;
}

/**
 * A line `on 0` or `off 1` is a switch; the lamp may be a name (`on kitchen`), or left out (`on`). `blown` is a fuse, with a line
 * `dark N` for each lamp that was lit, behind it. `...` is a gap; `on ?` is damaged.
 */
export function toy({ begins = 'initial', uncertain = false }: ToyOptions = {}): Spec {
  return spec({
    name: 'lamps',
    about: 'Lamps.',
    parameters: { lamps: parameter(range(1, 3), 2, 'how many'), fuse: parameter(boolean, true, 'it may blow') },
    variants: {
      three: { story: 'One lamp more.', set: { lamps: 3 } },
      safe: { story: 'A fuse that does not blow.', set: { fuse: false } },
    },
    state: ({ lamps }) => schema(lamps),
    initial: ({ lamps }) => schema(lamps)(),
    actions: ({ lamps, fuse }) => {
      const { flip, tick, blow } = actionsOf(lamps);
      return fuse ? [flip, tick, blow] : [flip, tick];
    },
    properties: () => [],
    observations: ({ lamps, fuse }) => {
      const { flip, blow } = actionsOf(lamps);
      const lamp = reference('lamp', lamps);
      const lampOf = (text: string): { readonly lamp?: number | string } => (text === '' ? {} : { lamp: /^\d$/.test(text) ? Number(text) : text });
      return {
        about: 'What a witness wrote down.',
        begins,
        gap: (line) => line === '...',
        records: [
          observation('switch', {
            fields: { lamp, to: oneOf('on', 'off') },
            on: flip,
            certain: !uncertain,
            shows: (state, { args: { lamp: which } }) => ({ lamp: which, to: state.lit.get(which) ? 'off' : 'on' }),
            reads: (line) => {
              const [, to, text = ''] = /^(on|off) ?(.*)$/.exec(line) ?? [];
              if (text === '?') throw new Error('which lamp?');
              return to === undefined ? null : { to: to as 'on' | 'off', ...lampOf(text) };
            },
          }),
          observation('blown', { fields: {}, on: fuse ? blow : [], shows: () => ({}), reads: (line) => (line === 'blown' ? {} : null) }),
          observation('dark', {
            fields: { lamp },
            on: fuse ? blow : [],
            shows: (state) => state.lit.toArray().flatMap((lit, which) => (lit ? [{ lamp: which }] : [])),
            reads: (line) => (line.startsWith('dark ') ? lampOf(line.slice(5)) : null),
          }),
        ],
      };
    },
  });
}

function schema(lamps: number) {
  return record({ lit: vector(boolean, lamps), hidden: range(0, 2) });
}

const { action, observation } = language<ValueOf<ReturnType<typeof schema>>>();

function actionsOf(lamps: number) {
  const flip = action('flip', {
    actor: 'somebody',
    args: { lamp: reference('lamp', lamps) },
    step: (state, { lamp }) => state.updateIn(['lit', lamp], (lit) => !lit).set('hidden', 0),
  });
  const tick = action('tick', { actor: 'clock', guard: ({ hidden }) => hidden < 2, step: (state) => state.update('hidden', (value) => value + 1) });
  const blow = action('blow', {
    actor: 'fuse',
    guard: ({ lit, hidden }) => hidden === 2 && lit.some((one) => one),
    step: (state) => state.update('lit', (lit) => lit.map(() => false)),
  });
  return { flip, tick, blow };
}
