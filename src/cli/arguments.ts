/** What the user asks for, out of the words of the command line. */
import { nearestName, UserError } from '../errors.js';
import type { AdHocBound } from '../model/index.js';
import type { GraphFormat, TraceFormat } from '../report/index.js';
import type { Uniform } from '../simulate/index.js';
import { type Command, type CommandName, commands } from './flags.js';
import { graphFormats, traceFormats } from './formats.js';
import { parseCount, parseSize, parseTime } from './quantities.js';
import yargs, { type Options } from './yargs.js';

export type Request =
  | ExploreArguments
  | ResumeArguments
  | MatrixArguments
  | ListArguments
  | ReplayArguments
  | TraceArguments
  | GraphArguments
  | DiffArguments
  | ServeArguments
  | SimulateArguments
  | ValidateArguments
  | NightlyArguments
  | NewArguments
  | BoundArguments
  | RefineArguments;

/** What both a new search and one that is resumed take. */
export interface SearchArguments {
  readonly workers: number | undefined;
  readonly memory: number | undefined;
  readonly maxStates: number | undefined;
  readonly maxDepth: number | undefined;
  readonly timeLimit: number | undefined;
  /** Seconds between two checkpoints. */
  readonly every: number;
  readonly strict: boolean;
  /** A file, or `-` for standard output. */
  readonly json: string | undefined;
  readonly trace: string | undefined;
  /** How the counterexamples are shown. */
  readonly format: TraceFormat;
  /** Actions. */
  readonly explain: readonly string[];
  readonly profile: boolean;
  readonly quiet: boolean;
}

export interface ExploreArguments extends SearchArguments {
  readonly kind: 'explore';
  readonly spec: string;
  readonly variant: string | undefined;
  /** Each `name=value`. */
  readonly parameters: readonly string[];
  readonly properties: readonly string[] | undefined;
  readonly until: 'first-violation' | 'exhaustion';
  /** The folder in which the search is kept. */
  readonly checkpoint: string | undefined;
  readonly watch: boolean;
}

export interface BoundArguments extends SearchArguments {
  readonly kind: 'bound';
  readonly spec: string;
  readonly variant: string | undefined;
  readonly parameters: readonly string[];
  /** Bounds of the spec; all, when undefined. */
  readonly properties: readonly string[] | undefined;
  /** Another one instead of those. */
  readonly adHoc: AdHocBound | undefined;
}

export interface RefineArguments {
  readonly kind: 'refine';
  readonly spec: string;
  readonly variant: string | undefined;
  readonly parameters: readonly string[];
  /** The model that is to be refined: a variant, parameters, and another spec if it is one of another. */
  readonly to: { readonly spec: string | undefined; readonly variant: string | undefined; readonly parameters: readonly string[] };
  readonly workers: number | undefined;
  readonly memory: number | undefined;
  readonly maxStates: number | undefined;
  readonly maxDepth: number | undefined;
  readonly timeLimit: number | undefined;
  readonly json: string | undefined;
  readonly quiet: boolean;
}

export interface ResumeArguments extends SearchArguments {
  readonly kind: 'resume';
  readonly directory: string;
}

export interface MatrixArguments {
  readonly kind: 'matrix';
  readonly spec: string;
  /** All, when undefined. */
  readonly variants: readonly string[] | undefined;
  readonly workers: number | undefined;
  readonly memory: number | undefined;
  readonly json: string | undefined;
  readonly quiet: boolean;
}

export interface ListArguments {
  readonly kind: 'list';
  readonly spec: string | undefined;
}

export interface ReplayArguments {
  readonly kind: 'replay';
  readonly file: string;
  readonly spec: string | undefined;
  readonly explain: readonly string[];
}

export interface TraceArguments {
  readonly kind: 'trace';
  readonly file: string;
  readonly spec: string | undefined;
  readonly explain: readonly string[];
  readonly format: TraceFormat;
}

