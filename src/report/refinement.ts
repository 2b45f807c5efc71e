/** Whether a model refines another: the run that shows that it does not, and what the other allows there. */
import { allowedAt, type Model, type Refinement, type State } from '../model/index.js';
import { setting } from '../spec/index.js';
import type { Style } from '../style.js';
import { difference } from '../trace/index.js';
import { labelled, wrap } from './lines.js';
import type { Run } from './run.js';
import { showPlain, stateText } from './steps.js';
import { modelLines, summaryText } from './summary.js';

/** The summary of the run, the other model, and where there is a counterexample what would have been allowed. `variant`: of the other model. */
export function refinementText(run: Run, refinement: Refinement, variant: string | null, style: Style): string {
  const { width } = style;
  const [told] = run.verdicts;
  const lines = [...labelled([['refines', toldTarget(refinement.target, variant)]], { indent: 2, width })];
  if (told?.verdict.kind === 'violated') {
    const { initial, steps } = told.verdict.trace;
    const before = steps.at(-2)?.state ?? initial;
    const { label } = steps.at(-1)?.taken ?? { label: '' };
    // What bears the same name is what one looks for first.
    const all = [...allowedAt(refinement, before)].sort((a, b) => Number(b.action.label === label) - Number(a.action.label === label));
    const allowed = all.map(({ action, next }): [string, string] => {
      const changes = difference(refinement.target.schema, refinement.see(before), next).map(({ path, from, to }) => `${path} ${showPlain(from)} → ${showPlain(to)}`);
      return [action.label, changes.join(', ') || '(nothing changes)'];
    });
    lines.push('', ...wrap(`  before step ${steps.length} the other model allows${allowed.length === 0 ? ' nothing' : ':'}`, width), ...labelled(allowed, { indent: 6, width }));
  }
  return `${summaryText(run, style)}\n${lines.join('\n')}\n`;
}

/** A model whose initial state is none of the other's. */
export function strangeText(model: Model, { target, see }: Refinement, state: State, style: Style): string {
  const seen = see(state);
  const lines = [
    ...modelLines(model, null, style),
    '',
    style.paint.bad(`an initial state is seen as ${seen === null ? 'no state' : 'no initial state'} of ${target.spec.name}`),
    `  it is      ${stateText(model, state)}`,
    ...(seen === null ? [] : [`  seen as    ${stateText(target, seen)}`]),
    ...target.initial.slice(0, 3).map((initial) => `  expected   ${stateText(target, initial)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function toldTarget({ spec, parameters }: Model, variant: string | null): string {
  const changed = Object.entries(spec.parameters).filter(([name, parameter]) => parameter.format(parameters[name]) !== parameter.format(parameter.default));
  return [spec.name, ...(variant === null ? [] : [`variant ${variant}`]), changed.map(([name]) => setting(spec.parameters, name, parameters[name])).join(' ')].filter((part) => part !== '').join(', ');
}
