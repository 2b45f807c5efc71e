/** The commands and their flags: what the parser knows, and what the help tells. It imports nothing, so that help comes at once. */

/** `value`: once, with a value. `values`: with one value or several, and as often as one likes. `switch`: without a value. */
export interface Flag {
  readonly name: string;
  readonly takes: 'value' | 'values' | 'switch';
  /** How the help calls the value. */
  readonly shown: string;
  readonly group: string;
  /** Lines of at most 72 columns. */
  readonly about: readonly string[];
}

export interface Command {
  readonly name: CommandName;
  /** What follows the name of the program. */
  readonly usage: string;
  readonly about: string;
  readonly flags: readonly Flag[];
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  readonly more: readonly string[];
}

export type CommandName = 'explore' | 'resume' | 'list' | 'matrix' | 'replay' | 'trace' | 'graph' | 'diff' | 'simulate' | 'validate' | 'serve' | 'nightly' | 'new' | 'bound' | 'refine';

const groups = { what: 'What to check', how: 'How', far: 'How far (a run that meets a bound says what was cut, and never "holds")', out: 'What comes out' } as const;

const spec: Flag = {
  name: 'spec',
  takes: 'value',
  shown: 'NAME|FILE',
  group: groups.what,
  about: ['a name that `explore list` shows, or the path of a file of your own', '(.ts, .mts, .js, .mjs), which needs no build step'],
};
const variant: Flag = { name: 'variant', takes: 'value', shown: 'NAME', group: groups.what, about: ['a named choice of parameters: a design, an alternative, or a bug'] };
const param: Flag = { name: 'param', takes: 'values', shown: 'NAME=VALUE …', group: groups.what, about: ['parameters beside those of the variant: --param vcpus=3 pcpus=2'] };
const workers: Flag = {
  name: 'workers',
  takes: 'value',
  shown: 'N',
  group: groups.how,
  about: ['threads that explore, at most: a small space is left to one; the result', 'is the same for any number (by default: the cores available)'],
};
const memory: Flag = { name: 'memory', takes: 'value', shown: 'SIZE', group: groups.far, about: ['what the process may take, such as 512M or 1.5GiB', '(by default: 60 % of what it may use)'] };
const eachMemory: Flag = { ...memory, about: ['room for the states of each of them, such as 512M or 1.5GiB', '(by default: 60 % of what the process may use)'] };
const json: Flag = { name: 'json', takes: 'value', shown: 'FILE', group: groups.out, about: ['write the result as a JSON document; - stands for standard output'] };
const quiet: Flag = { name: 'quiet', takes: 'switch', shown: '', group: groups.out, about: ['the result only, no progress'] };

const strict: Flag = {
  name: 'strict',
  takes: 'switch',
  shown: '',
  group: groups.how,
  about: ['let warnings fail the run: a property that holds because its premise was', 'never true, an action that never fired'],
};
const bounds: readonly Flag[] = [
  memory,
  { name: 'max-states', takes: 'value', shown: 'N', group: groups.far, about: ['stop before more distinct states than this are known'] },
  { name: 'max-depth', takes: 'value', shown: 'N', group: groups.far, about: ['stop at this distance from the initial states'] },
  { name: 'time-limit', takes: 'value', shown: 'TIME', group: groups.far, about: ['stop after this time, such as 90s, 5m or 1h30m'] },
];
const every: Flag = { name: 'every', takes: 'value', shown: 'TIME', group: groups.far, about: ['how often the search is kept (by default: every 5m, and when a bound or', 'Ctrl-C ends it)'] };
const trace: Flag = {
  name: 'trace',
  takes: 'value',
  shown: 'FILE',
  group: groups.out,
  about: ['write each counterexample, and the run to each witness that --property', 'asks for, for `explore replay`; - stands for standard output'],
};
const format: Flag = {
  name: 'format',
  takes: 'value',
  shown: 'NAME',
  group: groups.out,
  about: ['print the counterexamples as columns, table, itf, mermaid, html or test', '(`explore trace --help` tells more), and all else on standard error', '(by default: steps, within the result)'],
};
const explain: Flag = {
  name: 'explain',
  takes: 'values',
  shown: 'ACTION …',
  group: groups.out,
  about: ['at the end of each run that is shown, tell whether these actions can be', 'taken, and if not: what their guards have read, and what would change that'],
};
const profile: Flag = { name: 'profile', takes: 'switch', shown: '', group: groups.out, about: ['show what each action did, and what each function of the spec cost'] };