export interface GraphArguments {
  readonly kind: 'graph';
  readonly spec: string;
  readonly variant: string | undefined;
  /** Each `name=value`. */
  readonly parameters: readonly string[];
  /** Null: whole states. */
  readonly on: string | null;
  readonly workers: number | undefined;
  readonly memory: number | undefined;
  readonly maxStates: number | undefined;
  readonly maxDepth: number | undefined;
  readonly timeLimit: number | undefined;
  readonly format: GraphFormat;
  readonly loops: boolean;
  /** A file, or `-` for standard output. */
  readonly out: string;
  readonly quiet: boolean;
}

export interface DiffArguments {
  readonly kind: 'diff';
  /** Each a variant of `spec`, a file, or `-` for standard input. */
  readonly a: string;
  readonly b: string;
  readonly spec: string | undefined;
  /** Each `name=value`. */
  readonly parameters: readonly string[];
  readonly workers: number | undefined;
  readonly memory: number | undefined;
  readonly maxStates: number | undefined;
  readonly maxDepth: number | undefined;
  readonly timeLimit: number | undefined;
  readonly quiet: boolean;
}

export interface ServeArguments {
  readonly kind: 'serve';
  /** Undefined: the spec that the trace file names. */
  readonly spec: string | undefined;
  readonly trace: string | undefined;
  readonly variant: string | undefined;
  readonly parameters: readonly string[];
  readonly port: number | undefined;
  readonly workers: number | undefined;
  readonly memory: number | undefined;
  readonly quiet: boolean;
}

export interface SimulateArguments {
  readonly kind: 'simulate';
  readonly spec: string;
  readonly variant: string | undefined;
  /** Each `name=value`. */
  readonly parameters: readonly string[];
  readonly properties: readonly string[] | undefined;
  /** Null: nothing is counted. */
  readonly on: string | null;
  readonly seed: number | undefined;
  readonly uniform: Uniform;
  readonly until: 'first-violation' | 'exhaustion';
  readonly depth: number;
  readonly count: number;
  readonly timeLimit: number | undefined;
  readonly json: string | undefined;
  readonly trace: string | undefined;
  readonly format: TraceFormat;
  readonly quiet: boolean;
}

export interface ValidateArguments {
  readonly kind: 'validate';
  readonly spec: string;
  readonly variant: string | undefined;
  /** Each `name=value`. */
  readonly parameters: readonly string[];
  /** A file, or `-` for standard input. */
  readonly log: string;
  readonly traced: readonly string[];
  readonly memory: number | undefined;
  readonly timeLimit: number | undefined;
  readonly json: string | undefined;
  readonly quiet: boolean;
}

export interface NightlyArguments {
  readonly kind: 'nightly';
  readonly plan: string | undefined;
  readonly specs: readonly string[] | undefined;
  readonly changed: string | undefined;
  readonly quick: boolean;
  readonly draws: number;
  readonly seed: number | undefined;
  readonly selfCheck: boolean;
  readonly workers: number | undefined;
  readonly timeLimit: number | undefined;
  readonly memory: number | undefined;
  readonly results: string | undefined;
  readonly baseline: string | undefined;
  /** Nights. */
  readonly keep: number;
  readonly json: string | undefined;
  readonly quiet: boolean;
}

export interface NewArguments {
  readonly kind: 'new';
  readonly name: string;
}

/** The commands with words without a flag: how many, and what they are called. */
const takesWords: { readonly [name: string]: readonly [number: number, called: string] } = {
  replay: [1, 'one file'],
  trace: [1, 'one file'],
  resume: [1, 'one folder'],
  new: [1, 'one name'],
  diff: [2, 'two runs or variants'],
};

export function readArguments(given: readonly string[]): Request {
  let command = commandCalled(given[0]) ?? commandCalled('explore');
  let argv = parse(given, command as Command);
  const [word] = argv._;
  if (word !== undefined && word !== command?.name) {
    // The command stands behind its flags, or there is none of that name.
    command = commandCalled(word);
    if (command === undefined) throw unknownCommand(word);
    argv = parse(given, command);
  }
  const { name } = command as Command;
  refuseUnknown(argv, command as Command);
  const words = argv._.filter((word, index) => index > 0 || word !== name);
  const extra = words[takesWords[name]?.[0] ?? 0];
  if (extra !== undefined) throw surplus(extra, name);
  return requestOf(name, argv, words);
}

