/** SDEI in KVM on Arm: a hypervisor that calls its guest back, even while the guest has interrupts off. */
import { spec } from 'explore';
import { environment } from './actors/environment.js';
import { guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { lifecycle } from './actors/lifecycle.js';
import { expectedByDefault } from './expected.js';
import { constraint, parameters } from './parameters.js';
import { fairness } from './progress.js';
import { properties } from './properties.js';
import { initial, schemas } from './state.js';
import { variants } from './variants.js';

export default spec({
  name: 'sdei',
  about:
    'The Software Delegated Exception Interface, by which a hypervisor forces a vCPU into a handler of its guest even while interrupts are off. Handler states, nesting, masking, delayed unregistration, cross-vCPU signals, and a request bit that can get lost: the specification, three posted versions of KVM, and TF-A.',
  sources: [
    'mails of 22 to 25 March 2022 to the KVM/ARM list: KVM SDEI series v5, patch 02/22, and its review',
    'KVM SDEI series v5, v6 and v7 as posted in March, April and May 2022',
    'Arm DEN0054, as cited by the SDEI compliance suite of the Arm Enterprise ACS',
    'TF-A, services/std_svc/sdei; TF-A Tests, SDEI handler state machine',
    'Linux, drivers/firmware/arm_sdei.c',
  ],
  parameters,
  constraint,
  state: (given) => schemas(given).State,
  initial,
  actions: (given) => (given.lifecycle === 'running' ? [guest, environment, host, kvm] : [lifecycle]).flatMap((actor) => actor(given).actions),
  fairness,
  properties,
  variants,
  expect: expectedByDefault,
});