const explore: Command = {
  name: 'explore',
  usage: '--spec NAME|FILE [flags]',
  about: 'check every reachable state of a spec',
  flags: [
    spec,
    variant,
    param,
    { name: 'property', takes: 'values', shown: 'NAME …', group: groups.what, about: ['check only these; of a witness, show the run that reaches it', '(by default: all properties)'] },
    workers,
    {
      name: 'continue',
      takes: 'switch',
      shown: '',
      group: groups.how,
      about: ['go on after the first violation, to the end of the space, and show the', 'shortest counterexample of each violated property'],
    },
    strict,
    ...bounds,
    { name: 'checkpoint', takes: 'value', shown: 'DIR', group: groups.far, about: ['keep the search in this folder, so that `explore resume DIR` can go on with it'] },
    every,
    json,
    trace,
    format,
    explain,
    profile,
    { name: 'watch', takes: 'switch', shown: '', group: groups.out, about: ['check again at each save of the file, or of one that it imports, until', 'Ctrl-C'] },
    quiet,
  ],
  examples: [
    ['explore list', 'the specs that come with explore'],
    ['explore --spec vgic-hw', 'check a spec with its default parameters'],
    ['explore --spec vgic-hw --variant sync-clears-active', 'a variant with a bug: the shortest run'],
    ['explore --spec vgic-hw --param vcpus=3 --time-limit 1m', 'a larger model, within a bound'],
    ['explore --spec ./mine.ts --continue --trace bugs.json', 'a spec of your own; keep what was found'],
    ['explore --spec ./mine.ts --watch', 'check it again at each save'],
    ['explore --spec vgic-hw --param vcpus=4 --checkpoint night', 'a long search, stopped and resumed'],
  ],
  more: [
    'Exit codes',
    '    0  every property asked for holds and every witness was reached, on the whole space',
    '    1  a property is violated, or no run reaches a witness; with --strict: or there is a warning',
    '    2  the request or the spec is wrong, or a file cannot be written',
    '    3  incomplete: a bound was met, and nothing was found violated up to there',
    '   70  explore itself failed',
    '  130  interrupted; a violation found by then is a 1, but not with --watch',
    '',
    'Colours are used on a terminal, elsewhere with FORCE_COLOR=1, and never with NO_COLOR=1.',
  ],
};

const resume: Command = {
  name: 'resume',
  usage: 'resume DIR [flags]',
  about: 'go on with a search that --checkpoint has kept',
  flags: [workers, strict, ...bounds, every, json, trace, format, explain, profile, quiet],
  examples: [
    ['explore resume night', 'the same model, and the same result in the end'],
    ['explore resume night --memory 12G --time-limit 2h', 'with other bounds'],
  ],
  more: ['The exit codes are those of explore --spec.'],
};

const list: Command = {
  name: 'list',
  usage: 'list [--spec NAME|FILE]',
  about: 'show the specs, or one spec in full',
  flags: [{ ...spec, about: ['show this one in full; a name, or the path of a file of your own'] }],
  examples: [
    ['explore list', 'all specs that come with explore'],
    ['explore list --spec vgic-hw', 'all there is to know before a run'],
  ],
  more: [],
};

const matrix: Command = {
  name: 'matrix',
  usage: 'matrix --spec NAME|FILE [flags]',
  about: 'every variant against every property: one table',
  flags: [spec, { name: 'variant', takes: 'values', shown: 'NAME …', group: groups.what, about: ['only these variants (by default: all)'] }, workers, eachMemory, json, quiet],
  examples: [
    ['explore matrix --spec vgic-hw', 'all variants'],
    ['explore matrix --spec vgic-hw --variant default fold-lr', 'some of them'],
  ],
  more: [
    'Cells',
    '    ✓  holds, or is reached               ○  holds, but its premise was never true',
    '   ✗7  violated by a run of 7 steps       ?  unknown: a bound was met',
    '    ✗  a witness that no run reaches      ·  not a property of this variant',
    '  A cell or figure that is not as the spec expects is marked ! and told below the table.',
    '',
    'Exit codes',
    '    0  every cell and every figure is as the spec expects',
    '    1  one of them is not',
    '    2  the request or the spec is wrong, or a file cannot be written',
    '    3  a bound was met, and everything up to there is as expected',
  ],
};

