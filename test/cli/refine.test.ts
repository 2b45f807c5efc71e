/** `explore refine` as a user starts it. */
import { expect, test } from 'vitest';
import { cli, fixture } from '../support/run-cli.js';

const airlock = ['refine', '--quiet', '--workers', '1', '--spec', fixture('airlock')];

test('with the interlock there are fewer steps', async () => {
  const { code, stdout } = await cli([...airlock, '--to', 'no-interlock']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/the refinement {2}holds/);
  expect(stdout).toMatch(/refines {2}airlock, variant no-interlock/);
});

test('without it the shortest run to a step too many is shown, and what would have been allowed', async () => {
  const { code, stdout } = await cli([...airlock, '--variant', 'no-interlock', '--to', 'default']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/the refinement is violated by 2 steps; no run is shorter/);
  expect(stdout).toMatch(/before step 2 the other model allows:\n +door.close\(door 0\) +open\[0\] true → false\n$/);
});

test('a part of the space is not enough', async () => {
  expect(await cli([...airlock, '--to', 'no-interlock', '--max-depth', '0'])).toMatchObject({ code: 3 });
});

test.each<[string, readonly string[], RegExp]>([
  ['nothing to refine', [], /--to VARIANT/],
  ['a variant that is none', ['--to', 'no-interlok'], /nearest +"no-interlock"/],
  ['another spec without a mapping', ['--of', 'peterson'], /spec airlock does not say how its states are seen as states of peterson/],
])('a wrong request: %s', async (_, args, message) => {
  const { code, stderr, stdout } = await cli([...airlock, ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('another spec, by the mapping that the first one has', async () => {
  const two = (...args: string[]) => cli(['refine', '--quiet', '--workers', '1', '--spec', 'two-phase', '--param', 'n=2', '--of', fixture('transaction-commit'), ...args]);
  expect(await two('--to-param', 'n=2')).toMatchObject({ code: 0 });
  // With another number of managers the states are none of that model.
  const { code, stdout } = await two('--to-param', 'n=3');
  expect(code).toBe(1);
  expect(stdout).toMatch(/an initial state is seen as no state of transaction-commit/);
});
