/** How the process ends. */
export const exitCodes = {
  /** Every requested property holds and every witness was found, on the whole space. */
  holds: 0,
  /** A property is violated, or no run reaches a witness. */
  violated: 1,
  /** The request or the spec is wrong. */
  wrong: 2,
  /** A bound ended the run before everything was known. */
  incomplete: 3,
  /** A fault of our own (the number is EX_SOFTWARE of sysexits.h). */
  fault: 70,
  interrupted: 130,
} as const;