/** The words without a flag, and the values of each flag. */
type Parsed = { readonly _: readonly string[] } & Readonly<Record<string, unknown>>;

function parse(given: readonly string[], { flags }: Command): Parsed {
  const parsed = yargs()
    .parserConfiguration({ 'boolean-negation': false, 'camel-case-expansion': false, 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false, 'short-option-groups': false })
    .options(Object.fromEntries(flags.map(({ name, takes }): [string, Options] => [name, takes === 'switch' ? { type: 'boolean' } : { type: 'string', array: takes === 'values' }])))
    .detectLocale(false)
    .exitProcess(false)
    .help(false)
    .version(false)
    .fail(false)
    .parseSync(withDashes(given, flags));
  return { ...parsed, _: parsed._.map(String) };
}

/** A `-` behind a flag that takes a value is that value (standard output); yargs would take it for a word without a flag. */
function withDashes(given: readonly string[], flags: Command['flags']): string[] {
  const takesDash = (word: string | undefined) => word !== undefined && /^--[^=]+$/.test(word) && flags.find(({ name }) => word === `--${name}`)?.takes !== 'switch';
  return given.flatMap((word, index) => {
    if (word === '-' && takesDash(given[index - 1])) return [];
    return takesDash(word) && given[index + 1] === '-' ? [`${word}=-`] : [word];
  });
}

function commandCalled(name: string | undefined): Command | undefined {
  return commands.find((command) => command.name === name);
}

