/**
 * Yargs, as the command line loads it. In the build it is one file (`npm run build:yargs`): as 28 modules it takes 50 ms to load,
 * which was a quarter of a small run. Nothing of it is asked for help or for texts in other languages.
 */
export { default, type Options } from 'yargs';
