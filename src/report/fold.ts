/** Text broken into lines that are never wider than they may be, whatever the words are. */

/** Spaces at which a line is not to be broken, unless nothing else helps. */
export function bound(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** Lines of at most `width`; all but the first are indented by `hang`. A word that is too wide is broken, behind a sign rather than within a name. */
export function fold(text: string, width: number, hang = 0): string[] {
  const pieces = text.split(' ').flatMap((word) => chop(word, width - hang));
  const lines: string[] = [];
  let line = '';
  for (const { text: piece, after } of pieces) {
    const longer = line === '' ? piece : line + after + piece;
    if (longer.length <= width - (lines.length === 0 ? 0 : hang)) line = longer;
    else {
      lines.push(line);
      line = piece;
    }
  }
  return [...lines, line].map((each, index) => (index === 0 ? each : ' '.repeat(hang) + each).replaceAll('\u00a0', ' ').trimEnd());
}

interface Piece {
  readonly text: string;
  /** What stands between this piece and the one before it on the same line. */
  readonly after: ' ' | '';
}

function chop(word: string, width: number): Piece[] {
  if (word.length <= width) return [{ text: word, after: ' ' }];
  if (word.includes('\u00a0')) {
    // Behind the bracket of an action is a better place than within its first argument.
    const [, name = '', rest = ''] = /^([^\u00a0(]*\()(.+)$/.exec(word) ?? [];
    if (name !== '' && name.length <= width) return [{ text: name, after: ' ' }, ...chop(rest, width).map((piece, index): Piece => (index === 0 ? { ...piece, after: '' } : piece))];
    return word.split('\u00a0').flatMap((part) => chop(part, width));
  }
  const pieces: Piece[] = [];
  for (let rest = word; rest !== ''; ) {
    const sign = rest.slice(0, width).search(/[,.([{:;=>/_-][^,.([{:;=>/_-]*$/) + 1;
    const at = rest.length <= width ? rest.length : sign > 0 ? sign : width;
    pieces.push({ text: rest.slice(0, at), after: pieces.length === 0 ? ' ' : '' });
    rest = rest.slice(at);
  }
  return pieces;
}
