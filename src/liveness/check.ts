import { type Space, Stopped } from '../explore/index.js';
import { type Model, obligationOf, type PropertyInstance } from '../model/index.js';
import type { Liveness } from '../spec/index.js';
import { fairComponents } from './components.js';
import { findHull } from './hull.js';
import { findLasso, type Lasso } from './lasso.js';
import type { Question } from './question.js';

/** What is known of one instance of a liveness property. */
export type LivenessAnswer =
  /** No fair run is without its goal. `vacuous`: it is never due. */
  { readonly kind: 'holds'; readonly vacuous: boolean } | { readonly kind: 'violated'; readonly lasso: Lasso } | { readonly kind: 'unknown'; readonly because: Stopped['why'] };

/** Answers one instance of a liveness property of a model all of whose states were explored. */
export async function checkLiveness(model: Model, space: Space, property: number, position: number): Promise<LivenessAnswer> {
  const subject = model.properties[property] as Model['properties'][number];
  const liveness = subject.property as Liveness<unknown>;
  const instance = subject.instances[position] as PropertyInstance;
  const question: Question = { number: space.wholeRunNumber(property, position), shape: liveness.shape, obligation: obligationOf(model, liveness, instance.chosen) };
  space.ask(instance.label);
  try {
    const { size, due } = await findHull(space, question);
    if (size === 0) return { kind: 'holds', vacuous: liveness.shape === 'leads-to' && due === 0 };
    return { kind: 'violated', lasso: await findLasso(space, question, await fairComponents(space, question)) };
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'unknown', because: error.why };
    throw error;
  } finally {
    space.ask(null);
  }
}
