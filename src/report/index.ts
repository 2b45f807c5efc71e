/** The only place that words a result: a run, a trace, a fault, for a reader or as a document. */
export { type Style, styleFor } from '../style.js';
export { numbersOf, rangeText } from './bounds.js';
export { columnsText } from './columns.js';
export { type Comparison, compareRuns, comparisonConclusion, comparisonText } from './comparison.js';
export { conclusion } from './conclusion.js';
export { type RunDocument, readRunDocument, runDocument, type VerdictDocument } from './document.js';
export { drawingOf } from './drawing.js';
export { faultText } from './fault.js';
export { counted } from './figures.js';
export { fromHere } from './from-here.js';
export { type GraphFormat, graphText } from './graph-formats.js';
export { type Asked, runText, unansweredText, unmetText, wrongKindText } from './in-a-test.js';
export { largestDocument, readDocument } from './json.js';
export { specsText, specText } from './list.js';
export { cellDifferences, countDifferences, type MatrixRow, matrixDocument, matrixRow, matrixText } from './matrix.js';
export {
  isGreen,
  lineFormat,
  type News,
  type Night,
  type NightCell,
  type NightLine,
  nightFormat,
  type Outcome,
  rateOf,
  readNight,
  readNightLines,
  readSelfCheck,
  type SelfCheck,
  selfCheckFormat,
  selfCheckIsGood,
} from './night.js';
export { nightHtml } from './night-html.js';
export { nightJunit } from './night-junit.js';
export { nightAnnotations, nightLineText, nightMarkdown, nightText } from './night-text.js';
export { cellText, outcomeText, rateText } from './night-words.js';
export { partingText } from './parting.js';
export { profileText } from './profile.js';
export { progressLine } from './progress-line.js';
export { refinementText, strangeText } from './refinement.js';
export { replayText } from './replayed.js';
export { type Run, shownRuns } from './run.js';
export { simulationDocument, simulationLine, simulationText } from './simulation.js';
export { starterSpec, starterTest, starterText } from './starter.js';
export { lengthText, showPlain } from './steps.js';
export { summaryText } from './summary.js';
export { readTraceFile, recordedRun, replayedRun, type TraceFile, traceFile, traceFileHead, traceFormat } from './trace-file.js';
export { type TraceFormat, tracesText } from './trace-formats.js';
export { settingsOf } from './traced.js';
export { validationLine, validationText } from './validation.js';
export { validationDocument } from './validation-document.js';
export { warningsOf } from './warnings.js';
export { checkingText, watchingText } from './watched.js';
