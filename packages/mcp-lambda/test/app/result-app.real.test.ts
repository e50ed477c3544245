import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser, type FrameLocator, type Page } from 'playwright-core';
import { openTestServer, type TestServer } from '../test-server.js';

const FIXTURES = join(import.meta.dirname, '../../../../fixtures');
/** Where screenshots go, to be looked at. */
const SHOTS = process.env.SLUICE_SCREENSHOTS;
const DAYS = "SELECT weather, count(*) AS days, round(avg(temp_max), 1) AS warmest FROM 'seattle-weather.csv' GROUP BY ALL ORDER BY weather";

let server: TestServer;
let browser: Browser;
let html: string;
let host: string;

beforeAll(async () => {
  server = await openTestServer({ engine: { roots: [FIXTURES] } });
  server.write('hostile.csv', 'name,n\n"<img src=x onerror=""document.title=\'run\'"">",1\n"</script><script>document.title=\'run\'</script>",2\n');
  server.write('big.csv', 'id,v\n9007199254740993,b\n9007199254740992,a\n-1,\n');
  browser = await chromium.launch(await findChromium(server.folder));
  const { contents } = await server.client.readResource({ uri: 'ui://sluice/result.html' });
  const [content] = contents;
  html = content !== undefined && 'text' in content ? content.text : '';
  const { outputFiles } = await build({ entryPoints: [join(import.meta.dirname, '../../app/test-host.ts')], bundle: true, format: 'iife', write: false });
  host = outputFiles[0]?.text ?? '';
}, 240_000);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** The browser that an npm package carries: no installer, and the same version everywhere. */
async function findChromium(folder: string): Promise<{ executablePath: string; args: string[] }> {
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, '@sparticuz/chromium@141.0.0'], { cwd: folder });
  const entry = pathToFileURL(join(folder, 'node_modules/@sparticuz/chromium/build/esm/index.js')).href;
  // In a process of its own: a module from elsewhere is none of the test runner's.
  const script = `const { default: chromium } = await import(${JSON.stringify(entry)}); console.log(JSON.stringify({ executablePath: await chromium.executablePath(), args: chromium.args }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const { executablePath, args } = JSON.parse(stdout) as { executablePath: string; args: string[] };
  // One process for all would end with the first page that is closed.
  return { executablePath, args: args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote') };
}

interface Opened {
  readonly page: Page;
  readonly app: FrameLocator;
  readonly calls: unknown[];
  readonly errors: string[];
}

/** Asks the server as a model would, and shows the result in the app. */
async function open(sql: string, theme: 'light' | 'dark' = 'light', args: object = {}): Promise<Opened> {
  const result = await server.client.callTool({ name: 'query', arguments: { sql, ...args } });
  const page = await browser.newPage({ viewport: { width: 760, height: 900 } });
  const [calls, errors]: [unknown[], string[]] = [[], []];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.setContent('<!doctype html><title>host</title><style>iframe{width:100%;border:0}</style><body></body>');
  await page.exposeFunction('callServer', async (params: { name: string; arguments: Record<string, unknown> }) => {
    calls.push(params);
    return await server.client.callTool(params);
  });
  await page.addScriptTag({ content: host });
  await page.evaluate(([text, shown, scheme]) => (globalThis as unknown as { showResult: (...args: unknown[]) => Promise<void> }).showResult(text, shown, scheme), [html, result, theme] as const);
  const app = page.frameLocator('iframe');
  await app.locator('td').first().waitFor();
  return { page, app, calls, errors };
}

const cellsOf = (app: FrameLocator, column: number): Promise<string[]> => app.locator(`tbody td:nth-child(${column})`).allTextContents();

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

describe('the result app in Chromium', () => {
  it('shows rows that it reads through the bridge, from the kept result', async () => {
    const { page, app, calls, errors } = await open(DAYS);
    expect(await cellsOf(app, 1)).toEqual(['drizzle', 'fog', 'rain', 'snow', 'sun']);
    expect(await app.getByRole('status').textContent()).toBe('5 rows, all of them');
    expect(calls).toEqual([{ name: 'query', arguments: { cursor: expect.stringMatching(/^\w{10}-0-\w{4}$/), format: 'json', max_rows: 1_000 } }]);
    expect(await app.locator('#notes').textContent()).toContain('seattle-weather.csv');
    expect(errors).toEqual([]);
    await shoot(page, 'light');
    await page.close();
  });

  it('sorts by a click and by the keyboard, and says so', async () => {
    const { page, app } = await open(DAYS);
    await app.getByRole('button', { name: 'days' }).click();
    expect(await cellsOf(app, 2)).toEqual(['26', '53', '101', '640', '641']);
    await app.getByRole('button', { name: 'days' }).focus();
    await page.keyboard.press('Enter');
    expect(await cellsOf(app, 2)).toEqual(['641', '640', '101', '53', '26']);
    expect(await app.getByRole('columnheader', { name: 'days' }).getAttribute('aria-sort')).toBe('descending');
    expect(await app.getByRole('status').textContent()).toBe('Sorted by days, descending');
    await page.close();
  });

  it('can be reached by the keyboard alone, part by part', async () => {
    const { page, app } = await open(DAYS);
    const reached: string[] = [];
    await app.locator('body').evaluate((body) => (body as unknown as { focus: () => void }).focus());
    for (let i = 0; i < 6; i += 1) {
      await page.keyboard.press('Tab');
      reached.push(await app.locator(':focus').evaluate((element) => (element as unknown as { id: string; textContent: string }).id || (element as unknown as { textContent: string }).textContent));
    }
    expect(reached).toEqual(['rows', 'weather', 'days', 'warmest', 'x', 'y']);
    await page.close();
  });

  it('draws a chart, of the columns that are chosen', async () => {
    const { page, app } = await open(DAYS);
    const chart = app.getByRole('img');
    expect(await chart.getAttribute('aria-label')).toMatch(/^Bars of days by weather;/);
    expect(await app.locator('rect.mark').count()).toBe(5);
    await app.getByLabel('Up').selectOption('warmest');
    expect(await chart.getAttribute('aria-label')).toMatch(/^Bars of warmest by weather;/);
    await page.close();
  });

  it('fetches more rows when asked to', async () => {
    const { page, app, calls } = await open("FROM 'seattle-weather.csv'");
    const before = await app.locator('tbody tr').count();
    await app.getByRole('button', { name: 'More rows' }).click();
    await app.locator('tbody tr').nth(before).waitFor();
    expect(calls).toHaveLength(2);
    await page.close();
  });

  it('is dark where the host is, also when the host changes', async () => {
    const { page, app } = await open(DAYS, 'dark');
    const background = (): Promise<string> => app.locator('body').evaluate((body) => (globalThis as unknown as { getComputedStyle: (element: unknown) => { backgroundColor: string } }).getComputedStyle(body).backgroundColor);
    expect(await background()).toBe('rgb(27, 30, 36)');
    await shoot(page, 'dark');
    await page.evaluate(() => (globalThis as unknown as { setTheme: (theme: string) => void }).setTheme('light'));
    await app.locator('html[style*="light"]').waitFor();
    expect(await background()).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  it('shows what a file says, and runs none of it', async () => {
    const { page, app, errors } = await open("FROM 'hostile.csv'");
    expect((await cellsOf(app, 1)).join()).toContain('onerror');
    expect(await app.locator('img:not([src=""]), tbody script').count()).toBe(0);
    expect(await page.title()).toBe('host');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('may fetch nothing and run nothing but its own', async () => {
    const { page, app } = await open(DAYS);
    const tried = await app.locator('body').evaluate(async () => {
      const { document, fetch } = globalThis as unknown as { document: { createElement: (name: string) => { textContent: string }; head: { append: (node: unknown) => void } }; fetch: (url: string) => Promise<unknown> };
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.head.append(script);
      const fetched = await fetch('https://example.com/').then(() => 'fetched', () => 'refused');
      return [fetched, (globalThis as { injected?: boolean }).injected ?? 'refused'];
    });
    expect(tried).toEqual(['refused', 'refused']);
    await page.close();
  });

  it('sorts integers beyond what a DOUBLE holds, and NULL last', async () => {
    const { page, app } = await open("FROM 'big.csv'");
    await app.getByRole('button', { name: 'id' }).click();
    expect(await cellsOf(app, 1)).toEqual(['-1', '9007199254740992', '9007199254740993']);
    await app.getByRole('button', { name: 'v' }).click();
    expect(await cellsOf(app, 2)).toEqual(['a', 'b', 'NULL']);
    await page.close();
  });

  it('lets the host take it away', async () => {
    const { page } = await open(DAYS);
    expect(await page.evaluate(() => (globalThis as unknown as { tearDown: () => Promise<unknown> }).tearDown())).toEqual({});
    await page.close();
  });
});
