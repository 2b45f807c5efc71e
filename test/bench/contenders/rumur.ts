import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measure } from '../measure.js';
import { root } from '../project.js';
import type { Contender, Counts } from './contender.js';

/** Rumur: exact storage and no symmetry reduction, with one thread or several. */
export function rumur(threads: number): Contender {
  return {
    name: `Rumur, ${threads} thread${threads === 1 ? '' : 's'}`,
    tool: 'rumur',
    threads,
    async run({ model, parameters }, folder) {
      const twin = await readFile(join(root, `test/bench/peers/murphi/${model}.m`), 'utf8');
      await writeFile(join(folder, 'model.m'), withConstants(twin, parameters));
      const options = ['--symmetry-reduction', 'off', '--deadlock-detection', 'stuck', '--threads', String(threads)];
      const generate = await measure({ file: 'rumur', args: [...options, '-o', 'model.c', 'model.m'], folder });
      const compile = await measure({ file: 'gcc', args: ['-std=c11', '-O3', '-march=native', '-o', 'model', 'model.c', '-lpthread', '-latomic'], folder });
      const measured = await measure({ file: './model', args: [], folder });
      return { found: readRumur(measured.stdout), build: generate.wall + compile.wall, measured, start: null };
    },
  };
}

/** A Murphi model has its parameters as constants in its text. */
export function withConstants(text: string, parameters: Readonly<Record<string, number>>): string {
  let changed = text;
  for (const [name, value] of Object.entries(parameters)) {
    const constant = new RegExp(`^const ${name.toUpperCase()} : \\d+;`, 'm');
    if (!constant.test(changed)) throw new Error(`the twin for Rumur has no line "const ${name.toUpperCase()} : …;"`);
    changed = changed.replace(constant, `const ${name.toUpperCase()} : ${value};`);
  }
  return changed;
}

export function readRumur(output: string): Counts {
  const [, states, transitions] = /^\s*(\d+) states, (\d+) rules fired/m.exec(output) ?? [];
  if (states === undefined || !output.includes('No error found.')) throw new Error(`Rumur has not searched the whole space, or has found an error:\n${output.slice(-2000)}`);
  return { states: Number(states), transitions: Number(transitions), rounded: false };
}
