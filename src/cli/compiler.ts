import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * Bytes of bytecode that a function runs through until V8 compiles it for speed, four times its own number: a search spends
 * its time in few loops, which are hot enough in any case, and the rest is compiled again in each worker, on processors
 * that the workers want.
 */
const patience = 4 * 67_584;

/** Version of V8 in which this was measured (Node 20 and 21). Later ones have another compiler in between. */
const measured = '11.';

/** Makes V8 wait longer until it compiles a function for speed, in threads that start from now on too. */
export function compileLater(): void {
  if (process.versions.v8.startsWith(measured)) setFlagsFromString(`--interrupt-budget=${patience}`);
}
