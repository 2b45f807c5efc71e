import { language } from '../spec/index.js';
import { holds } from './expression.js';
import type { Model, State } from './model.js';
import { readExpression } from './read-expression.js';

/** A model with one more property, its last one: a witness for the states of which an expression of a user's is true. Throws a UserError when it is none. */
export function withGoal(model: Model, text: string): Model {
  const expression = readExpression(model.schema, text);
  const property = language<State>().witness('goal', text, (state) => holds(expression, state));
  return { ...model, properties: [...model.properties, { property, instances: [{ chosen: {}, label: text }] }] };
}
