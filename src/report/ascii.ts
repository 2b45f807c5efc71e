/** Text for readers who see ASCII only: mails, commit messages, old terminals. */

const signs: ReadonlyMap<string, string> = new Map([
  ['→', '->'],
  ['←', '<-'],
  ['↔', '<->'],
  ['⇒', '=>'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['×', 'x'],
  ['·', '.'],
  ['…', '...'],
  ['–', '-'],
  ['—', '--'],
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['∧', '/\\'],
  ['∨', '\\/'],
  ['¬', '!'],
  ['§', 'section '],
  ['\u00a0', ' '],
  ['\n', ' '],
  ['\t', ' '],
]);

/** The text in printable ASCII: known signs are spelt, accents dropped, and everything else is shown by its number, so that no two texts look alike by accident. */
export function ascii(text: string): string {
  return Array.from(text, (sign) => {
    if (/^[ -~]$/.test(sign)) return sign;
    const spelt = signs.get(sign);
    if (spelt !== undefined) return spelt;
    const bare = sign.normalize('NFKD').replace(/\p{Mark}/gu, '');
    return /^[ -~]+$/.test(bare) ? bare : `\\u{${sign.codePointAt(0)?.toString(16)}}`;
  }).join('');
}
