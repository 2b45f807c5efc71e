/**
 * A trace as a Mermaid sequence diagram: an actor is a participant, a step is a message to itself, a note says what changed.
 * The text of a model is never Mermaid's: what could end a statement, begin a comment or be markup is written by its number.
 */
import type { Model } from '../model/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { compactChanges } from './compact.js';
import { fold } from './fold.js';
import { blocksOf, endingOf, modelOf, type Origin, outcomeOf, settingsOf, traced } from './traced.js';

/** A note is broken at this width: Mermaid draws it as wide as its longest line. */
const noteWidth = 36;

export function mermaidText(model: Model, verdict: PropertyVerdict, origin: Origin): string {
  const told = traced(model, verdict, origin);
  if (told === null) return '';
  const { actors, steps } = told;
  const settings = settingsOf(told);
  const name = (actor: string) => `a${actors.indexOf(actor)}`;
  const everyone = actors.length < 2 ? 'a0' : `a0,a${actors.length - 1}`;
  const lines = [
    ...(actors.length === 0 ? ['participant a0 as nobody'] : actors.map((actor) => `participant ${name(actor)} as ${escapedText(actor)}`)),
    `note over ${everyone}: ${broken([modelOf(told), ...(settings.length === 0 ? [] : [settings.join(' ')])], 60)}`,
    ...steps.flatMap(({ number, taken, changes }) => [
      ...(number - 1 === told.trace.loop ? ['loop again and again'] : []),
      `${name(taken.actor)}->>${name(taken.actor)}: ${number}. ${escapedText(taken.label)}`,
      ...(changes.length === 0 ? [] : [`note right of ${name(taken.actor)}: ${broken(compactChanges(changes), noteWidth)}`]),
    ]),
    ...(told.trace.loop === undefined ? [] : ['end']),
    `note over ${everyone}: ${broken([endingOf(told), told.property.sentence, ...blocksOf(told).flatMap(({ rows }) => rows.map((row) => row.join(': ')))], 60)}`,
  ];
  return `sequenceDiagram\n  title ${escapedText(outcomeOf(told))}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function broken(texts: readonly string[], width: number): string {
  return texts.flatMap((text) => fold(text, width).map(escapedText)).join('<br/>');
}

/** Only what is sure to stand for itself is left as it is. */
export function escapedText(text: string): string {
  return Array.from(text.replaceAll(/\s/g, ' '), (sign) => (/[A-Za-z0-9 .,()[\]=_/'+*!?>-]/.test(sign) ? sign : `#${sign.codePointAt(0)};`)).join('');
}
