/** Whether a log is a behaviour of a model: for a terminal. */
import { type Model, type ShownRecord, unseen } from '../model/index.js';
import { setting } from '../spec/index.js';
import type { Style } from '../style.js';
import type { LogRecord, OtherVariant, Validation, ValidationProgress } from '../validate/index.js';
import { count, counted, rough, seconds } from './figures.js';
import { labelled, padEnd, padStart, widthOf, wrap } from './lines.js';
import { initialName, stateLines } from './steps.js';
import { modelLines } from './summary.js';

/** `file`: how the log is called. */
export function validationText(model: Model, variant: string | null, validation: Validation, file: string, style: Style): string {
  const parts = [
    modelLines(model, variant, style),
    logLines(model, validation, file, style),
    answerLines(model, validation, style),
    figureLines(validation, style),
    conclusionLines(model, validation, style),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** How far a search has come, in one line. `variant`: the other variant that is being asked. */
export function validationLine({ explained, records, pairs }: ValidationProgress, variant: string | null): string {
  return `${variant === null ? '' : `variant ${variant}: `}${count(explained)} of ${counted(records, 'record')} explained · ${rough(pairs)} pairs`;
}

/** A record by those of its fields that the log tells of such records: `kvm_exit(why IRQ)`. */
export function recordLabel({ observation, values }: ShownRecord, told: readonly boolean[] = []): string {
  const fields = Object.entries(observation.fields).flatMap(([field, domain], index) => {
    const value = values[index] as number;
    return value === unseen || told[index] === false ? [] : [`${field} ${String(domain.at(value))}`];
  });
  return fields.length === 0 ? observation.name : `${observation.name}(${fields.join(', ')})`;
}

/** What the model shows instead of the record that cannot be explained: each once, what is most like it first, with the fields that differ. */
export function insteadOf({ log, answer }: Validation): readonly { readonly label: string; readonly differs: readonly string[] }[] {
  if (answer.kind !== 'rejected') return [];
  const failed = log.records[answer.explained] as LogRecord;
  const shown = new Map<string, { readonly label: string; readonly differs: readonly string[] }>();
  for (const record of answer.instead) {
    const told = Object.keys(record.observation.fields).map((_, index) => log.records.some(({ observation, values }) => observation.name === record.observation.name && values[index] !== unseen));
    const label = recordLabel(record, told);
    // What a name stands for is not a matter of one field.
    const differs =
      record.observation.name === failed.observation.name
        ? Object.keys(record.observation.fields).filter((_, index) => {
            const [is, says] = [record.values[index] as number, failed.values[index] as number];
            return is !== unseen && says !== unseen && says >= -2 && is !== says;
          })
        : [];
    if (!shown.has(label)) shown.set(label, { label, differs });
  }
  const isOther = ({ label }: { readonly label: string }) => Number(!label.startsWith(`${failed.observation.name}(`));
  return [...shown.values()].sort((a, b) => isOther(a) - isOther(b) || a.differs.length - b.differs.length || a.label.localeCompare(b.label));
}

function logLines(model: Model, { log }: Validation, file: string, { width }: Style): string[] {
  const kinds = log.traced.map((name) => `${name} ${count(log.records.filter(({ observation }) => observation.name === name).length)}`);
  const all = model.spec.observations(model.parameters)?.records.map(({ name }) => name) ?? [];
  const hidden = all.filter((name) => !log.traced.includes(name));
  const gaps = log.records.filter(({ gap }, index) => gap && index > 0).length;
  const { count: others, first } = log.other;
  const rows: [string, string][] = [['log', `${file}: ${counted(log.records.length, 'record')} in ${counted(log.lines, 'line')} (${kinds.join(', ')})`]];
  if (gaps > 0) rows.push(['gaps', `${counted(gaps, 'place')} where lines are missing`]);
  if (first !== null)
    rows.push(['other', `${counted(others, 'line')} that ${others === 1 ? 'is' : 'are'} no record${others === 1 ? '' : 's'}, such as line ${first.number}: ${shorten(first.text, 60)}`]);
  if (hidden.length > 0) rows.push(['not traced', `${hidden.join(', ')}, because the log holds none (--traced NAME says that it would)`]);
  return labelled(rows, { indent: 2, width });
}

function answerLines(model: Model, validation: Validation, style: Style): string[] {
  const { log, answer, others, othersCut } = validation;
  const { paint, width } = style;
  switch (answer.kind) {
    case 'explained': {
      const { trace, shortest } = answer.run;
      return [
        `${paint.good('explained')} by a run of ${counted(trace.steps.length, 'step')}${shortest ? '; no run is shorter' : ''}`,
        ...nameLines(validation, style),
        '',
        ...runLines(model, validation, style),
      ];
    }
    case 'rejected': {
      const { line } = log.records[answer.explained] as LogRecord;
      const instead = insteadOf(validation);
      const told = instead.slice(0, most).map(({ label, differs }) => (differs.length === 0 ? label : `${label}: differs in ${differs.join(', ')}`));
      if (instead.length > most) told.push(`and ${count(instead.length - most)} more`);
      return [
        `${paint.bad('not explained')}: ${answer.explained === 0 ? 'no run shows even the first record' : `some run shows the first ${counted(answer.explained, 'record')}, none the next one`}`,
        '',
        ...labelled(
          [
            [`line ${count(line.number)}`, line.text.trim()],
            ['instead', told.length === 0 ? 'nothing: the runs that come so far show no further record' : told.join('\n')],
          ],
          { indent: 2, width },
        ),
        ...variantLines(model, others, othersCut, log.records.length, style),
      ];
    }
    case 'stopped':
      return [`${paint.warning('unknown')}: the search ended early, with ${counted(answer.explained, 'record')} of ${count(log.records.length)} explained`];
  }
}

function variantLines(model: Model, others: readonly OtherVariant[], cut: boolean, records: number, { width }: Style): string[] {
  const rest = cut ? 'not all variants could be asked in the time allowed' : '';
  const [nearest] = others;
  if (nearest === undefined) return rest === '' ? [] : ['', `  ${rest}`];
  const same = others.filter(({ whole, explained }) => whole === nearest.whole && explained === nearest.explained);
  const rows: [string, string][] = same
    .slice(0, most)
    .map(({ name, parameters, differences }) => [name, differences.map((parameter) => setting(model.spec.parameters, parameter, parameters[parameter])).join(' ')]);
  const head = nearest.whole
    ? 'the nearest variants that explain the whole log, with what sets them apart from this model:'
    : `no variant explains the whole log; these explain most, ${counted(nearest.explained, 'record')} of ${count(records)}:`;
  return [
    '',
    ...wrap(head, width - 2).map((line) => `  ${line}`),
    ...labelled(rows, { indent: 4, width }),
    ...(same.length > most ? [`    and ${count(same.length - most)} more`] : []),
    ...(rest === '' ? [] : [`  ${rest}`]),
  ];
}

function nameLines({ log, answer }: Validation, { width }: Style): string[] {
  if (answer.kind !== 'explained' || log.names.length === 0) return [];
  const told = log.names.map(({ text, target }, index) => `${text} is ${answer.run.names[index] === null ? `any ${target}` : `${target} ${answer.run.names[index]}`}`);
  return labelled([['names', told.join(', ')]], { indent: 2, width });
}

/** The steps, and below each the lines of the log that it leaves. The middle of a long run is left out. */
function runLines(model: Model, { answer }: Validation, { width, paint }: Style): string[] {
  if (answer.kind !== 'explained') return [];
  const { trace, lines } = answer.run;
  const numbers = String(trace.steps.length).length + 2;
  const actors = Math.max(0, ...trace.steps.map(({ taken }) => widthOf(taken.actor))) + 2;
  const step = ({ taken }: (typeof trace.steps)[0], index: number) => [
    `${paint.faint(padStart(String(index + 1), numbers))}  ${padEnd(taken.actor, actors)}${paint.strong(taken.label)}`,
    ...(lines[index] ?? []).map((line) => `${' '.repeat(numbers + 2 + actors)}${shorten(`line ${line.number}: ${line.text.trim()}`, Math.max(40, width - numbers - 2 - actors))}`),
  ];
  const all = trace.steps.map(step);
  const middle = all.length - 2 * shownEnds;
  const told =
    middle < shownEnds ? all.flat() : [...all.slice(0, shownEnds).flat(), `${' '.repeat(numbers)}  … ${counted(middle, 'step')} more (--json FILE has them all) …`, ...all.slice(-shownEnds).flat()];
  return [...stateLines(model, trace.initial, initialName(model, trace.initial), width), ...told];
}

function figureLines({ answer, elapsed }: Validation, { width }: Style): string[] {
  const rate = elapsed > 0 && answer.kind !== 'rejected' ? `, ${rough(answer.pairs / elapsed)} pairs/s` : '';
  return labelled([['time', `${seconds(elapsed)}; ${counted(answer.pairs, 'pair')} of a state and a place in the log${rate}`]], { indent: 2, width });
}

const bounds = { memory: 'it needs more than --memory allows', time: 'it met --time-limit', interrupted: 'it was interrupted' } as const;

function conclusionLines(model: Model, { answer }: Validation, { width, paint }: Style): string[] {
  const text = {
    explained: 'The log is a behaviour of this model. The run was taken again by the functions of the spec, and leaves these lines.',
    rejected: `The log is not a behaviour of this model: every run of ${model.spec.name} with these parameters was tried.`,
    stopped: `Not established: the search did not come to its end, because ${answer.kind === 'stopped' ? bounds[answer.because] : ''}.`,
  }[answer.kind];
  return wrap(text, width).map((line) => paint.strong(line));
}

function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** Rows of a list of which the beginning is what matters. */
const most = 8;

/** Steps that are shown of each end of a long run. */
const shownEnds = 60;
