/**
 * What the two programs written before spe-irq said of progress: for each property that is violated a set of states around
 * which a fair run can go for ever, `a+b`: a transitions lead to the nearest of its b states. Where there are several such
 * sets they named one, not always the nearest. What is not here holds.
 */
export const loops: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  naive: { L1: '9+8', L2: '9+8' },
  mapped: { L2: '20+8' },
  'naive+late': { L1: '9+13', L2: '9+13' },
  'mapped+late': { L2: '21+13' },
  'naive+when-taken': { L1: '9+11', L2: '9+11' },
  'mapped+when-taken': { L2: '23+11' },
  'naive+host': { L1: '9+8', L2: '9+8' },
  'mapped+host': { L2: '20+8' },
  'naive+host+late': { L1: '9+13', L2: '9+13' },
  'mapped+host+late': { L2: '21+13' },
  'mapped+load-put': { L1: '9+3', L2: '9+3' },
  'eager+load-put': { L1: '9+3', L2: '9+3' },
  'virtual-load-put+entry-exit+host': { L3b: '2+209' },
  'mapped+user-irqchip': { L2: '15+8' },
  'eager+user-irqchip': { L2: '15+8' },
  'virtual-load-put+user-irqchip': { L2: '9+8' },
  'naive+polls': { L1: '9+8', L2: '9+8' },
  'mapped+polls': { L2: '20+8' },
  'mapped+polls+hardware': { L2: '22+8' },
  'mapped+polls+hardware+host': { L2: '22+8' },
  'mapped+polls+host': { L2: '20+8' },
  'naive+eoi-first': { L1: '9+8', L2: '9+8' },
  'mapped+eoi-first': { L2: '18+8' },
  'naive+2-vcpus+host+late': { L1: '20+25', L2: '20+25' },
  'mapped+2-vcpus+host+late': { L2: '57+52' },
};
