/** The page as people use it: a real browser, real clicks and keys, on the specs that matter most. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findSpec, type SpecSource } from '../../src/catalog.js';
import { launch, missing } from '../support/browser.js';
import { root } from '../support/run-cli.js';
import { served } from './served.js';
import toAndFro, { hostile, kinds } from './toys.js';

if (missing !== null) {
  console.warn(missing);
  test('there is a browser in CI', () => expect(process.env.CI === 'true' ? missing : null).toBe(null));
}

const here = (file: string) => new URL(`../../dist/test/web/${file}`, import.meta.url).href;
const [vgic, sdei] = [await findSpec('vgic-hw'), await findSpec('sdei')];
const shots = process.env.EXPLORE_SHOTS;

interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

describe.skipIf(missing !== null)('the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  /** A page at a place, which complains about whatever it should not do. */
  async function open(source: SpecSource, place = '', { width = 1400, height = 900, dark = false }: Look = {}): Promise<Page> {
    const server = await served(source, { bounds: { workers: 2, memory: 2 ** 27 } });
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) wrong.push(`it asks ${request.url()}`);
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 400/.test(message.text())) wrong.push(message.text());
    });
    onTestFinished(async () => {
      await context.close();
      expect([...wrong, ...server.faults]).toEqual([]);
    });
    await page.goto(server.url + place);
    await page.locator('main section').first().waitFor();
    return page;
  }

  const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
  const steps = (page: Page) => section(page, 'Path').getByRole('listitem');
  const hash = (page: Page) => new URL(page.url()).hash;
  const variable = (page: Page, path: string) => page.locator(`td[data-path="${path}"]`);

  async function shoot(page: Page, name: string): Promise<void> {
    if (shots === undefined) return;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`) });
  }

  test('walks, goes back, branches, and is the same after it is loaded again', async () => {
    const page = await open(vgic);
    await page.getByRole('button', { name: 'host.load(vcpu 0, pcpu 0)' }).hover();
    await expect.poll(() => variable(page, 'vcpus[0].pc').textContent()).toBe('out → flushTimer');
    expect(await variable(page, 'vcpus[0].pc').getAttribute('class')).toBe('would');
    await page.getByRole('button', { name: 'host.load(vcpu 0, pcpu 0)' }).click();
    await section(page, 'The state after step 1').waitFor();
    expect(await variable(page, 'vcpus[0].pc').getAttribute('class')).toBe('changed');
    await page.getByRole('button', { name: 'kvm.flushTimer(vcpu 0)' }).click();
    await section(page, 'The state after step 2').waitFor();
    const before = hash(page);
    expect(await steps(page).allTextContents()).toEqual(['0the initial state', '1host schedulerhost.load(vcpu 0, pcpu 0)', '2kvm vcpu0kvm.flushTimer(vcpu 0)']);
    // Back in the path, and another way from there.
    await page.getByRole('button', { name: 'one step back' }).click();
    await section(page, 'The state after step 1').waitFor();
    await page.getByRole('button', { name: 'host.put(vcpu 0)' }).click();
    await expect.poll(() => steps(page).last().textContent()).toContain('↺ the initial state again');
    // Back in the browser's history.
    await page.goBack();
    await page.goBack();
    await expect.poll(() => hash(page)).toBe(before);
    await section(page, 'The state after step 2').waitFor();
    await page.reload();
    await section(page, 'The state after step 2').waitFor();
    expect(await steps(page).count()).toBe(3);
    await shoot(page, 'walk');
  });

  test('says why something cannot happen', async () => {
    const page = await open(vgic);
    await page.getByText('What cannot happen, and why').click();
    const reason = page.locator('.disabled dl > div').filter({ hasText: 'kvm.enter(vcpu 0)' });
    await expect.poll(() => reason.textContent()).toBe('kvm.enter(vcpu 0)vcpus[0].pc = outpossible with vcpus[0].pc = ready');
  });

  test('finds the nearest violation, shows it as columns, compares two of its states', async () => {
    const page = await open(vgic, '#variant=sync-clears-active');
    await page.getByRole('button', { name: 'violation', exact: true }).click();
    // The same length as in the table of all variants: I1 and S1 by 13 steps.
    await section(page, 'The state after step 13').waitFor();
    expect(await page.locator('.properties > ul > li.violated b').allTextContents()).toEqual(['I1', 'S1']);
    await shoot(page, 'violation');
    await page.getByRole('link', { name: 'Columns' }).click();
    await page.locator('.grid .step').first().waitFor();
    expect(await page.locator('.lane-head').allTextContents()).toEqual(['', 'device', 'host scheduler', 'guest vcpu0', 'kvm vcpu0']);
    expect(await page.locator('.grid .step').count()).toBe(13);
    await page.locator('.grid .step').nth(3).click();
    await section(page, 'The state after step 4').waitFor();
    await page.getByLabel('compared with').selectOption({ label: 'the initial state' });
    await expect.poll(() => variable(page, 'vcpus[0].pc').textContent()).toBe('out → flushActive');
    expect(hash(page)).toContain('compare=0');
    await shoot(page, 'columns');
  });

  test('marks what is a loop', async () => {
    const page = await open({ spec: toAndFro, url: here('toys.js') }, '#path=0/1/2&at=2&view=columns');
    await page.locator('.loop').waitFor();
    expect(await page.locator('.loop').textContent()).toBe('a loop: steps 1 to 2 can be repeated for ever');
    expect(await page.locator('.step').last().textContent()).toContain('✗ arrives');
    const [loop, last] = [await page.locator('.loop').boundingBox(), await page.locator('.step').last().boundingBox()];
    expect((loop?.y ?? 0) + (loop?.height ?? 0)).toBeLessThanOrEqual((last?.y ?? 0) + (last?.height ?? 0) + 10);
    await shoot(page, 'loop');
  });

  test('is used with keys alone', async () => {
    const page = await open(vgic, '#variant=sync-clears-active');
    await section(page, 'The initial state').waitFor();
    await page.keyboard.press('1');
    await section(page, 'The state after step 1').waitFor();
    await page.keyboard.press('1');
    await section(page, 'The state after step 2').waitFor();
    await page.keyboard.press('k');
    await section(page, 'The state after step 1').waitFor();
    await page.keyboard.press('Home');
    await section(page, 'The initial state').waitFor();
    await page.keyboard.press('End');
    await section(page, 'The state after step 2').waitFor();
    await page.keyboard.press('e');
    await page.keyboard.type('vcpus[0].pc == guest && vcpus[0].irqs[0].line');
    await page.keyboard.press('Enter');
    await expect.poll(() => variable(page, 'vcpus[0].pc').textContent()).toContain('guest');
    await expect.poll(() => page.getByRole('status').last().textContent()).toContain('Found: vcpus[0].pc == guest');
    // Typing is no command; leaving the field is.
    await page.keyboard.press('Escape');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await shoot(page, 'help');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    // Whoever closes the help and types at once is heard: at once is before anything else that the browser has to do.
    const closeAndPress = (key: string) =>
      page.evaluate(`{
      document.querySelector('dialog').close();
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true }));
    }`);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await closeAndPress('?');
    await page.getByRole('dialog').waitFor();
    await closeAndPress('r');
    await expect.poll(() => page.getByRole('link', { name: 'Run', exact: true }).getAttribute('aria-current')).toBe('page');
    expect(await page.getByRole('dialog').count()).toBe(0);
    for (const [key, view] of [
      ['c', 'Columns'],
      ['g', 'Graph'],
      ['r', 'Run'],
      ['v', 'Variants'],
      ['w', 'Walk'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => page.getByRole('link', { name: view, exact: true }).getAttribute('aria-current')).toBe('page');
    }
    // Tab reaches the first action, Enter takes it.
    for (let pressed = 0; pressed < 80 && (await page.locator('button.action:focus').count()) === 0; pressed++) await page.keyboard.press('Tab');
    const length = await steps(page).count();
    await page.keyboard.press('Enter');
    await expect.poll(() => steps(page).count()).toBe(length + 1);
  });

  test('explores with progress, and opens what it has found', async () => {
    const page = await open(vgic, '#view=run');
    await page.getByRole('button', { name: 'explore', exact: true }).click();
    await page.getByText('All 56,408 reachable states were checked: every property holds and every witness was reached.').waitFor();
    await page.getByText('States per level: 43 levels').waitFor();
    expect(await page.locator('.figures').textContent()).toContain('177,336');
    await shoot(page, 'run');
    // The model is chosen above; the run of a witness opens in the walk.
    await page.getByLabel('variant').selectOption('sync-clears-active');
    await page.getByLabel('go on after the first violation').check();
    await page.getByRole('button', { name: 'explore', exact: true }).click();
    await page.getByRole('row', { name: /^S2/ }).getByRole('link', { name: '16 steps' }).click();
    await section(page, 'The state after step 16').waitFor();
    expect(await page.locator('.properties > ul > li.violated b').allTextContents()).toContain('S2');
  });

  test('stops what takes too long, and finds it under way after it is loaded again', async () => {
    const page = await open(vgic, '#view=run&param=vcpus=4');
    await page.getByRole('button', { name: 'explore', exact: true }).click();
    await section(page, 'Under way').waitFor();
    await page.reload();
    await section(page, 'Under way').waitFor();
    await page.getByRole('button', { name: 'stop' }).click();
    await section(page, 'Result').waitFor();
    expect(await page.locator('.conclusion').textContent()).toMatch(/^Interrupted/);
  });

  test('checks all variants, and each cell is a way into the model', async () => {
    const page = await open(await findSpec('two-phase'), '#view=variants');
    await page.getByRole('button', { name: 'check them all' }).click();
    await page.getByText(/^All \d+ were checked\.$/).waitFor();
    await shoot(page, 'variants');
    // The README of the repository shows this run: 3 steps.
    await page
      .getByRole('row', { name: /^hasty/ })
      .getByRole('link', { name: /^consistency: violated by 3 steps/ })
      .click();
    await section(page, 'The state after step 3').waitFor();
    expect(hash(page)).toContain('variant=hasty');
  });

  test('draws 500 states, moves, zooms, and saves them', async () => {
    const page = await open(vgic, '#view=graph');
    await page.locator('a.state-node').first().waitFor();
    expect(await page.locator('.state-node').count()).toBe(22);
    await shoot(page, 'graph');
    await page.getByLabel('at most').selectOption('500');
    await page.locator('a.state-node').first().waitFor();
    const begun = Date.now();
    await page.getByLabel('steps', { exact: true }).fill('20');
    await expect.poll(() => page.locator('.state-node').count(), { interval: 20 }).toBe(500);
    console.info(`500 states drawn in ${Date.now() - begun} ms`);
    await shoot(page, 'graph-500');
    const transform = () => page.locator('.canvas svg').evaluate((svg) => svg.style.transform);
    const whole = await transform();
    await page.getByRole('button', { name: 'zoom in' }).click();
    await expect.poll(transform).not.toBe(whole);
    await page.getByRole('button', { name: 'show all' }).click();
    await expect.poll(transform).toBe(whole);
    const canvas = await page.locator('.canvas').boundingBox();
    await page.mouse.move((canvas?.x ?? 0) + 20, (canvas?.y ?? 0) + 20);
    await page.mouse.down();
    await page.mouse.move((canvas?.x ?? 0) + 120, (canvas?.y ?? 0) + 60);
    await page.mouse.up();
    expect(await transform()).not.toBe(whole);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'save as SVG' }).click()]);
    expect(download.suggestedFilename()).toBe('vgic-hw-default.svg');
    const svg = readFileSync(await download.path(), 'utf8');
    expect(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/.test(svg)).toBe(true);
    expect(/<script|href=|onload|127\.0\.0\.1|class=/.exec(svg)).toBe(null);
    // The states, and what lies behind them.
    expect(svg.match(/<rect /g)?.length).toBe(501);
    // A state is a link to itself.
    await page.getByLabel('steps', { exact: true }).fill('1');
    await expect.poll(() => page.locator('a.state-node').count()).toBe(6);
    await page.locator('a.state-node').first().focus();
    await page.keyboard.press('Enter');
    await section(page, 'Around the state after step 1').waitFor();
  });

  test('draws a projection of the whole space, at an address of its own', async () => {
    const page = await open(vgic, '#view=graph');
    await page.getByLabel('projection on').fill('vcpus[0].irqs[0].lrP, vcpus[0].irqs[0].lrA');
    await page.getByRole('button', { name: 'draw' }).click();
    await page.locator('.state-node').first().waitFor();
    // I2 holds: a list register is empty, pending or active, and never both.
    await expect.poll(() => page.locator('.state-node').count()).toBe(3);
    await shoot(page, 'projection');
    await page.reload();
    await expect.poll(() => page.locator('.state-node').count()).toBe(3);
    await page.getByRole('link', { name: 'the states around this one' }).click();
    await expect.poll(() => page.locator('.state-node').count()).toBe(22);
  });

  test('shows what an author has written as text, whatever it looks like', async () => {
    const page = await open({ spec: kinds, url: here('toys.js') }, `#path=0/1.1/2&at=2`);
    await section(page, 'The state after step 2').waitFor();
    await page.getByText('What cannot happen, and why').click();
    expect(await page.locator('img').count()).toBe(0);
    expect((await page.locator('body').textContent())?.includes(hostile)).toBe(true);
    for (const view of ['columns', 'graph', 'run', 'variants']) {
      await page.goto(`${page.url().split('#')[0]}#path=0/1.1/2&at=2&view=${view}`);
      await page.locator(`main.view-${view} section`).first().waitFor();
      expect(await page.locator('img').count()).toBe(0);
    }
    expect(await page.title()).toMatch(/^kinds/);
  });

  test('an address that leads nowhere says why, and offers the beginning', async () => {
    const page = await browser.newPage();
    const server = await served(vgic);
    onTestFinished(() => page.close());
    await page.goto(`${server.url}#path=0/99`);
    await page.getByText('step 1 of the path is no step of this model').waitFor();
    await page.getByRole('link', { name: 'begin at the initial state' }).click();
    await section(page, 'The initial state').waitFor();
    await page.goto(`${server.url}#variant=nonsense`);
    await page.getByText('unknown variant "nonsense"').waitFor();
  });

  describe.each([
    { name: 'wide', width: 1900, height: 1000, dark: false, audited: [] },
    { name: 'light', width: 1200, height: 900, dark: false, audited: ['walk', 'columns', 'graph', 'run', 'variants'] },
    { name: 'dark', width: 1200, height: 900, dark: true, audited: ['walk', 'columns', 'graph', 'run'] },
    { name: '360px', width: 360, height: 740, dark: false, audited: ['walk', 'columns'] },
  ])('$name', ({ name, audited, ...look }) => {
    test('has nothing that keeps somebody out, and nothing beside the page', async () => {
      // Two registrations, one of them undone: changes, disabled actions, a comparison.
      const page = await open(sdei, '#path=0/0/0&at=2&compare=0', look);
      for (const view of ['walk', 'columns', 'graph', 'run', 'variants']) {
        await page.goto(`${page.url().split('#')[0]}#path=0/0/0&at=2&compare=0&view=${view}`);
        await page.locator(`main.view-${view} section`).first().waitFor();
        if (view === 'walk') await page.getByText('What cannot happen, and why').click();
        if (view === 'graph') await page.locator('a.state-node').first().waitFor({ state: 'attached' });
        await shoot(page, `sdei-${name}-${view}`);
        expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), view).toBe(0);
        if (!audited.some((other) => other === view)) continue;
        if (view === 'walk') await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
        expect(
          violations.map(
            ({ id, nodes }) =>
              `${view}: ${id}: ${nodes
                .map(({ html }) => html.slice(0, 150))
                .slice(0, 3)
                .join(' | ')}`,
          ),
        ).toEqual([]);
      }
    });
  });
});

test('the whole page is under 300 kB compressed', () => {
  const files = ['index.html', 'app.js', 'style.css', 'icon.svg'].map((name) => readFileSync(join(root, 'dist/src/web/page', name)));
  expect(files.reduce((sum, content) => sum + gzipSync(content).length, 0)).toBeLessThan(300_000);
  // Nothing in it names another machine.
  for (const content of files) expect(content.toString('utf8').replaceAll(/http:\/\/www\.w3\.org\/[\w/]+/g, '')).not.toMatch(/https?:\/\//);
});
