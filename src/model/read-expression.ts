/**
 * How expressions are written:
 *
 *     vcpus[0].pc == guest        a variable as traces show it, and a value: a word, a number, true, false, null, "any text"
 *     vcpus[0].fill >= 2          == != < <= > >=
 *     vcpus[*].pc == guest        * stands for every index (or name): true if it is true of one of them
 *     vcpus[0].handler == null    an optional part is absent; so is then everything below it
 *     locked && !(at[0] == in)    && before ||, and ! before both; a variable that is true or false stands by itself
 *
 * A list of variables and expressions has commas between them.
 */
import { type Detail, nearestName, UserError } from '../errors.js';
import { type Composite, type Domain, isDomain, queueLength, show, valuesOf } from '../spec/index.js';
import type { Expression, Operator } from './expression.js';
import { type PathPart, type Place, placesOf } from './place.js';

/** What a projection keeps of a state: the value of a variable (or of all variables below a part), or whether an expression is true. */
export type Aspect = { readonly kind: 'variable'; readonly place: Place } | { readonly kind: 'condition'; readonly expression: Expression /** As it was written. */; readonly text: string };

/** The expression that a text stands for, over the states of a schema. Throws a UserError that says where and why it cannot be read. */
export function readExpression(schema: Composite<unknown>, text: string): Expression {
  const reader = new Reader(schema, text);
  const expression = reader.disjunction();
  reader.end();
  return expression;
}

/** The aspects that a list stands for: `lrs[*].state, owner == null`. A `*` outside of a comparison makes one of each place. */
export function readAspects(schema: Composite<unknown>, text: string): readonly Aspect[] {
  const reader = new Reader(schema, text);
  const aspects = reader.list();
  reader.end();
  return aspects;
}

/** More would be a slip, and the reader is recursive. */
const longest = 10_000;

class Reader {
  readonly #schema: Composite<unknown>;
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(schema: Composite<unknown>, text: string) {
    this.#schema = schema;
    this.#text = text;
    if (text.length > longest) throw new UserError('an expression is too long', [['expected', `at most ${longest} characters`]]);
  }

