/** The reference of what the package exports, as one page, and what it lacks. */
import type { Door, Exported } from './interface.js';

/** Their members are called as Immutable's are, and do the same. */
const likeImmutable: readonly string[] = ['FiniteMap', 'FiniteSet', 'Queue', 'Raw', 'RecordSchema', 'RecordValue', 'Vector'];

/** What has no docstring: exports, and members of exported interfaces but for the tag `kind`. */
export function undocumented(doors: readonly Door[]): string[] {
  return doors.flatMap(({ name: door, about, exports }) => [
    ...(about === '' ? [door] : []),
    ...exports.flatMap(({ name, about, bare }) => [
      ...(about === '' ? [`${door}: ${name}`] : []),
      ...bare.filter((member) => member !== 'kind' && !likeImmutable.includes(name)).map((member) => `${door}: ${name}.${member}`),
    ]),
  ]);
}

/** The page: a part for each entry of the package, the functions and values first. */
export function referencePage(doors: readonly Door[], version: string): string {
  const parts = doors.map(({ name, about, exports }) => {
    const told = (kind: Exported['kind']) => exports.filter((each) => each.kind === kind).map(section);
    return [`## ${name}`, about, ...told('value'), ...told('type')].join('\n\n');
  });
  return `${[`# Reference of explore ${version}`, 'Made of the docstrings in the source. The [README](../README.md) and the [tutorial](../specs/TUTORIAL.md) tell how it all goes together.', ...parts].join('\n\n')}\n`;
}

function section({ name, about, text }: Exported): string {
  return `### ${name}\n\n${about}\n\n\`\`\`ts\n${text}\n\`\`\``;
}
