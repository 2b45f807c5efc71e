/** What is raced: the four classic specs, each at sizes that a reader can wait for. */

export type Size = 'small' | 'medium' | 'large';
export const sizes: readonly Size[] = ['small', 'medium', 'large'];

export interface Instance {
  /** Name of the spec, and of its twins. */
  readonly model: string;
  readonly size: Size;
  readonly parameters: Readonly<Record<string, number>>;
}

/**
 * Small ones have some 10^5 states, as the question is who answers first; medium ones one or two million; large ones ten
 * to forty.
 */
export const instances: readonly Instance[] = [
  { model: 'peterson', size: 'small', parameters: { n: 5 } },
  { model: 'german', size: 'small', parameters: { n: 3 } },
  { model: 'two-phase', size: 'small', parameters: { n: 6 } },
  { model: 'forwarded-irq', size: 'small', parameters: { n: 3, software: 0 } },
  { model: 'peterson', size: 'medium', parameters: { n: 6 } },
  { model: 'german', size: 'medium', parameters: { n: 4 } },
  { model: 'two-phase', size: 'medium', parameters: { n: 8 } },
  { model: 'forwarded-irq', size: 'medium', parameters: { n: 3, software: 3 } },
  { model: 'peterson', size: 'large', parameters: { n: 7 } },
  { model: 'german', size: 'large', parameters: { n: 5 } },
  { model: 'two-phase', size: 'large', parameters: { n: 9 } },
  { model: 'forwarded-irq', size: 'large', parameters: { n: 4, software: 1 } },
];

export const models: readonly string[] = [...new Set(instances.map(({ model }) => model))];

/** `german n=4`. */
export function titleOf({ model, parameters }: Pick<Instance, 'model' | 'parameters'>): string {
  return [model, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join(' ');
}
