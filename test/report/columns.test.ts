import { spec as define, range, record } from 'explore';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsText } from '../../src/report/index.js';
import airlock from '../fixtures/airlock.js';
import { everything, origin, switches, told } from './told.js';

function columns(...run: Parameters<typeof told>): string {
  const { model, verdict } = told(...run);
  return columnsText(model, verdict, origin);
}

/** From the names of the columns to the last step. */
function body(text: string): string {
  return text.slice(text.indexOf('domain\n\n') + 'domain\n\n'.length, text.indexOf('\n\n  the state after'));
}

test('what a mail needs: what is violated, where from, how to see it again, the steps, the end', () => {
  const { model, verdict } = told(airlock, ['door.open(door 0)', 'door.open(door 1)', 'door.close(door 0)', 'door.open(door 0)'], { interlock: false });
  expect(columnsText(model, verdict, { variant: 'no-interlock', from: './test/airlock.ts' })).toBe(`one-open is violated by 4 steps: At most one door is open.

  model   airlock, variant no-interlock
          with interlock=false
  repeat  explore --spec ./test/airlock.ts --variant no-interlock \\
            --property one-open

  the initial state:
    every field has the first value of its domain

    person                                spring
    ------                                ------
 1  door.open(door 0)
      open[0]=true
 2  door.open(door 1)
      open[1]=true
 3                                        door.close(door 0)
                                            open[0]=false
 4  door.open(door 0)
      open[0]=true

  the state after 4 steps:
    open: [0]=true, [1]=true

=> this state violates one-open

why one-open is violated:
    it read: open[0]=true open[1]=true
`);
});

test('a command line for parameters of somebody’s own, quoted for a shell', () => {
  const { model, verdict } = told(airlock, ['door.open(door 0)'], { doors: 3, interlock: false });
  expect(columnsText(model, verdict, { variant: null, from: "./it's here.ts" })).toContain(`repeat  explore --spec './it'\\''s here.ts' --param doors=3 interlock=false \\
            --property one-open
`);
});

test('a run without a step shows the initial state only', () => {
  expect(columns(switches(['a']), [])).toBe(`off is violated in an initial state: All switches are off.

  model   switches
  repeat  explore --spec ./spec.ts --property off

  the initial state:
    every field has the first value of its domain

=> this state violates off
`);
});

test('one of several initial states is named, and a value that came back is told at the end', () => {
  const spec = define({
    name: 'turn',
    about: 'A counter.',
    state: () => record({ at: range(0, 3), other: range(0, 3) }),
    initial: (_, state) => [state({ at: 1 }), state({ at: 2 })],
    actions: (_, { action }) => [action('up', { actor: 'a', step: (state) => state.set('at', 3) }), action('reset', { actor: 'b', step: (state) => state.set('at', 0) })],
    properties: (_, { witness }) => [witness('zero', 'The counter is 0.', ({ at }) => at === 0)],
  });
  const text = columns(spec, ['up', 'reset', 'reset']);
  expect(text).toContain('zero is reached by 3 steps: The counter is 0.');
  expect(text).toContain('  initial state 1 of 2:\n    at=1\n');
  expect(text).toContain('reset\n                                            (no change)');
  expect(text).toContain('  the state after 3 steps:\n    at=0\n\n=> this state is what zero asks for');
});

test('with more actors than fit, a text reaches over the columns to its right', () => {
  const actors = ['host scheduler', 'device', 'kvm vcpu0', 'guest vcpu0', 'gic'];
  const label = (actor: string) => `${actor.split(' ')[0]}.doSomething(vcpu 0, irq 1, lr 2)`;
  expect(
    body(
      columns(
        switches(actors, { label }),
        actors.map((actor) => label(actor)),
      ),
    ),
  ).toBe(`    host      device    kvm vcpu0 guest     gic
    scheduler                     vcpu0
    --------- ------    --------- -----     ---
 1  host.doSomething(vcpu 0, irq 1, lr 2)
      on[0]=true
 2            device.doSomething(vcpu 0, irq 1, lr 2)
                on[1]=true
 3                      kvm.doSomething(vcpu 0, irq 1, lr 2)
                          on[2]=true
 4                                guest.doSomething(vcpu 0, irq 1, lr 2)
                                    on[3]=true
 5                                          gic.doSomething(vcpu 0, irq 1,
                                              lr 2)
                                              on[4]=true`);
});

test('where columns have no room, each step names its actor', () => {
  const many = ['transaction coordinator', 'manager 0', 'manager 1', 'manager 2', 'manager 3', 'manager 4', 'manager 5'];
  const text = body(
    columns(
      switches(many),
      many.map((actor) => `${actor}.turn`),
    ),
  );
  expect(text).toBe(` 1  transaction           transaction coordinator.turn
    coordinator             on[0]=true
${[1, 2, 3, 4, 5, 6].map((number) => ` ${number + 1}  manager ${number - 1}             manager ${number - 1}.turn\n                            on[${number}]=true`).join('\n')}`);
});

test('signs that are not ASCII are spelt', () => {
  const text = columns(switches(['Gerät'], { label: () => 'wähle → λ' }), ['wähle → λ']);
  expect(text).toContain('    Gerat\n    -----\n 1  wahle -> \\u{3bb}\n');
});

test('values of each kind are told', () => {
  const text = columns(everything, ['change']).replaceAll(/\s+/g, ' ');
  for (const part of ['flag=true', 'level -2 -> 5', 'at null -> 2', 'list[1]=true', 'members [] -> [1, 3]', 'line [] -> [y, x]', 'inner null -> {deep true}']) expect(text).toContain(part);
});

describe('whatever the actors and actions are called', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ._-]{0,18}[a-z0-9]$/);
  const run = fc.record({
    actors: fc.uniqueArray(name, { minLength: 1, maxLength: 9 }),
    tail: fc.stringMatching(/^[a-z(), 0-9]{0,60}$/),
    field: fc.constantFrom('on', 'aVeryLongNameOfAFieldThatGoesOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOn'),
  });

  test('no line is wider than 78, every sign is ASCII, and each step stands once, in order, with all of its action', () => {
    fc.assert(
      fc.property(run, ({ actors, tail, field }) => {
        const labels = actors.map((actor) => `${actor}.${tail}`);
        const text = columns(switches(actors, { label: (actor) => `${actor}.${tail}`, field }), labels);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(78);
        expect(text).toMatch(/^[ -~\n]*$/);
        const told = text.replaceAll(/\s/g, '');
        let from = 0;
        for (const label of labels) {
          const at = told.indexOf(label.replaceAll(/\s/g, ''), from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + 1;
        }
      }),
      { numRuns: 200 },
    );
  });
});