const replay: Command = {
  name: 'replay',
  usage: 'replay FILE [--spec NAME|FILE]',
  about: 'take the runs that --trace has written again',
  flags: [{ ...spec, about: ['take them with this spec instead of the one that the file names'] }, explain],
  examples: [
    ['explore --spec vgic-hw --variant sync-clears-active --trace bug.json', 'keep a counterexample'],
    ['explore replay bug.json', 'see it again'],
  ],
  more: [
    'FILE is - for standard input. `explore trace FILE` shows the runs in other forms.',
    '',
    'Exit codes',
    '    0  every run could be taken by the functions of the spec, and shows what the file says',
    '    2  the file is damaged, or belongs to another model or version; the reason is told',
  ],
};

const traceCommand: Command = {
  name: 'trace',
  usage: 'trace FILE [--format NAME]',
  about: 'show such runs for a mail, a page, another tool',
  flags: [{ ...spec, about: ['take the runs with this spec instead of the one that the file names'] }, { ...format, about: ['one of the formats below (by default: steps)'] }, explain],
  examples: [
    ['explore trace bug.json --format columns', 'for a mail'],
    ['explore --spec vgic-hw --trace - | explore trace - --format html', 'without a file between'],
  ],
  more: [
    'Formats',
    '  steps    actor, action and what changed, as a run shows them',
    '  columns  one column per actor, 78 columns of ASCII, for a mail or a commit message',
    '  table    the variables that change, step by step',
    '  itf      Informal Trace Format (JSON), for the viewers and test drivers of TLA+ and Quint',
    '  mermaid  a sequence diagram, for Markdown',
    '  html     one page with lanes, states, filters and keys; it needs no network',
    '  test     a Vitest file that fails when the spec does not allow the run any more',
    '',
    'FILE is - for standard input. Nothing is shown that the functions of the spec have not done again.',
    'The exit codes are those of explore replay.',
  ],
};

const graph: Command = {
  name: 'graph',
  usage: 'graph --spec NAME|FILE [flags]',
  about: 'draw the states, or what becomes of a variable',
  flags: [
    spec,
    variant,
    param,
    {
      name: 'on',
      takes: 'values',
      shown: 'LIST',
      group: groups.what,
      about: [
        'variables as traces show them, and expressions, with commas between:',
        'a node is a combination of their values, for a model of any size',
        '(by default: a node is a state, and there must be few)',
      ],
    },
    workers,
    ...bounds,
    { name: 'format', takes: 'value', shown: 'NAME', group: groups.out, about: ['dot, svg or mermaid (by default: what the ending of FILE says, or dot)'] },
    { name: 'no-loops', takes: 'switch', shown: '', group: groups.out, about: ['leave out the steps that leave a node as it is'] },
    { name: 'out', takes: 'value', shown: 'FILE', group: groups.out, about: ['where to (by default: standard output)'] },
    quiet,
  ],
  examples: [
    ['explore graph --spec peterson --param n=2 --out states.svg', 'a small model'],
    ["explore graph --spec spe-irq --on 'vcpus[0].service, vcpus[0].lrP'", 'two variables'],
    ["explore graph --spec german --on 'nodes[*].cache == exclusive' --format mermaid", 'for Markdown'],
  ],
  more: [
    'Variables and expressions',
    '  vcpus[0].pc            a variable; of a part of the state (vcpus[0]) all that lie in it',
    '  vcpus[*].pc            one for each index',
    '  vcpus[0].pc == guest   == != < <= > >=, with a word, a number, true, false, null or "any text"',
    '  vcpus[*].pc == guest   true if it is true of one of them',
    '  locked && !(a == b)    && before ||, and ! before both',
    '',
    'An edge says who takes which actions, and how many transitions that is; `vcpu*` are several.',
    'Initial states have an arrow from a dot. Red is what violates a property.',
    '',
    'Exit codes',
    '    0  drawn, whatever the properties are',
    '    2  the request or the spec is wrong, there is too much to draw, or FILE cannot be written',
    '    3  drawn as far as a bound allowed',
    '  130  interrupted; what was explored by then is drawn',
  ],
};

