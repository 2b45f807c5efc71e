import { type Command, type CommandName, commands } from './flags.js';

/** What `--help` shows: of the program, or of one command. */
export function helpText(name: CommandName): string {
  const command = commands.find((candidate) => candidate.name === name) as Command;
  const lines =
    name === 'explore'
      ? [
          'explore: every reachable state of a concurrent protocol, checked against every property',
          '',
          'Usage',
          ...rows(commands.map(({ usage, about }) => [`explore ${usage}`, [about]])),
          '  explore COMMAND --help tells more of a command',
        ]
      : [`explore ${name}: ${command.about}`, '', 'Usage', `  explore ${command.usage}`];
  for (const group of new Set(command.flags.map((flag) => flag.group))) {
    const flags = command.flags.filter((flag) => flag.group === group);
    lines.push(
      '',
      group,
      ...rows(
        flags.map((flag) => [`--${flag.name} ${flag.shown}`.trim(), flag.about]),
        24,
      ),
    );
  }
  lines.push('', 'Other', ...rows([['--help', ['this text']], ...(name === 'explore' ? [['--version', ['the version of explore']] as const] : [])], 24));
  lines.push('', 'Examples', ...rows(command.examples.map(([line, meaning]) => [line, [meaning]])));
  if (command.more.length > 0) lines.push('', ...command.more);
  return `${lines.join('\n')}\n`;
}

function rows(entries: readonly (readonly [left: string, right: readonly string[]])[], least = 0): string[] {
  const column = Math.max(least, ...entries.map(([left]) => left.length + 2));
  return entries.flatMap(([left, right]) => right.map((line, index) => `  ${(index === 0 ? left : '').padEnd(column)}${line}`));
}