  end(): void {
    if (!this.#peek(/$/y)) throw this.#refused('the end, or one of && || ,');
  }

  list(): Aspect[] {
    const aspects: Aspect[] = [];
    do {
      const begin = this.#skip();
      const path = this.#peek(/[A-Za-z_$]/y) ? this.#path() : null;
      if (path !== null && this.#peek(/,|$/y)) aspects.push(...placesOf(this.#schema, path).map((place): Aspect => ({ kind: 'variable', place })));
      else {
        this.#at = begin;
        const expression = this.disjunction();
        aspects.push({ kind: 'condition', expression, text: this.#text.slice(begin, this.#at).trim() });
      }
    } while (this.#take(/,/y) !== null);
    return aspects;
  }

  disjunction(): Expression {
    const parts = [this.#conjunction()];
    while (this.#take(/\|\|/y) !== null) parts.push(this.#conjunction());
    return parts.length === 1 ? (parts[0] as Expression) : { kind: 'or', parts };
  }

  #conjunction(): Expression {
    const parts = [this.#negation()];
    while (this.#take(/&&/y) !== null) parts.push(this.#negation());
    return parts.length === 1 ? (parts[0] as Expression) : { kind: 'and', parts };
  }

  #negation(): Expression {
    if (++this.#depth > 200) throw this.#refused('fewer of ( and ! within one another');
    const made = this.#take(/!(?!=)/y) !== null ? ({ kind: 'not', part: this.#negation() } as const) : this.#primary();
    this.#depth -= 1;
    return made;
  }

  #primary(): Expression {
    if (this.#take(/\(/y) !== null) {
      const inner = this.disjunction();
      if (this.#take(/\)/y) === null) throw this.#refused('a )');
      return inner;
    }
    const begin = this.#skip();
    const places = placesOf(this.#schema, this.#path());
    const path = this.#text.slice(begin, this.#at).trim();
    const operator = this.#take(/==|!=|<=|>=|<|>/y);
    if (operator === null) {
      if (this.#peek(/=/y)) throw this.#refused('== (a single = does not compare)');
      return truthOf(places, path);
    }
    // Three equal signs are a habit of many.
    if (operator.endsWith('=')) this.#take(/=/y);
    return this.#comparison(places, path, operator as Operator);
  }

  #comparison(places: readonly Place[], path: string, operator: Operator): Expression {
    const quoted = this.#take(/"(?:[^"\\]|\\.)*"|'[^']*'/y);
    const word = quoted ?? this.#take(/[^\s()&|!,=<>"'[\]]+/y);
    if (word === null) throw this.#refused('a value');
    const value = quoted === null ? meant(places, path, operator, word, [literal(word), word]) : meant(places, path, operator, word, [unquoted(quoted)]);
    return { kind: 'comparison', path, places, operator, value };
  }

  #path(): readonly PathPart[] {
    const first = this.#take(/[A-Za-z_$][\w$-]*/y);
    if (first === null) throw this.#refused('a variable, ! or (');
    const parts: PathPart[] = [{ kind: 'key', key: first }];
    for (;;) {
      const part = this.#take(/\.\s*(?:\*|[\w$+-]+)|\[\s*(?:\*|-?[\w$]+|"(?:[^"\\]|\\.)*")\s*\]/y);
      if (part === null) break;
      const key = part.replace(/^[.[]\s*|\s*\]$/g, '');
      parts.push(key === '*' ? { kind: 'all' } : { kind: 'key', key: key.startsWith('"') ? unquoted(key) : key });
    }
    if (this.#peek(/[.[]/y)) throw this.#refused('the name of a part, or an index such as [0] or [*]');
    return parts;
  }

  #skip(): number {
    const space = /\s*/y;
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
    return this.#at;
  }

  #peek(pattern: RegExp): boolean {
    pattern.lastIndex = this.#skip();
    return pattern.test(this.#text);
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#skip();
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  #refused(expected: string): UserError {
    const before = this.#text.slice(0, this.#at).trimEnd();
    const rest = this.#text.slice(this.#skip());
    return new UserError(`an expression cannot be read: ${this.#text.trim() === '' ? 'it is empty' : this.#text.trim()}`, [
      ...(before === '' ? [] : ([['behind', before]] as const)),
      ['found', rest === '' ? 'its end' : rest],
      ['expected', expected],
    ]);
  }
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

/** What a word means where the domain allows it. */
function literal(word: string): boolean | number | string | null {
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  return /^[+-]?\d+$/.test(word) ? Number(word) : word;
}

/** A variable by itself. */
function truthOf(places: readonly Place[], path: string): Expression {
  for (const { schema } of places) if (!isDomain(schema) || typeof schema.at(schema.size - 1) !== 'boolean') throw notCompared(path, schema);
  return { kind: 'comparison', path, places, operator: '==', value: true };
}

/** The value that a word stands for in the domain of the places. */
function meant(places: readonly Place[], path: string, operator: Operator, word: string, meanings: readonly (boolean | number | string | null)[]): boolean | number | string | null {
  const ordered = operator !== '==' && operator !== '!=';
  for (const value of meanings) {
    if (ordered ? typeof value === 'number' && places.some(isNumeric) : places.some((place) => canBe(place, value))) return value;
  }
  const [{ schema }] = places as readonly [Place];
  if (!isDomain(schema)) throw notCompared(path, schema);
  if (ordered && !isNumeric(places[0] as Place)) throw new UserError(`${path} has no order: it cannot be compared by ${operator}`, [['expected', `== or != with ${schema.words}`]]);
  const nearest = schema.kind === 'enumeration' || schema.kind === 'optional' ? nearestName(word, namesOf(schema)) : undefined;
  const details: Detail[] = [['found', word]];
  if (nearest !== undefined) details.push(['nearest', nearest]);
  throw new UserError(`${path} is never ${word}`, [...details, ['expected', ordered ? 'a number' : schema.words]]);
}

/** Whether a place can have a value; what may be absent can be null. */
function canBe({ schema, way }: Place, value: unknown): boolean {
  if (isDomain(schema) && schema.indexOf(value) >= 0) return true;
  if (value !== null) return false;
  if (!isDomain(schema)) return schema.kind === 'optional-composite';
  return way.some(
    ({ composite, index }, turn) =>
      (composite.kind === 'queue' && composite.keys[index] !== queueLength) || (turn < way.length - 1 && !isDomain(composite.parts[index]) && composite.parts[index]?.kind === 'optional-composite'),
  );
}

function isNumeric({ schema }: Place): boolean {
  return isDomain(schema) && typeof schema.at(schema.size - 1) === 'number';
}

/** The words of a small domain. */
function namesOf(domain: Domain<unknown>): readonly string[] {
  return domain.size > 256 ? [] : Array.from(valuesOf(domain), String);
}

function notCompared(path: string, schema: Place['schema']): UserError {
  if (isDomain(schema)) {
    return new UserError(`${path} is neither true nor false by itself`, [['to do', `compare it with a value: ${path} == ${valueExample(schema)}`]]);
  }
  const composite = schema.kind === 'optional-composite' ? schema.inner : schema;
  const inner = composite.keys.slice(0, 8).map((key) => (/^\d/.test(key) ? `[${key}]` : `.${key}`));
  return new UserError(`${path} is a part with variables of its own`, [
    ...(schema.kind === 'optional-composite' ? ([['expected', `${path} == null, or != null`]] as const) : []),
    ['or', `one of them: ${path} followed by ${inner.join(' ')}${composite.keys.length > inner.length ? ' …' : ''}`],
  ]);
}

function valueExample(domain: Domain<unknown>): string {
  const value = domain.at(domain.size - 1);
  return typeof value === 'string' && /^[\w-]+$/.test(value) ? value : show(value);
}
