import { totalmem } from 'node:os';
import process from 'node:process';
import { UserError } from '../errors.js';

/** What a search may use. */
export interface Budget {
  /** Bytes, as they were asked for. */
  readonly memory: number;
  /** Bytes for the store, where the rest of the process takes so many. */
  store(rest: number): number;
  readonly workers: number;
  readonly maxStates: number;
  readonly maxDepth: number;
  /** Milliseconds. */
  readonly time: number;
}

export interface BudgetRequest {
  readonly workers: number;
  /** Bytes; by default 60 % of what the process may use. */
  readonly memory?: number;
  /** What has these bytes: the store alone (by default), or all of the process, which then does nothing else than this search. */
  readonly memoryOf?: 'store' | 'process';
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Seconds. */
  readonly timeLimit?: number;
}

/** Bytes that the process takes beside the store: the program, and each worker (measured with Node 20). */
const program = 83 * 2 ** 20;
const worker = 17 * 2 ** 20;
/** It may take as much more without being noticed: what is reckoned gives the same result again, what is measured need not. */
const tolerance = 2 * 2 ** 20;
/** What is measured beyond that counts twice, because who has learned so much goes on learning, and is rounded up to these. */
const step = 8 * 2 ** 20;

/** Workers take no more than this part of what the process may take. */
const crew = 1 / 4;

/** With less than this there is no room for states. */
const leastOfProcess = program + 2 * worker;

/** The budget that a request describes. */
export function budgetOf(request: BudgetRequest): Budget {
  const positive = (name: string, value: number | undefined, smallest: number): number => {
    if (value === undefined) return Number.POSITIVE_INFINITY;
    if (!Number.isFinite(value) || value < smallest)
      throw new UserError(`the bound on ${name} makes no sense`, [
        ['found', String(value)],
        ['expected', `a number, ${smallest} or more`],
      ]);
    return value;
  };
  // Who has named no bound is not refused for it.
  const byDefault = Math.max(0.6 * usableMemory(), request.memoryOf === 'process' ? leastOfProcess : 0);
  const memory = request.memory === undefined ? byDefault : positive('memory', request.memory, 1);
  return {
    ...(request.memoryOf === 'process' ? withinProcess(memory, request.workers) : { memory, store: () => memory, workers: request.workers }),
    maxStates: positive('states', request.maxStates, 1),
    maxDepth: positive('depth', request.maxDepth, 0),
    time: 1000 * positive('time', request.timeLimit, 0),
  };
}

function withinProcess(memory: number, wanted: number): Pick<Budget, 'memory' | 'store' | 'workers'> {
  if (memory < leastOfProcess)
    throw new UserError('the bound on memory has no room for the program itself', [
      ['found', inMiB(memory)],
      ['expected', `${inMiB(leastOfProcess)} or more; without any states it takes some ${inMiB(program + worker)}`],
    ]);
  const workers = Math.max(1, Math.min(wanted, Math.floor((crew * memory) / worker)));
  const reckoned = program + workers * worker;
  return { memory, workers, store: (rest) => memory - (rest <= reckoned + tolerance ? reckoned : step * Math.ceil((2 * rest - reckoned) / step)) };
}

function inMiB(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}

/** Bytes that this process may use: the machine's, or its control group's if that allows less. */
function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
