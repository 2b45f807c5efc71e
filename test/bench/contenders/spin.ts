import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instance } from '../instances.js';
import { measure } from '../measure.js';
import { root } from '../project.js';
import type { Contender, Counts } from './contender.js';

/** SPIN: exact storage and no reduction; depth first, or breadth first. */
export function spin(order: 'depth first' | 'breadth first'): Contender {
  return {
    name: `SPIN, ${order}`,
    tool: 'spin',
    threads: 1,
    async run(instance, folder) {
      await cp(join(root, 'test/bench/peers/promela'), folder, { recursive: true });
      const { n, software } = instance.parameters;
      const macros = [`-DN=${n}`, ...(software === undefined ? [] : [`-DSOFTWARE=${software}`])];
      const generate = await measure({ file: 'spin', args: [...macros, '-a', `${instance.model}.pml`], folder });
      const search = order === 'breadth first' ? ['-DBFS'] : [];
      const compile = await measure({ file: 'gcc', args: ['-O3', '-march=native', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=18000', ...search, '-o', 'pan', 'pan.c'], folder });
      const measured = await measure({ file: './pan', args: roomFor(instance), folder });
      return { found: readSpin(measured.stdout), build: generate.wall + compile.wall, measured, start: null };
    },
  };
}

/** Its table and its stack do not grow well by themselves: room for as many states as there will be, as an expert who knows the model gives it. */
function roomFor({ size }: Instance): readonly string[] {
  return size === 'large' ? ['-m20000000', '-w26'] : ['-m2000000', '-w24'];
}

export function readSpin(output: string): Counts {
  const figure = (pattern: RegExp) => pattern.exec(output)?.[1];
  const states = figure(/^\s*(\S+) states, stored/m);
  const transitions = figure(/^\s*(\S+) transitions \(=/m);
  const whole = figure(/errors: (\d+)/) === '0' && !/search depth too small|Search not completed|out of memory|max memory/i.test(output);
  if (states === undefined || transitions === undefined || !whole) throw new Error(`SPIN has not searched the whole space, or has found an error:\n${output.slice(-2000)}`);
  // It counts the way to the initial state as a transition, and has six or seven digits for numbers above 10^8.
  return { states: Number(states), transitions: Number(transitions) - 1, rounded: transitions.includes('e') };
}
