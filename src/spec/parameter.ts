import { type Detail, nearestName, UserError } from '../errors.js';
import { type Domain, show, valuesOf } from './domain.js';

/** A value that a spec is instantiated with. */
export interface Parameter<T> {
  readonly kind: 'parameter';
  /** A line that says what it means. */
  readonly about: string;
  /** The value when nobody gives one. */
  readonly default: T;
  /** The allowed values in words. */
  readonly words: string;
  /** Whether a value is one of them. */
  allows(value: unknown): boolean;
  /** The value that a text on the command line stands for, or undefined. */
  parse(text: string): T | undefined;
  /** As the command line takes it. */
  format(value: T): string;
}

/** The parameters of a spec, by the names that its functions know them by. */
export type Parameters = { readonly [name: string]: Parameter<unknown> };

/** The values of all parameters, as `state`, `initial`, `actions` and `properties` get them. */
export type ParameterValues<P> = { readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never };

/** A parameter over a finite domain, with its default and a line that says what it means. */
export function parameter<T>(domain: Domain<T>, byDefault: NoInfer<T>, about: string): Parameter<T> {
  return checked({
    kind: 'parameter',
    about,
    default: byDefault,
    words: domain.words,
    allows: (value) => domain.indexOf(value) >= 0,
    parse: (text) => parse(domain, text),
    format: String,
  });
}

/** A parameter that is a list of `min` to `max` values of a domain, written `a,b,c` on the command line. */
export function listParameter<T>(domain: Domain<T>, length: { readonly min: number; readonly max: number }, byDefault: NoInfer<readonly T[]>, about: string): Parameter<readonly T[]> {
  const { min, max } = length;
  return checked<readonly T[]>({
    kind: 'parameter',
    about,
    default: byDefault,
    words: `${min === max ? min : `${min} to ${max}`} of: ${Array.from(valuesOf(domain), String).join(', ')} (with commas)`,
    allows: (value) => Array.isArray(value) && value.length >= min && value.length <= max && value.every((item) => domain.indexOf(item) >= 0),
    parse: (text) => {
      const values = text.split(',').map((item) => parse(domain, item.trim()));
      return values.length >= min && values.length <= max && values.every((value) => value !== undefined) ? (values as T[]) : undefined;
    },
    format: (value) => value.join(','),
  });
}

/** The name under which the command line knows a parameter: `hostCpu` is `host-cpu`. */
export function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

/** A value as the command line takes it: `host-cpu=1`. */
export function setting(declared: Parameters, name: string, value: unknown): string {
  return `${kebab(name)}=${declared[name]?.format(value)}`;
}

/** All parameters with a value: `given` where it has one, the default elsewhere. An unknown name or a value outside its domain is an error. */
export function bindParameters(specName: string, declared: Parameters, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) {
      const names = Object.keys(declared).map(kebab);
      const nearest = nearestName(kebab(name), names);
      throw new UserError(`spec ${specName} has no parameter "${kebab(name)}"`, [
        ...(nearest === undefined ? [] : ([['nearest', `"${nearest}"`]] as const)),
        ['known', names.join(', ') || 'it has none'],
      ]);
    }
  }
  return Object.freeze(
    Object.fromEntries(
      Object.entries(declared).map(([name, parameter]) => {
        const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
        if (!parameter.allows(value)) throw outOfDomain(specName, name, show(value), parameter);
        return [name, value];
      }),
    ),
  );
}

/** Values for parameters, each given as the text `name=value`; a boolean may be given by its name alone. */
export function parseParameters(specName: string, declared: Parameters, texts: readonly string[]): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (const text of texts) {
    const [before = '', ...after] = text.split('=');
    const name = Object.keys(declared).find((known) => kebab(known) === kebab(before)) ?? before;
    const parameter = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (parameter === undefined) {
      bindParameters(specName, declared, { [name]: undefined });
      throw new Error(`parameter ${name} must be unknown here`);
    }
    if (after.length === 0 && !parameter.allows(true)) throw new UserError(`parameter ${kebab(name)} needs a value`, [['expected', `${kebab(name)}=VALUE, where VALUE is ${parameter.words}`]]);
    const value = after.length === 0 ? true : parameter.parse(after.join('='));
    if (value === undefined) throw outOfDomain(specName, name, after.join('='), parameter);
    given[name] = value;
  }
  return given;
}

function outOfDomain(specName: string, name: string, found: string, parameter: Parameter<unknown>): UserError {
  const details: Detail[] = [
    ['found', found],
    ['expected', parameter.words],
  ];
  return new UserError(`spec ${specName}, parameter ${kebab(name)}: the value is not in its domain`, details);
}

function parse<T>(domain: Domain<T>, text: string): T | undefined {
  for (const value of [text, Number(text), text === 'true', text === 'none' || text === 'null' ? null : undefined]) {
    if (typeof value === 'number' && (text.trim() === '' || Number.isNaN(value))) continue;
    if (typeof value === 'boolean' && text !== 'true' && text !== 'false') continue;
    const index = domain.indexOf(value);
    if (index >= 0) return domain.at(index);
  }
  return undefined;
}

function checked<T>(made: Parameter<T>): Parameter<T> {
  if (!made.allows(made.default)) {
    throw new UserError('the default of a parameter is not in its domain', [
      ['parameter', made.about],
      ['found', show(made.default)],
      ['expected', made.words],
    ]);
  }
  return Object.freeze(made);
}
