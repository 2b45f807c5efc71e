/**
 * What somebody asks of a state without writing a function: a comparison of variables with values, and `!`, `&&`, `||` of
 * such. `read-expression.ts` makes one of a text and says how it is written; `holds` is what it means.
 */
import { unreachable } from '../errors.js';
import type { State } from './model.js';
import { type Place, valueAt } from './place.js';

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  /** True if it is true of one of the places, for which `path` stands as it was written. What is absent is null. */
  | { readonly kind: 'comparison'; readonly path: string; readonly places: readonly Place[]; readonly operator: Operator; readonly value: boolean | number | string | null };

/** Whether an expression is true of a state. */
export function holds(expression: Expression, state: State): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.parts.every((part) => holds(part, state));
    case 'or':
      return expression.parts.some((part) => holds(part, state));
    case 'not':
      return !holds(expression.part, state);
    case 'comparison':
      return expression.places.some((place) => compares(valueAt(place, state), expression.operator, expression.value));
  }
}

/** A comparison of a value of a state with one that was written. Only numbers have an order: `<` and its like are false of anything else. */
export function compares(found: unknown, operator: Operator, value: boolean | number | string | null): boolean {
  if (operator === '==') return found === value;
  if (operator === '!=') return found !== value;
  if (typeof found !== 'number' || typeof value !== 'number') return false;
  switch (operator) {
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '>':
      return found > value;
    case '>=':
      return found >= value;
    default:
      return unreachable(operator);
  }
}

/** The paths that an expression asks about, as they were written. */
export function pathsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.parts.flatMap(pathsIn);
    case 'not':
      return pathsIn(expression.part);
    case 'comparison':
      return [expression.path];
  }
}
