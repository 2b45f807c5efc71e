/** A colour for each actor, the same wherever it appears. */

/** Hues that are told apart by most people, also next to one another. */
const hues = [212, 28, 150, 285, 350, 185, 75, 250, 320, 110];

export function hueOf(actor: string, actors: readonly string[]): { readonly '--hue': string } {
  const index = actors.indexOf(actor);
  return { '--hue': String(hues[(index < 0 ? spread(actor) : index) % hues.length]) };
}

function spread(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum;
}
