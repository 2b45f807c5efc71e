/** Where two models of one spec part: the run that leads there, and what each of them does then. */
import type { Outcome, Parting } from '../diff/index.js';
import type { Model, State } from '../model/index.js';
import type { Style } from '../style.js';
import { difference } from '../trace/index.js';
import { compactChanges } from './compact.js';
import { count, counted } from './figures.js';
import { labelled, wrap } from './lines.js';
import { stepsText } from './steps.js';

/** `names`: what the two are called. */
export function partingText(parting: Parting, [a, b]: readonly [Model, Model], names: readonly [string, string], style: Style): string {
  const { paint, width } = style;
  const lines = (text: string) => wrap(text, width).map(paint.strong).join('\n');
  const nameOf = (side: 'a' | 'b') => names[side === 'a' ? 0 : 1];
  switch (parting.kind) {
    case 'shape':
      return `${lines(`Their states are not of the same shape, so that their behaviours cannot be compared: only ${nameOf(parting.in)} has ${parting.path}.`)}\n`;
    case 'initial': {
      const { schema } = parting.in === 'a' ? a : b;
      const told = difference(schema, schema.first, parting.state);
      return `${lines(`Their behaviours part at once: only ${nameOf(parting.in)} has this initial state.`)}\n${labelled([['state', told.length === 0 ? 'everything has the first value of its domain' : compactChanges(told).join('; ')]], { indent: 2, width }).join('\n')}\n`;
    }
    case 'same':
      return `${lines(`Their behaviours are the same: ${counted(parting.states, 'state')} in common, with the same steps between them.`)}\n`;
    case 'open':
      return `${lines(`Their behaviours do not part up to depth ${count(parting.depth)} (${counted(parting.states, 'state')}); ${whyOpen(parting.why)}.`)}\n`;
    case 'parted': {
      const { steps } = parting.trace;
      const head = steps.length === 0 ? 'Their behaviours part in the initial state.' : `Their behaviours part after ${counted(steps.length, 'step')}; no run to where they part is shorter.`;
      const here = steps.at(-1)?.state ?? parting.trace.initial;
      const actions = parting.actions.flatMap(({ label, actor, ...outcomes }) => [
        '',
        `  ${actor}  ${paint.strong(label)}`,
        ...labelled(
          [
            [names[0], outcomeWords(a, here, outcomes.a)],
            [names[1], outcomeWords(b, here, outcomes.b)],
          ],
          { indent: 4, width },
        ),
      ]);
      return `${[lines(head), '', ...stepsText(a, parting.trace, style), '', '  Then:', ...actions].join('\n')}\n`;
    }
  }
}

function whyOpen(why: Extract<Parting, { kind: 'open' }>['why']): string {
  return why === 'interrupted' ? 'the comparison was interrupted' : `the bound on ${why} ended the comparison`;
}

function outcomeWords({ schema }: Model, before: State, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'unknown':
      return 'there is no such action';
    case 'disabled':
      return 'cannot be taken';
    case 'enabled': {
      const told = outcome.next.map((next) => {
        const changes = difference(schema, before, next);
        return changes.length === 0 ? '(nothing changes)' : compactChanges(changes).join('; ');
      });
      return told.length === 1 ? (told[0] as string) : told.map((text, index) => `${index + 1} of ${told.length}: ${text}`).join('\n');
    }
  }
}
