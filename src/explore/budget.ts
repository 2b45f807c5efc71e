import { totalmem } from 'node:os';
import process from 'node:process';
import { UserError } from '../errors.js';

/** What a search may use. */
export interface Budget {
  /** Bytes for the store. */
  readonly memory: number;
  readonly maxStates: number;
  readonly maxDepth: number;
  /** Milliseconds. */
  readonly time: number;
}

export interface BudgetRequest {
  readonly memory?: number;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Seconds. */
  readonly timeLimit?: number;
}

/** The budget that a request describes; without a figure for memory, 60 % of what the process may use. */
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
  return {
    memory: request.memory === undefined ? 0.6 * usableMemory() : positive('memory', request.memory, 1),
    maxStates: positive('states', request.maxStates, 1),
    maxDepth: positive('depth', request.maxDepth, 0),
    time: 1000 * positive('time', request.timeLimit, 0),
  };
}

/** Bytes that this process may use: the machine's, or its control group's if that allows less. */
function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
