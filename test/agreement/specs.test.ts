/** Every spec of the catalogue, in every variant: the engine says what the reference says. What is too large for the reference is asked with smaller parameters. */
import { expect, test } from 'vitest';
import { findSpec, specNames } from '../../src/catalog.js';
import { variantOf } from '../../src/check.js';
import type { Model } from '../../src/model/index.js';
import { bindParameters } from '../../src/spec/index.js';
import { agree, modelOf, referenceWithin, said } from './agree.js';

/** Guards that the reference may call for one variant: with the properties it takes 5 to 10 us for each. */
const mostCalls = 60_000;
/** What hardly gets smaller is given more time. */
const moreCalls: Readonly<Record<string, number>> = { german: 400_000, 'forwarded-irq': 100_000, 'vgic-hw': 100_000 };

/** Parameters that make the variants of a spec smaller, to be tried in turn. */
const smaller: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  'vgic-hw': [{ vcpus: 1 }, { pcpus: 1, hostCpu: 0 }, { vcpus: 1, pcpus: 1 }, { vcpus: 1, pcpus: 1, irqs: ['timer', 'timer'], lrs: 1 }],
  'spe-irq': [{ vcpus: 1 }],
  's2-recycle': [
    { slots: 1, vmids: [0, 1], pages: 1, tlbi: false, changedContexts: 0 },
    { vcpus: 1, slots: 1, vmids: [0, 1] },
  ],
  affinity: [{ vcpus: 1 }, { vcpus: 1, moves: ['G3n-G3y', 'G2-G2'] }, { vcpus: 1, aff3: 1, moves: ['G3n-G3y'] }],
  sdei: [{ vcpus: 1 }, { vcpus: 2, vcpuLimit: 1 }, { vcpus: 1, events: ['signaled'] }, { vcpus: 1, events: ['async-pf'] }],
  peterson: [{ n: 3 }],
  german: [{ n: 2 }],
  'two-phase': [{ n: 3 }],
  'forwarded-irq': [
    { n: 2, software: 1 },
    { n: 2, software: 0 },
    { n: 1, software: 1 },
  ],
  'chandy-misra': [{ n: 3 }],
  'readers-writers': [{ n: 2 }],
  paxos: [{ acceptors: 2 }, { acceptors: 2, values: 1 }],
  'raft-election': [{ terms: 1 }, { servers: 2 }],
};

for (const name of specNames()) {
  const source = await findSpec(name);
  const { spec } = source;
  for (const [variant, { expect: expected }] of spec.variants) {
    test(`${name}, ${variant}`, async () => {
      const declared = JSON.stringify(bindParameters(name, spec.parameters, variantOf(spec, variant)));
      for (const parameters of [{}, ...(smaller[name] ?? [])]) {
        const given = { ...variantOf(spec, variant), ...parameters };
        const bound = bindParameters(name, spec.parameters, given);
        if (spec.constraint(bound) !== null) continue;
        const model = modelOf(source, given);
        const calls = moreCalls[name] ?? mostCalls;
        const asDeclared = JSON.stringify(bound) === declared;
        if (asDeclared && (Object.keys(parameters).length > 0 || (expected?.states ?? 0) * model.actions.length * searchesOf(model) > calls)) continue;
        const reference = referenceWithin(model, calls);
        if (reference === null) continue;
        const run = await agree(source, reference, { variant, parameters, workers: 2 });
        // Once for each spec: the other cases look at more workers.
        if (variant === 'default') expect(said(await agree(source, reference, { variant, parameters, workers: 1 }))).toBe(said(run));
        return;
      }
      throw new Error('the reference needs smaller parameters for this variant: add them to the table above');
    });
  }
}

/** How often the reference goes through the states: once, and once more when there is liveness. */
function searchesOf({ properties }: Model): number {
  return properties.some(({ property }) => property.kind === 'liveness') ? 2 : 1;
}