const diff: Command = {
  name: 'diff',
  usage: 'diff A B [--spec NAME|FILE]',
  about: 'two runs or variants side by side',
  flags: [
    { ...spec, about: ['A and B may be variants of this spec: a name that `explore list` shows, or', 'the path of a file of your own'] },
    { ...param, about: ['parameters beside those of both variants'] },
    workers,
    ...bounds.map((flag) => (flag === memory ? eachMemory : flag)),
    quiet,
  ],
  examples: [
    ['explore diff fold-lr sync-clears-active --spec vgic-hw', 'two designs: where do they part?'],
    ['explore diff before.json after.json', 'two documents that --json has written'],
    ['explore --spec mine.ts --json - | explore diff before.json -', 'one of them through a pipe'],
  ],
  more: [
    'Verdicts and counts are told for both. Of two variants also the shortest run to a state in which',
    'an action can be taken in one and not in the other, or leads elsewhere, and what each does there.',
    '',
    'Exit codes',
    '    0  nothing differs',
    '    1  a verdict, a count, or the behaviour differs',
    '    2  the request, a spec or a document is wrong',
    '    3  nothing differs, but a bound was met',
    '  130  interrupted before a difference was found',
  ],
};

const serve: Command = {
  name: 'serve',
  usage: 'serve --spec NAME|FILE [flags]',
  about: 'walk through the states in a browser',
  flags: [
    spec,
    { name: 'variant', takes: 'value', shown: 'NAME', group: groups.what, about: ['the variant to begin with; the page can choose another one'] },
    { name: 'param', takes: 'values', shown: 'NAME=VALUE …', group: groups.what, about: ['parameters beside those of the variant'] },
    {
      name: 'trace',
      takes: 'value',
      shown: 'FILE',
      group: groups.what,
      about: ['offer the runs that --trace of a run has written, for walking through;', 'the spec is then the one that the file names'],
    },
    { name: 'port', takes: 'value', shown: 'N', group: groups.how, about: ['(by default: one that is free)'] },
    { ...workers, about: ['threads for the explorations that are started in the page', '(by default: the cores available to the process)'] },
    eachMemory,
    { ...quiet, about: ['print the address and nothing else'] },
  ],
  examples: [
    ['explore serve --spec vgic-hw', 'print an address; open it in a browser'],
    ['explore serve --trace bugs.json', 'walk through the runs that were saved'],
  ],
  more: [
    'Only this machine is listened to, on 127.0.0.1, and only who has the token in the address is',
    'answered. EXPLORE_TOKEN (16 letters, digits, - or _ at least) and --port give the same address',
    'each time, so that bookmarks stay good.',
    '',
    'Exit codes',
    '    0  ended by Ctrl-C, which is how it ends',
    '    2  the request or the spec is wrong, the trace file is damaged, or the port is taken',
  ],
};

const simulate: Command = {
  name: 'simulate',
  usage: 'simulate --spec NAME|FILE [flags]',
  about: 'random walks, for models too large to finish',
  flags: [
    spec,
    variant,
    param,
    { name: 'property', takes: 'values', shown: 'NAME …', group: groups.what, about: ['watch only these; of a witness, show the run that reaches it', '(by default: all properties)'] },
    { name: 'on', takes: 'values', shown: 'LIST', group: groups.what, about: ['variables and expressions, as `explore graph --help` says: count which', 'combinations of their values are seen'] },
    { name: 'seed', takes: 'value', shown: 'N', group: groups.how, about: ['what decides the walks; the same seed, the same walks', '(by default: another one each time; the output names it)'] },
    {
      name: 'uniform',
      takes: 'value',
      shown: 'WAY',
      group: groups.how,
      about: ['actions: each action that can be taken is as likely as any other', 'successors: each next state is (by default: actions)'],
    },
    { name: 'continue', takes: 'switch', shown: '', group: groups.how, about: ['go on after the first violation'] },
    { name: 'depth', takes: 'value', shown: 'N', group: groups.far, about: ['most steps of a walk (by default: 200)'] },
    { name: 'count', takes: 'value', shown: 'N', group: groups.far, about: ['most walks (by default: 10,000; with --time-limit: as many as there is', 'time for)'] },
    { name: 'time-limit', takes: 'value', shown: 'TIME', group: groups.far, about: ['stop after this time, such as 90s, 5m or 1h30m'] },
    json,
    trace,
    format,
    quiet,
  ],
  examples: [
    ['explore simulate --spec vgic-hw --param vcpus=4 pcpus=3', 'a model of more states than fit'],
    ['explore simulate --spec vgic-hw --variant lpi --seed 4711', 'the same walks each time'],
  ],
  more: [
    'Walks show what can go wrong, and never that nothing can: a verdict is "violated", or "not violated in',
    'N walks". What was found is shown without the steps that it does not need. Liveness is not checked.',
    '',
    'Exit codes',
    '    1  a property was seen violated',
    '    2  the request or the spec is wrong, or a file cannot be written',
    '    3  nothing was seen violated',
    '  130  interrupted, and nothing was seen violated up to there',
  ],
};

