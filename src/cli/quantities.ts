/** Sizes, times and numbers as the command line takes them. */
import { UserError } from '../errors.js';

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
};

/** Bytes: `512M`, `2G`, `1.5GiB`; `500MB` is decimal. */
export function parseSize(flag: string, text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (number === undefined || factor === undefined) throw wrongValue(flag, text, 'a size such as 512M, 2G or 1.5GiB');
  return Math.floor(Number(number) * factor);
}

const lengths: Readonly<Record<string, number>> = { '': 1, ms: 0.001, s: 1, m: 60, min: 60, h: 3600 };

/** Seconds: `90`, `90s`, `5m`, `1h`, `1h30m`. */
export function parseTime(flag: string, text: string): number {
  const expected = 'a time such as 90 (seconds), 90s, 5m or 1h30m';
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)\s*/gi)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.trim()) throw wrongValue(flag, text, expected);
  return parts.reduce((sum, [, number, unit = '']) => {
    const length = Object.hasOwn(lengths, unit.toLowerCase()) ? lengths[unit.toLowerCase()] : undefined;
    if (length === undefined || (unit === '' && parts.length > 1)) throw wrongValue(flag, text, expected);
    return sum + Number(number) * length;
  }, 0);
}

/** A whole number; `10_000`, `10,000` and `1e6` are understood. */
export function parseCount(flag: string, text: string, smallest: number): number {
  const plain = text.trim().replaceAll(/(?<=\d)[_,](?=\d{3})/g, '');
  const value = /^\d+(e\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < smallest) throw wrongValue(flag, text, `a whole number, ${smallest} or more`);
  return value;
}

function wrongValue(flag: string, found: string, expected: string): UserError {
  return new UserError(`the value of ${flag} makes no sense`, [
    ['found', JSON.stringify(found)],
    ['expected', expected],
  ]);
}
