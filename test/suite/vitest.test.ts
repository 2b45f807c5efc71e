/** The matchers as a test suite uses them, and what they say when a test fails. */
import { describe, expect, test } from 'vitest';
import { model } from '../../src/suite/index.js';
import '../../src/suite/vitest.js';
import { fixture } from '../support/run-cli.js';

const airlock = model(fixture('airlock'));
const broken = model(fixture('airlock'), { variant: 'no-interlock' });
const stuck = model(fixture('airlock'), { variant: 'stuck' });
const siren = model(fixture('airlock'), { variant: 'with-siren' });

describe('toHold', () => {
  test('passes for a model in which everything holds and every witness is reached', async () => {
    await expect(airlock).toHold();
    await expect(fixture('airlock')).toHold({ workers: 2, properties: ['one-open', 'each-opens'] });
    await expect(broken).not.toHold();
    await expect(stuck).not.toHold();
  });

  test('fails with the counterexample in columns', async () => {
    const message = await failure(() => expect(broken).toHold());
    expect(message).toBe(`airlock, variant no-interlock was expected to hold.

one-open is violated by 2 steps: At most one door is open.

  model   airlock, variant no-interlock
          with interlock=false
  repeat  explore --spec ./${fixture('airlock')} --variant no-interlock \\
            --property one-open

  the initial state:
    every field has the first value of its domain

    person
    ------
 1  door.open(door 0)
      open[0]=true
 2  door.open(door 1)
      open[1]=true

  the state after 2 steps:
    open: [0]=true, [1]=true

=> this state violates one-open

why one-open is violated:
    it read: open[0]=true open[1]=true

All 4 reachable states were checked: one-open does not hold; the other 3 do.`);
  });

  test('fails when no run reaches a witness', async () => {
    expect(await failure(() => expect(stuck).toHold({ properties: ['each-opens'] }))).toMatch(
      /was expected to hold\.\n\nno run reaches each-opens\(door 0\), each-opens\(door 1\): Each door can be opened\.\n/,
    );
  });

  test('with strict, fails for warnings, and names them', async () => {
    await expect(siren).toHold();
    await expect(airlock).toHold({ strict: true });
    const message = await failure(() => expect(siren).toHold({ strict: true }));
    expect(message).toContain('warning: siren-heard holds only because its premise was never true');
    expect(message).toContain('warning: siren.sound never fired');
  });

  test('not: fails when everything holds', async () => {
    expect(await failure(() => expect(airlock).not.toHold())).toMatch(/^airlock was expected not to hold\.\n\nAll 3 reachable states were checked/);
  });
});

describe('toViolate', () => {
  test('passes for a property that is violated, by a shortest run of so many steps', async () => {
    await expect(broken).toViolate('one-open');
    await expect(broken).toViolate('one-open', { steps: 2 });
    await expect(broken).not.toViolate('one-open', { steps: 3 });
    await expect(stuck).toViolate('never-stuck', { steps: 0 });
    await expect(airlock).not.toViolate('one-open');
  });

  test('fails when the run has another length, and shows it', async () => {
    const message = await failure(() => expect(broken).toViolate('one-open', { steps: 3 }));
    expect(message).toMatch(/^airlock, variant no-interlock was expected to violate one-open by 3 steps, and not by fewer\.\n\none-open is violated by 2 steps/);
  });

  test('fails when the property holds', async () => {
    expect(await failure(() => expect(airlock).toViolate('one-open'))).toBe('airlock was expected to violate one-open.\n\nAll 3 reachable states were checked: the property asked for holds.');
  });

  test('not: fails with the counterexample', async () => {
    expect(await failure(() => expect(broken).not.toViolate('one-open'))).toMatch(/was expected not to violate one-open\.\n\none-open is violated by 2 steps/);
  });
});

describe('toReach', () => {
  test('passes for a witness all of whose instances are reached', async () => {
    await expect(airlock).toReach('each-opens', { steps: 1 });
    await expect(stuck).not.toReach('each-opens');
  });

  test('fails with what no run reaches', async () => {
    expect(await failure(() => expect(stuck).toReach('each-opens'))).toContain('no run reaches each-opens(door 0), each-opens(door 1)');
  });

  test('not: fails with the run that reaches it', async () => {
    expect(await failure(() => expect(airlock).not.toReach('each-opens'))).toMatch(/each-opens\(door 0\) is reached by 1 step/);
  });
});

describe('no answer', () => {
  const endless = model(fixture('endless'));

  test.each([
    ['expected', () => expect(endless).toHold({ maxDepth: 3 })],
    ['not expected', () => expect(endless).not.toHold({ maxDepth: 3 })],
    ['a violation', () => expect(endless).toViolate('below-limit', { maxStates: 100 })],
    ['no violation', () => expect(endless).not.toViolate('below-limit', { maxStates: 100 })],
  ])('fails, whatever the test asks: %s', async (_, ask) => {
    expect(await failure(ask)).toMatch(/ is not known\.\n\nNot established: .*\n\nTo do: allow more/s);
  });

  test('comes before the time of the test is over', async () => {
    expect(await failure(() => expect(endless).toHold())).toMatch(/ is not known\.[\s\S]*To do: give the test more time/);
  }, 4000);
});

describe('a mistake in the test', () => {
  test.each([
    ['a misspelt property', () => expect(airlock).toViolate('one-opn'), /unknown property "one-opn".*\n +nearest +"one-open"/],
    ['a misspelt variant', () => expect(model(fixture('airlock'), { variant: 'stuk' })).toHold(), /unknown variant "stuk".*\n +nearest +"stuck"/],
    ['a witness that is to be violated', () => expect(airlock).toViolate('each-opens'), /each-opens is a witness/],
    ['an invariant that is to be reached', () => expect(airlock).not.toReach('one-open'), /one-open is no witness/],
    ['something else than a model', () => expect(42).toHold(), /this is not a model that can be checked\n +expected +model\(/],
  ])('fails the test, and says what it is: %s', async (_, ask, message) => {
    expect(await failure(ask)).toMatch(message);
  });
});

describe('side by side', () => {
  test.concurrent.each(Array.from({ length: 16 }, (_, index) => 1 + (index % 8)))('%i doors', async (doors) => {
    await expect(model(fixture('airlock'), { parameters: { doors, interlock: doors === 1 } })).toReach('each-opens');
  });
});

/** The message with which an assertion fails. */
async function failure(ask: () => Promise<void>): Promise<string> {
  let message = '';
  await ask().catch((error: unknown) => {
    message = (error as Error).message;
  });
  expect(message).not.toBe('');
  return message;
}