const validate: Command = {
  name: 'validate',
  usage: 'validate --spec NAME|FILE --log FILE [flags]',
  about: 'is this log a behaviour of the model?',
  flags: [
    spec,
    variant,
    param,
    { name: 'log', takes: 'value', shown: 'FILE', group: groups.what, about: ['the log, such as a kernel trace; - stands for standard input'] },
    {
      name: 'traced',
      takes: 'values',
      shown: 'NAME …',
      group: groups.what,
      about: ['records that were traced though the log holds none of them (by default:', 'what the log holds none of was not traced, and any run may leave it)'],
    },
    { ...memory, about: ['room for the search, such as 512M or 4GiB (by default: 2GiB)'] },
    { name: 'time-limit', takes: 'value', shown: 'TIME', group: groups.far, about: ['stop after this time, such as 90s, 5m or 1h30m'] },
    json,
    quiet,
  ],
  examples: [
    ['explore validate --spec vgic-hw --param vcpus=1 pcpus=1 --log trace.txt', "does today's design do this?"],
    ['trace-cmd report | explore validate --spec vgic-hw --log -', 'a log through a pipe'],
  ],
  more: [
    'A spec says which steps leave which records, and how a line is read (`observations`). The log is',
    'explained when some run leaves its records in their order, with steps in between that leave none.',
    'If there is none: how far one comes, what the model shows instead, and which variants fare better.',
    '',
    'Exit codes',
    '    0  some run leaves this log',
    '    1  no run does',
    '    2  the request, the spec or the log is wrong, or a file cannot be written',
    '    3  a bound came first',
    '  130  interrupted',
  ],
};

const nightly: Command = {
  name: 'nightly',
  usage: 'nightly [flags]',
  about: 'run all that is promised; tell what is new',
  flags: [
    {
      name: 'plan',
      takes: 'value',
      shown: 'FILE',
      group: groups.what,
      about: ['runs, budgets and priorities in JSON; results/README.md shows one', '(by default: every variant of every spec, and the large models)'],
    },
    { name: 'spec', takes: 'values', shown: 'NAME …', group: groups.what, about: ['only these specs of the catalogue'] },
    { name: 'changed', takes: 'value', shown: 'COMMIT', group: groups.what, about: ['only the specs that the changes since this commit concern; all of', 'them, if the engine has changed'] },
    { name: 'quick', takes: 'switch', shown: '', group: groups.what, about: ['without the large models'] },
    { name: 'draws', takes: 'value', shown: 'N', group: groups.what, about: ['small models that are drawn at random, for engine and reference to', 'agree on (by default: 20)'] },
    { name: 'seed', takes: 'value', shown: 'N', group: groups.what, about: ['what decides the draws (by default: the date of the night)'] },
    { name: 'self-check', takes: 'switch', shown: '', group: groups.what, about: ['nothing but these draws; with the seed of a night the same ones'] },
    workers,
    { name: 'time-limit', takes: 'value', shown: 'TIME', group: groups.far, about: ['for all runs together, such as 90m or 6h; what changed comes first, and', 'what is cheap before what is dear'] },
    { ...memory, about: ['what any one run may take'] },
    { name: 'results', takes: 'value', shown: 'DIR', group: groups.out, about: ['where results are kept (by default: results/nightly)'] },
    {
      name: 'baseline',
      takes: 'value',
      shown: 'FILE',
      group: groups.out,
      about: ['what to compare with where there is no night before', '(by default: baseline.ndjson in the folder of the results)'],
    },
    { name: 'keep', takes: 'value', shown: 'N', group: groups.out, about: ['nights whose files are kept; the history stays (by default: 30)'] },
    { ...json, about: ['write the summary of the night; - stands for standard output'] },
    quiet,
  ],
  examples: [
    ['explore nightly --time-limit 6h', 'the whole plan; its page is results/nightly/index.html'],
    ['explore nightly --quick --changed origin/main', 'what a pull request concerns'],
    ['explore nightly --self-check --seed 4711', 'the draws of a night again'],
  ],
  more: [
    'A night that was interrupted goes on when the same command is given again.',
    '',
    'Exit codes',
    '    0  everything is as expected, and nothing is new',
    '    1  news: a verdict, a size, a length or a rate has changed, or is not as expected',
    '    2  the plan or the request is wrong, or a file cannot be written',
    '    3  nothing new, but some runs are incomplete',
    '  130  interrupted',
  ],
};

