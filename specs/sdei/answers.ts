/** What a call can answer, as text: the codes by their names, other results as `VALUE(…)`. */
export const answerNames = [
  'SUCCESS',
  'NOT_SUPPORTED',
  'INVALID_PARAMETERS',
  'DENIED',
  'PENDING',
  'OUT_OF_RESOURCE',
  /** The call does not return: a context is restored. */
  'NO_RETURN',
  /** Nothing is written: the caller finds the function identifier in x0. */
  'X0_UNCHANGED',
  'VALUE(0)',
  'VALUE(1)',
  'VALUE(2)',
  'VALUE(3)',
  'VALUE(4)',
  'VALUE(5)',
  'VALUE(7)',
  /** EVENT_STATUS 2 and 6: enabled and not registered. */
  'VALUE(enabled only)',
  'VALUE(1.1)',
  /** A register of the interrupted context. */
  'VALUE(x)',
  /** The number of the event that an interrupt is bound to. */
  'VALUE(event)',
  'VALUE(slots)',
] as const;

export type Answer = (typeof answerNames)[number];

/** An error that promises that nothing has changed; PENDING is none, nor is the DENIED of a reset. */
export function isError(answer: Answer): boolean {
  return answer === 'NOT_SUPPORTED' || answer === 'INVALID_PARAMETERS' || answer === 'DENIED' || answer === 'OUT_OF_RESOURCE';
}