function requestOf(name: CommandName, argv: Readonly<Record<string, unknown>>, [file, other]: readonly string[]): Request {
  const one = (key: string) => single(argv, key);
  const given = <T>(key: string, parse: (flag: string, value: string) => T): T | undefined => {
    const value = one(key);
    return value === undefined ? undefined : parse(`--${key}`, value);
  };
  const natural = (smallest: number) => (flag: string, value: string) => parseCount(flag, value, smallest);
  /** What standard output holds is one thing. */
  const outputs = () => {
    const [json, trace] = [one('json'), one('trace')];
    if (json === '-' && trace === '-') throw new UserError('--json and --trace cannot both go to standard output', [['to do', 'give a file for one of them']]);
    const format = given('format', formatAmong(traceFormats)) ?? 'steps';
    const taken = json === '-' ? '--json' : trace === '-' ? '--trace' : undefined;
    if (format !== 'steps' && taken !== undefined) throw new UserError(`--format ${format} and ${taken} cannot both go to standard output`, [['to do', `give a file for ${taken}`]]);
    return { json, trace, format };
  };
  const search = (): SearchArguments => {
    const shown = outputs();
    return {
      workers: given('workers', natural(1)),
      memory: given('memory', parseSize),
      maxStates: given('max-states', natural(1)),
      maxDepth: given('max-depth', natural(0)),
      timeLimit: given('time-limit', parseTime),
      every: given('every', parseTime) ?? 300,
      strict: isOn(argv, 'strict'),
      ...shown,
      explain: explained(argv, shown.format),
      profile: isOn(argv, 'profile'),
      quiet: isOn(argv, 'quiet'),
    };
  };
  switch (name) {
    case 'list':
      return { kind: 'list', spec: one('spec') };
    case 'replay':
      if (file === undefined) throw new UserError('replay needs a file', [['to do', 'name a file that --trace has written: explore replay FILE']]);
      return { kind: 'replay', file, spec: one('spec'), explain: list(argv, 'explain') ?? [] };
    case 'trace': {
      if (file === undefined) throw new UserError('trace needs a file', [['to do', 'name a file that --trace has written, or - for standard input: explore trace FILE --format columns']]);
      const shape = given('format', formatAmong(traceFormats)) ?? 'steps';
      return { kind: 'trace', file, spec: one('spec'), format: shape, explain: explained(argv, shape) };
    }
    case 'diff':
      if (file === undefined || other === undefined) {
        throw new UserError('diff needs two runs or variants', [
          ['to do', 'name two files that --json has written (- for standard input): explore diff A B'],
          ['or', 'two variants of a spec: explore diff A B --spec NAME'],
        ]);
      }
      return {
        kind: 'diff',
        a: file,
        b: other,
        spec: one('spec'),
        parameters: list(argv, 'param') ?? [],
        workers: given('workers', natural(1)),
        memory: given('memory', parseSize),
        maxStates: given('max-states', natural(1)),
        maxDepth: given('max-depth', natural(0)),
        timeLimit: given('time-limit', parseTime),
        quiet: isOn(argv, 'quiet'),
      };
    case 'graph': {
      const out = one('out') ?? '-';
      return {
        kind: 'graph',
        spec: requiredSpec(one('spec'), 'explore graph'),
        variant: one('variant'),
        parameters: list(argv, 'param') ?? [],
        on: list(argv, 'on')?.join(', ') ?? null,
        workers: given('workers', natural(1)),
        memory: given('memory', parseSize),
        maxStates: given('max-states', natural(1)),
        maxDepth: given('max-depth', natural(0)),
        timeLimit: given('time-limit', parseTime),
        format: given('format', formatAmong(graphFormats)) ?? formatOfFile(out),
        loops: !isOn(argv, 'no-loops'),
        out,
        quiet: isOn(argv, 'quiet'),
      };
    }
    case 'new':
      if (file === undefined) throw new UserError('new needs a name', [['to do', 'say how the spec is to be called: explore new NAME']]);
      return { kind: 'new', name: file };
    case 'serve': {
      const trace = one('trace');
      const parameters = list(argv, 'param') ?? [];
      if (trace !== undefined && (one('variant') !== undefined || parameters.length > 0))
        throw new UserError('the trace file says which model its runs belong to', [['to do', 'leave out --variant and --param, or the trace file']]);
      return {
        kind: 'serve',
        spec: trace === undefined ? requiredSpec(one('spec'), 'explore serve') : one('spec'),
        trace,
        variant: one('variant'),
        parameters,
        port: given('port', parsePort),
        workers: given('workers', natural(1)),
        memory: given('memory', parseSize),
        quiet: isOn(argv, 'quiet'),
      };
    }
    case 'simulate': {
      const timeLimit = given('time-limit', parseTime);
      const seed = given('seed', natural(0));
      const depth = given('depth', natural(0)) ?? 200;
      if (seed !== undefined && seed >= 2 ** 32) throw tooMuch('--seed', seed, 'a whole number below 2^32');
      if (depth > mostDepth) throw tooMuch('--depth', depth, `at most ${mostDepth}`);
      return {
        kind: 'simulate',
        spec: requiredSpec(one('spec'), 'explore simulate'),
        variant: one('variant'),
        parameters: list(argv, 'param') ?? [],
        properties: list(argv, 'property'),
        on: list(argv, 'on')?.join(', ') ?? null,
        seed,
        uniform: given('uniform', formatAmong(['actions', 'successors'] as const, 'way')) ?? 'actions',
        until: isOn(argv, 'continue') ? 'exhaustion' : 'first-violation',
        depth,
        count: given('count', natural(1)) ?? (timeLimit === undefined ? 10_000 : Number.MAX_SAFE_INTEGER),
        timeLimit,
        quiet: isOn(argv, 'quiet'),
        ...outputs(),
      };
    }
    case 'validate': {
      const log = one('log');
      if (log === undefined) throw new UserError('no log is given', [['to do', 'explore validate --spec NAME --log FILE, or - for standard input']]);
      return {
        kind: 'validate',
        spec: requiredSpec(one('spec'), 'explore validate'),
        variant: one('variant'),
        parameters: list(argv, 'param') ?? [],
        log,
        traced: list(argv, 'traced') ?? [],
        memory: given('memory', parseSize),
        timeLimit: given('time-limit', parseTime),
        json: one('json'),
        quiet: isOn(argv, 'quiet'),
      };
    }
    case 'nightly':
      if (one('plan') !== undefined && (argv.spec !== undefined || argv.changed !== undefined || isOn(argv, 'quick')))
        throw new UserError('--plan says everything that is to be run', [['to do', 'leave out --spec, --changed and --quick, or the plan']]);
      return {
        kind: 'nightly',
        plan: one('plan'),
        specs: list(argv, 'spec'),
        changed: one('changed'),
        quick: isOn(argv, 'quick'),
        draws: given('draws', natural(0)) ?? 20,
        seed: given('seed', natural(0)),
        selfCheck: isOn(argv, 'self-check'),
        workers: given('workers', natural(1)),
        timeLimit: given('time-limit', parseTime),
        memory: given('memory', parseSize),
        results: one('results'),
        baseline: one('baseline'),
        keep: given('keep', natural(1)) ?? 30,
        json: one('json'),
        quiet: isOn(argv, 'quiet'),
      };
    case 'matrix':
      return {
        kind: 'matrix',
        spec: requiredSpec(one('spec'), 'explore matrix'),
        variants: list(argv, 'variant'),
        workers: given('workers', natural(1)),
        memory: given('memory', parseSize),
        json: one('json'),
        quiet: isOn(argv, 'quiet'),
      };
    case 'resume':
      if (file === undefined) throw new UserError('resume needs a folder', [['to do', 'name the folder that was given to --checkpoint: explore resume DIR']]);
      return { kind: 'resume', directory: file, ...search() };
    case 'refine':
      if (one('to') === undefined && one('of') === undefined && argv['to-param'] === undefined)
        throw new UserError('refine needs a model that is to be refined', [['to do', 'name a variant: --to VARIANT, or another spec: --of NAME']]);
      return {
        kind: 'refine',
        spec: requiredSpec(one('spec'), 'explore refine'),
        variant: one('variant'),
        parameters: list(argv, 'param') ?? [],
        to: { spec: one('of'), variant: one('to'), parameters: list(argv, 'to-param') ?? [] },
        workers: given('workers', natural(1)),
        memory: given('memory', parseSize),
        maxStates: given('max-states', natural(1)),
        maxDepth: given('max-depth', natural(0)),
        timeLimit: given('time-limit', parseTime),
        json: one('json'),
        quiet: isOn(argv, 'quiet'),
      };
    case 'bound':
      return {
        kind: 'bound',
        spec: requiredSpec(one('spec'), 'explore bound'),
        variant: one('variant'),
        parameters: list(argv, 'param') ?? [],
        properties: list(argv, 'property'),
        adHoc: adHocBound(argv),
        ...search(),
      };
    case 'explore': {
      const checkpoint = one('checkpoint');
      if (checkpoint === undefined && one('every') !== undefined) throw new UserError('--every says how often the search is kept, but not where', [['to do', 'add --checkpoint DIR']]);
      return {
        kind: 'explore',
        spec: requiredSpec(one('spec'), 'explore'),
        variant: one('variant'),
        parameters: list(argv, 'param') ?? [],
        properties: list(argv, 'property'),
        until: isOn(argv, 'continue') ? 'exhaustion' : 'first-violation',
        checkpoint,
        watch: isOn(argv, 'watch'),
        ...search(),
      };
    }
  }
}