const newCommand: Command = {
  name: 'new',
  usage: 'new NAME',
  about: 'write a small spec to begin with, and its test',
  flags: [],
  examples: [['explore new mailbox', 'writes mailbox.ts and mailbox.test.ts here']],
  more: ['The spec has a bug; specs/TUTORIAL.md goes on from there. A file that is there is never replaced.'],
};

const bound: Command = {
  name: 'bound',
  usage: 'bound --spec NAME|FILE [flags]',
  about: 'how many steps it takes: the least, the most',
  flags: [
    spec,
    variant,
    param,
    { name: 'property', takes: 'values', shown: 'NAME …', group: groups.what, about: ['only these bounds of the spec (by default: all of them)'] },
    {
      name: 'from',
      takes: 'value',
      shown: 'P',
      group: groups.what,
      about: ['measure another one: the count begins where this is true; an invariant', 'or a witness by its name, or an expression such as "vcpus[0].pc == guest"'],
    },
    { name: 'to', takes: 'value', shown: 'Q', group: groups.what, about: ['where the count ends'] },
    { name: 'count', takes: 'values', shown: 'NAME …', group: groups.what, about: ['count only the steps of these actions or actors (by default: all steps)'] },
    workers,
    ...bounds,
    json,
    trace,
    format,
    quiet,
  ],
  examples: [
    ['explore bound --spec vgic-hw', 'what it declares'],
    ['explore bound --spec ./lock.ts --from "at[0] == door" --to "at[0] == inside"', 'another one'],
  ],
  more: [
    'The smallest number is that of the runs that come to Q, the largest that of all runs: a run that ends',
    'before Q has taken its steps nevertheless, and where a cycle takes such a step the number is unbounded.',
    'A state in which both P and Q are true counts 0. No step is assumed to be fair.',
    '',
    'Exit codes',
    '    0  the numbers are known, and none is above what the spec promises',
    '    1  one of them is',
    '    2  the request or the spec is wrong, or a file cannot be written',
    '    3  incomplete: a bound on states, depth, time or memory was met',
    '  130  interrupted',
  ],
};

const refine: Command = {
  name: 'refine',
  usage: 'refine --spec NAME|FILE --to VARIANT [flags]',
  about: 'is each step one of another model, too?',
  flags: [
    spec,
    variant,
    { ...param, about: [...param.about, '(with --of they are not those of the other spec)'] },
    { name: 'to', takes: 'value', shown: 'VARIANT', group: groups.what, about: ['the variant that is to be refined'] },
    { name: 'to-param', takes: 'values', shown: 'NAME=VALUE …', group: groups.what, about: ['its parameters beside those of that variant, and of --param'] },
    { name: 'of', takes: 'value', shown: 'NAME|FILE', group: groups.what, about: ['the other model is one of this spec; how a state is seen there, says', '`refines` of the first spec'] },
    workers,
    ...bounds,
    json,
    quiet,
  ],
  examples: [
    ['explore refine --spec sdei --variant v7-fixed --to spec', 'the mended series against the specification'],
    ['explore refine --spec sdei --variant v7 --to spec', 'the series as it was posted'],
  ],
  more: [
    'A state is seen as it is, but for what the other model never changes. Each initial state must be one',
    'there, and each step a step there, whatever its name, or change nothing there. It is about what may',
    'happen, not about what must: a model that does nothing refines every other.',
    '',
    'Exit codes',
    '    0  the first model refines the second',
    '    1  it does not; the shortest run to a step that is none there is shown',
    '    2  the request or a spec is wrong, or a file cannot be written',
    '    3  incomplete: a bound was met, and nothing was found up to there',
    '  130  interrupted',
  ],
};

export const commands: readonly Command[] = [explore, resume, list, matrix, replay, traceCommand, graph, diff, simulate, validate, serve, nightly, newCommand, bound, refine];
