/** `explore validate` as a user meets it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, fixture, folder, shell, steady } from '../support/run-cli.js';

const mail = 'specs/vgic-hw/traces/2015-09-07.log';
const asked = (variant: string, log = mail) => ['validate', '--spec', 'vgic-hw', '--variant', variant, '--log', log, '--quiet'];

test.each([
  ['validate-explained', 'sync-clears-active', 0],
  ['validate-rejected', 'flush-sets-active', 1],
])('%s', async (name, variant, expected) => {
  const { code, stdout, stderr } = await cli(asked(variant));
  expect({ code, stderr }).toEqual({ code: expected, stderr: '' });
  await expect(steady(stdout)).toMatchFileSnapshot(`../golden/${name}.txt`);
});

test('the help', async () => {
  const { stdout } = await cli(['validate', '--help']);
  await expect(stdout).toMatchFileSnapshot('../golden/help-validate.txt');
});

test('the document holds the whole run, and the lines that its steps leave', async () => {
  const path = join(folder(), 'found.json');
  const { code } = await cli([...asked('sync-clears-active'), '--json', path]);
  const document = JSON.parse(readFileSync(path, 'utf8')) as { readonly answer: string; readonly run: { readonly steps: readonly { readonly label: string; readonly lines: readonly number[] }[] } };
  expect({ code, answer: document.answer }).toEqual({ code: 0, answer: 'explained' });
  const lines = readFileSync(mail, 'utf8').split('\n');
  const records = lines.flatMap((line, index) => (/^\d/.test(line) ? [index + 1] : []));
  expect(document.run.steps.flatMap((step) => step.lines)).toEqual(records);
  for (const { label, lines: left } of document.run.steps) {
    for (const number of left) expect(lines[number - 1]).toContain(label.startsWith('kvm.syncVgic') ? 'kvm_vgic_sync_hwstate' : label.startsWith('gic.exitIrq') ? 'kvm_exit: IRQ' : 'kvm_exit: TRAP');
  }
});

test('the log comes through a pipe, and the document goes through one', async () => {
  const { code, stdout } = await shell(`explore ${asked('flush-sets-active', '-').join(' ')} --json - < ${mail}`);
  expect(code).toBe(1);
  const { variants, ...document } = JSON.parse(stdout) as { readonly variants: readonly unknown[] };
  expect(document).toMatchObject({ answer: 'rejected', explained: 8, line: { number: 20 } });
  expect(variants[0]).toMatchObject({ name: 'sync-clears-active', whole: true, differences: ['kvm'] });
});

test('a bound is told, and nothing is said of the log', async () => {
  const { code, stdout } = await cli([...asked('sync-clears-active'), '--memory', '1K']);
  expect(code).toBe(3);
  expect(stdout).toContain('Not established');
});

describe('refused with a reason:', () => {
  const damaged = () => {
    const path = join(folder(), 'damaged.log');
    writeFileSync(path, readFileSync(mail, 'utf8').slice(0, -60));
    return path;
  };
  test.each([
    ['no log', () => ['validate', '--spec', 'vgic-hw'], /no log is given/],
    ['a log that is not there', () => asked('fold-lr', 'none.log'), /log file none\.log cannot be read(.|\n)*no such file/],
    ['an empty one', () => asked('fold-lr', '/dev/null'), /holds no record that the spec knows(.|\n)*it is empty/],
    ['one of something else', () => asked('fold-lr', 'package.json'), /holds no record that the spec knows(.|\n)*line 1: \{/],
    ['one that was cut', () => asked('fold-lr', damaged()), /line 20 of log file .*damaged\.log cannot be read(.|\n)*was it cut\?/],
    ['a spec without observations', () => ['validate', '--spec', fixture('airlock'), '--log', mail], /spec airlock does not say what can be seen of its runs/],
    ['a record that is not there', () => [...asked('fold-lr'), '--traced', 'kvm_entri'], /knows no record "kvm_entri"(.|\n)*kvm_entry/],
    ['a misspelt flag', () => ['validate', '--spec', 'vgic-hw', '--lgo', mail], /unknown flag --lgo of explore validate(.|\n)*nearest +--log/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await cli(args());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
