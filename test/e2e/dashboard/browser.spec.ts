import type { INestApplication } from '@nestjs/common';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { source as AXE, type AxeResults } from 'axe-core';
import type { Client, types } from 'cassandra-driver';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { useKeyspace } from '../../support/cassandra.js';
import { chromium } from '../../support/chromium.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { HOSTILE, migrationsOf, startApplication } from './application.js';
import { look } from './look.js';

const PICTURES = join(__dirname, '../../../.test-results/dashboard');
const WIDTHS = [390, 1440] as const;
const SCHEMES = ['light', 'dark'] as const;

/** One application and one browser for everything. */
describe('the dashboard in Chromium', () => {
  const shop = useKeyspace('browser');
  const empty = useKeyspace('browser_empty');
  const migrations = useMigrationsDirectory();
  const seen = { events: [] as string[] };
  let app: INestApplication;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    const long = 'a_name_that_somebody_thought_good_and_that_is_longer_than_a_telephone_is_wide';
    migrations.write('20260101_001_first.cql', FIRST);
    migrations.write('20260101_002_fill.ts', FILLING);
    migrations.write(`20260102_001_${long}.cql`, FAILING);
    migrations.write('20260103_001_third.cql', '-- upgrade\nCREATE TABLE third (id int PRIMARY KEY);\n');
    app = await startApplication({ shop: shop.name, empty: empty.name }, migrations.path);
    await migrationsOf(app)
      .apply()
      .catch(() => {});
    await shop.client.execute(
      `INSERT INTO "_coodie_migrations_lock" (lock_id, acquired_at, owner) VALUES ('coodie_migration_lock', toTimestamp(now()), '<i>pod-1:1:x') USING TTL 300`,
    );
    await showProgress(shop.client);
    browser = await puppeteer.launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage();
    page.on('dialog', (dialog) => {
      seen.events.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => seen.events.push(`${message.type()}: ${message.text()}`));
    page.on('request', (request) => seen.events.push(`request ${new URL(request.url()).pathname}`));
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const open = async (path: string) => {
    seen.events = [];
    const answer = await page.goto(`${await app.getUrl()}/${path}`);
    return { headers: answer?.headers() ?? {}, text: String(await page.evaluate('document.body.innerText')) };
  };

  it.each([
    ['shop?refresh=off', 'a failed migration, hostile names and comments, and a run that holds the lock'],
    ['empty', 'an empty keyspace'],
    ['many', '100 tables of a database that does not answer'],
  ])('%s: %s', async (path) => {
    await open(path);
    // The parts of the large page are those of the others: axe looks at it once, folded and without the image.
    const found = path === 'many' ? [...(await seriousFindings(page, '{ exclude: [".drawing"] }'))] : [];
    for (const [width, scheme] of WIDTHS.flatMap((it) => SCHEMES.map((that) => [it, that] as const))) {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      const findings = path === 'many' ? [] : await seriousFindings(page);
      const problems = [...(await page.evaluate(look)), ...findings];
      found.push(...problems.map((problem) => `${width} ${scheme}: ${problem}`));
      const picture = join(PICTURES, `${path.replace(/\W.*/, '')}-${width}-${scheme}.png`);
      await page.screenshot({ path: picture, fullPage: path !== 'many' });
    }
    expect(found).toEqual([]);
    expect(await page.evaluate('document.querySelectorAll(".box").length')).toBe(BOXES[path]);
  });

  it('loads nothing, runs nothing, and shows hostile names and comments as text', async () => {
    const { headers, text } = await open('shop?refresh=off');
    expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src 'self'");
    expect(seen.events).toEqual(['request /shop']);
    await page.evaluate('for (const it of document.querySelectorAll("details")) it.open = true');
    const opened = String(await page.evaluate('document.body.innerText'));
    for (const shown of [HOSTILE, '<script>alert(2)</script>', '<b>first</b>', '<i>pod-1']) {
      expect(opened).toContain(shown);
    }
    expect(text).toContain('✖ failed');
    expect(text).toContain('<b>fill</b>');
    expect(text).toMatch(/● running\s+(?:Done\s+)?50 %\s+(?:Rows\s+)?1,200\s/);
    expect(text).toContain('✖ needs attention');
    expect(await page.evaluate('document.querySelectorAll("script, img, b > b, i").length')).toBe(0);
  });

  it('has an image that runs nothing where it is opened by itself', async () => {
    await page.goto(`${await app.getUrl()}/shop/erd.svg`);
    expect(seen.events.filter((event) => !event.startsWith('request'))).toEqual([]);
    expect(await page.evaluate('document.querySelectorAll(".box").length')).toBe(BOXES['shop?refresh=off']);
  });

  it('is of use by the keyboard: every frame that scrolls can be reached, and what has the focus is seen', async () => {
    await open('shop?refresh=off');
    await page.setViewport({ width: 390, height: 900 });
    const unreachable = await page.evaluate(
      '[...document.querySelectorAll("*")].filter((it) => /auto|scroll/.test(getComputedStyle(it).overflowX) && it.scrollWidth > it.clientWidth && it.tabIndex < 0).length',
    );
    expect(unreachable).toBe(0);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Load the page again every 5 seconds');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });
});

const BOXES: Readonly<Record<string, number>> = { 'shop?refresh=off': 6, empty: 0, many: 100 };

async function seriousFindings(page: Page, context = 'document'): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const results = (await page.evaluate(`axe.run(${context})`)) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join('; ')}`);
}

const FIRST = `-- description: <b>first</b>
-- upgrade
CREATE TYPE geo (lat double, lon double);
CREATE TYPE address (street text, position frozen<geo>);
CREATE TABLE products (id uuid, created_at timestamp, brand text, vendor text static, homes map<text, frozen<address>>,
  """><img src=x onerror=alert(1)>" text, PRIMARY KEY (id, created_at))
  WITH CLUSTERING ORDER BY (created_at DESC) AND comment = '<script>alert(2)</script>';
CREATE INDEX ON products (brand);
CREATE TABLE page_views_with_a_rather_long_name_of_48_letters (site text, day int, n counter, PRIMARY KEY ((site, day)));
CREATE TABLE wide (id int PRIMARY KEY, "${'W'.repeat(60)}" map<text, frozen<map<text, frozen<list<timestamp>>>>>);
`;

const FILLING = `export default class {
  reversible = false;
  async upgrade(context) {
    await context.backfill({ name: '<b>fill</b>', background: true });
  }
}`;

/** Makes the backfill look as if a process were half through with it. */
async function showProgress(client: Client): Promise<void> {
  const run = (cql: string, params: readonly unknown[]) => client.execute(cql, [...params], { prepare: true });
  const { rows } = await client.execute('SELECT name, run FROM "_coodie_backfills"');
  const [key] = rows.map((row) => [row['name'] as string, row['run'] as types.Uuid] as const);
  if (!key) throw new Error('no backfill was started');
  const [name] = key;
  await run('UPDATE "_coodie_backfills" SET table_name = ?, table_shape = ?, ranges = 2 WHERE name = ? IF EXISTS', [
    'products',
    '["x"]',
    name,
  ]);
  const range =
    'INSERT INTO "_coodie_backfill_ranges" (name, run, position, start_token, end_token, row_count, owner, seen_at, done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)';
  const now = new Date();
  await run(range, [...key, 0, String(-(2n ** 63n)), '0', 1_200, 'pod-1', now, now]);
  await run(range, [...key, 1, '0', String(2n ** 63n), 0, 'pod-2', new Date(now.getTime() + 600_000), null]);
}

const FAILING = `-- upgrade
CREATE TABLE half (id int PRIMARY KEY);
ALTER TABLE nothing ADD x int;
`;
