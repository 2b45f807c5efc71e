/**
 * What yargs is bundled with in place of the package string-width (`npm run build:yargs`), whose expressions for emoji take 18 ms
 * to read. Yargs measures texts to lay out its help, and ours is laid out by `help.ts`.
 */
export default function textWidth(text: string): number {
  return text.length;
}