function adHocBound(argv: Readonly<Record<string, unknown>>): AdHocBound | undefined {
  const [from, to] = [single(argv, 'from'), single(argv, 'to')];
  const counting = list(argv, 'count')?.flatMap((names) =>
    names
      .split(/,(?![^(]*\))/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
  if (from === undefined && to === undefined) {
    if (counting !== undefined) throw new UserError('--count says what is counted, but not from where to where', [['to do', 'add --from P --to Q']]);
    return undefined;
  }
  if (from === undefined || to === undefined)
    throw new UserError(`--${from === undefined ? 'to' : 'from'} needs --${from === undefined ? 'from' : 'to'} beside it`, [['to do', 'explore bound --spec NAME --from P --to Q']]);
  if (argv.property !== undefined) throw new UserError('--property asks for bounds of the spec, --from and --to for another one', [['to do', 'leave one of them out']]);
  // A trace file names properties of a spec: who reads it would look for this one in vain.
  for (const flag of ['trace', 'format'])
    if (argv[flag] !== undefined) throw new UserError(`--${flag} shows runs of properties that the spec has`, [['to do', 'write the bound into the spec, or leave the flag out']]);
  return { from, to, counting: counting ?? null };
}

/** Reads the name of one of these formats. */
/** States of a walk are kept until it ends. */
const mostDepth = 10_000_000;

function tooMuch(flag: string, found: number, expected: string): UserError {
  return new UserError(`the value of ${flag} makes no sense`, [
    ['found', String(found)],
    ['expected', expected],
  ]);
}

function formatAmong<T extends string>(formats: readonly T[], what = 'format'): (flag: string, value: string) => T {
  return (flag, value) => {
    const found = formats.find((format) => format === value);
    if (found !== undefined) return found;
    const nearest = nearestName(value, formats);
    throw new UserError(`${flag} knows no ${what} "${value}"`, [...(nearest === undefined ? [] : ([['nearest', `"${nearest}"`]] as const)), ['known', formats.join(', ')]]);
  };
}

/** What the ending of a file's name says about what is to be in it. */
function formatOfFile(path: string): GraphFormat {
  if (/\.svg$/i.test(path)) return 'svg';
  return /\.(mmd|mermaid|md)$/i.test(path) ? 'mermaid' : 'dot';
}

/** The actions that are to be explained, in a format for readers. */
function explained(argv: Readonly<Record<string, unknown>>, format: TraceFormat): readonly string[] {
  const names = list(argv, 'explain') ?? [];
  if (names.length > 0 && format === 'test') throw new UserError('--explain has no place in a test', [['to do', 'leave it out, or use another format']]);
  return names;
}

function parsePort(flag: string, value: string): number {
  const port = parseCount(flag, value, 1);
  if (port <= 65_535) return port;
  throw new UserError(`the value of ${flag} makes no sense`, [
    ['found', value],
    ['expected', 'a port, 1 to 65535'],
  ]);
}

function requiredSpec(given: string | undefined, command: string): string {
  if (given !== undefined) return given;
  throw new UserError('no spec is given', [
    ['to do', `${command} --spec NAME, where NAME is a spec that \`explore list\` shows, or the path of a file of your own`],
    ['help', 'explore --help'],
  ]);
}

/** A flag that takes one value, and is given at most once. */
function single(argv: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = argv[key];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw new UserError(`--${key} is given more than once`, [['found', value.map(String).join(', ')]]);
  if (value === '') throw new UserError(`--${key} needs a value`, [['to do', `--${key} VALUE; explore --help tells more`]]);
  return String(value);
}

/** A flag without a value; given twice it is still on. */
function isOn(argv: Readonly<Record<string, unknown>>, key: string): boolean {
  const value = argv[key];
  return Array.isArray(value) ? value.includes(true) : value === true;
}

function list(argv: Readonly<Record<string, unknown>>, key: string): string[] | undefined {
  const value = argv[key];
  if (value === undefined) return undefined;
  const values = (Array.isArray(value) ? value : [value]).map(String).filter((item) => item !== '');
  if (values.length === 0) throw new UserError(`--${key} needs a value`, [['to do', `--${key} VALUE …; explore --help tells more`]]);
  return values;
}

function unknownCommand(name: string): UserError {
  const known = commands.map((command) => command.name).filter((command) => command !== 'explore');
  const nearest = nearestName(name, known);
  return new UserError(`unknown command "${name}"`, [
    ...(nearest === undefined ? [] : ([['nearest', `"${nearest}"`]] as const)),
    ['known', known.join(', ')],
    ['or', `if it is a spec: explore --spec ${name}`],
  ]);
}

function surplus(found: string, name: CommandName): UserError {
  return new UserError(`"${found}" is one word too many`, [['to do', name in takesWords ? `give ${takesWords[name]?.[1]}` : `if it is a spec: --spec ${found}`]]);
}

function refuseUnknown(argv: Readonly<Record<string, unknown>>, { name: command, flags }: Command): void {
  const known = flags.map(({ name }) => name);
  for (const key of Object.keys(argv)) {
    if (key === '_' || key === '$0' || known.includes(key)) continue;
    const nearest = nearestName(key, [...known, 'help', 'version']);
    throw new UserError(`unknown flag ${key.length === 1 ? '-' : '--'}${key}${command === 'explore' ? '' : ` of explore ${command}`}`, [
      ...(nearest === undefined ? [] : ([['nearest', `--${nearest}`]] as const)),
      ['known', known.map((name) => `--${name}`).join(', ') || 'there is none'],
    ]);
  }
}
