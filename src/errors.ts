/**
 * The two kinds of fault. A `UserError` is something that a user or a spec's author can mend: it is printed without a
 * stack trace and ends the process with exit code 2. Every other exception is ours and is printed with one.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Labelled lines below the headline, such as `at`, `found`, `expected`; printed as an aligned table. */
  readonly details: readonly Detail[];

  constructor(headline: string, details: readonly Detail[] = []) {
    super(headline);
    this.details = details;
  }
}

export type Detail = readonly [label: string, text: string];

/** Ends a `switch` over a union: the compiler points here when a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`This cannot happen: an unexpected alternative ${JSON.stringify(value)}`);
}

/** The name among `known` that `given` was most likely meant to be, if one is near enough to be worth offering. */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const name of known) {
    const distance = name.startsWith(given) && given.length > 1 ? 1 : editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** A longer list would push the headline out of sight. */
const manyNames = 24;

/** `unknown THING "given"`, with the nearest known name and the list of all of them. */
export function unknownName(thing: string, given: string, known: Iterable<string>, where = ''): UserError {
  const names = [...known];
  const nearest = nearestName(given, names);
  const details: Detail[] = [];
  if (nearest !== undefined) details.push(['nearest', `"${nearest}"`]);
  const more = names.length > manyNames ? ` and ${names.length - manyNames} more` : '';
  details.push(['known', names.length > 0 ? `${names.slice(0, manyNames).join(', ')}${more}` : 'there is none']);
  return new UserError(`unknown ${thing} "${given}"${where}`, details);
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, (previous[j - 1] as number) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] as number) + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] as number;
}
