/**
 * Yargs, as the command line loads it. In the build it is one file, without what measures emoji (`npm run build:yargs`): as 28
 * modules it takes 50 ms to load, a quarter of a small run, and so 6. It is asked for no help and no other language.
 */
export { default, type Options } from 'yargs';
