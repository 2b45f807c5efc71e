/** The models that pages look at: made once for each choice of parameters, the last few kept. */
import { unknownName } from '../errors.js';
import { instantiate, type Model } from '../model/index.js';
import { parseParameters, type Spec } from '../spec/index.js';
import type { ModelChoice } from './messages.js';

/** Somebody who switches to and fro between two variants waits once for each. */
const kept = 16;

export interface ChosenModel {
  readonly model: Model;
  readonly variant: string;
  /** Parameters beside those of the variant. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export class Models {
  readonly #spec: Spec;
  readonly #models = new Map<string, ChosenModel>();

  constructor(spec: Spec) {
    this.#spec = spec;
  }

  /** Throws a UserError when there is no such variant or parameter. */
  choose({ variant, parameters: texts }: ModelChoice): ChosenModel {
    const key = JSON.stringify([variant, texts]);
    const known = this.#models.get(key);
    this.#models.delete(key);
    const chosen = known ?? this.#make(variant, texts);
    this.#models.set(key, chosen);
    for (const oldest of this.#models.keys()) {
      if (this.#models.size <= kept) break;
      this.#models.delete(oldest);
    }
    return chosen;
  }

  #make(name: string, texts: readonly string[]): ChosenModel {
    const variant = this.#spec.variants.get(name);
    if (variant === undefined) throw unknownName('variant', name, this.#spec.variants.keys(), ` of spec ${this.#spec.name}`);
    const parameters = parseParameters(this.#spec.name, this.#spec.parameters, texts);
    return { model: instantiate(this.#spec, { ...variant.set, ...parameters }), variant: name, parameters };
  }
}
