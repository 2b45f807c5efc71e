/** What `--watch` says beside the results. */
import { counted, seconds } from './figures.js';

/** Below a result. `files`: how many are looked at; `elapsed`: seconds that the check has taken. */
export function watchingText(file: string, files: number, elapsed: number): string {
  return `checked in ${seconds(elapsed)}; watching ${file}${files > 1 ? ` and ${counted(files - 1, 'file')} that it imports` : ''}, Ctrl-C ends it`;
}

/** While a check goes on. */
export function checkingText(file: string, elapsed: number): string {
  return elapsed < 1 ? `checking ${file}` : `checking ${file}, ${Math.floor(elapsed)} s`;
}
