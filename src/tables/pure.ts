import { SpecFault } from '../model/index.js';

let running = false;

/** Calls the author's code. While it runs, the clock and the random numbers of JavaScript are errors that name themselves. */
export function pure<T>(call: () => T): T {
  if (running) return call();
  install();
  running = true;
  try {
    return call();
  } finally {
    running = false;
  }
}

let installed = false;

/** Replaced once and for all, and only in threads that explore; outside the author's code they do what they always did. */
function install(): void {
  if (installed) return;
  installed = true;
  const { random } = Math;
  const { now } = Date;
  const PlainDate = Date;
  Math.random = () => (running ? refuse('Math.random()') : random());
  const Guarded = function (this: unknown, ...args: []) {
    if (running && args.length === 0) refuse('new Date()');
    return new.target === undefined ? PlainDate() : Reflect.construct(PlainDate, args, new.target);
  };
  Object.defineProperties(Guarded, Object.getOwnPropertyDescriptors(PlainDate));
  globalThis.Date = Guarded as unknown as DateConstructor;
  Date.now = () => (running ? refuse('Date.now()') : now());
  const timer = performance.now.bind(performance);
  performance.now = () => (running ? refuse('performance.now()') : timer());
}

function refuse(what: string): never {
  throw new SpecFault(`is not a pure function of the state: it uses ${what}`, [
    ['to do', 'use nothing but the state and the arguments; let several next states stand for a choice that the world makes'],
  ]);
}
