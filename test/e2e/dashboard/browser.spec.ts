import type { INestApplication } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { useKeyspace } from '../../support/cassandra.js';
import { chromium } from '../../support/chromium.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { backfillsOf, HOSTILE, LONG, migrationsOf, startApplication, tenantsOf } from './application.js';
import { look } from './look.js';
import { seriousFindings } from './serious-findings.js';

const PICTURES = join(__dirname, '../../../.test-results/dashboard');
const WIDTHS = [390, 1440] as const;
const SCHEMES = ['light', 'dark'] as const;

/** One application and one browser for everything. */
describe('the dashboard in Chromium', () => {
  const shop = useKeyspace('browser');
  const empty = useKeyspace('browser_empty');
  const filling = useKeyspace('browser_filling');
  const state = useKeyspace('browser_state');
  const acme = useKeyspace('browser_acme');
  const globex = useKeyspace('browser_globex');
  const migrations = useMigrationsDirectory();
  const forTenants = useMigrationsDirectory();
  const ending = new AbortController();
  let filled: { readonly running: Promise<unknown> } | undefined;
  const seen = { events: [] as string[] };
  let app: INestApplication;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    const long = 'a_name_that_somebody_thought_good_and_that_is_longer_than_a_telephone_is_wide';
    migrations.write('20260101_001_first.cql', FIRST);
    migrations.write(`20260102_001_${long}.cql`, FAILING);
    migrations.write('20260103_001_third.cql', '-- upgrade\nCREATE TABLE third (id int PRIMARY KEY);\n');
    forTenants.write('20260101_001_notes.cql', '-- upgrade\nCREATE TABLE notes (id int PRIMARY KEY);\n');
    app = await startApplication(
      {
        shop: shop.name,
        empty: empty.name,
        filling: filling.name,
        state: state.name,
        tenants: [acme.name, globex.name, `keyspace_${'x'.repeat(39)}`],
      },
      { shop: migrations.path, tenants: forTenants.path },
    );
    await tenantsOf(app).migrate({ only: [acme.name] });
    filled = await fill();
    await migrationsOf(app)
      .apply()
      .catch(() => {});
    await shop.client.execute(
      `INSERT INTO "_coodie_migrations_lock" (lock_id, acquired_at, owner) VALUES ('coodie_migration_lock', toTimestamp(now()), '<i>pod-1:1:x') USING TTL 300`,
    );
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
    ending.abort();
    await filled?.running;
    await browser?.close();
    await app?.close();
  });

  /** One backfill that is under way, and one that somebody has paused. */
  async function fill(): Promise<{ readonly running: Promise<unknown> }> {
    const run = (cql: string, params: readonly unknown[] = []) =>
      filling.client.execute(cql, [...params], { prepare: true });
    await run('CREATE TABLE people (id int PRIMARY KEY, name text, first text)');
    for (let id = 0; id < 600; id += 1) await run('INSERT INTO people (id, name) VALUES (?, ?)', [id, `n${id} x`]);
    await backfillsOf(app).start(LONG);
    await backfillsOf(app).pause(LONG, '<img src=x onerror=alert(3)> costs too much');
    await backfillsOf(app).start('split_names');
    const running = backfillsOf(app)
      .run('split_names', { signal: ending.signal })
      .catch((error: unknown) => error);
    while ((await backfillsOf(app).status('split_names')).workers === 0) await delay(200);
    return { running };
  }

  const open = async (path: string) => {
    seen.events = [];
    const answer = await page.goto(`${await app.getUrl()}/${path}`);
    return { headers: answer?.headers() ?? {}, text: String(await page.evaluate('document.body.innerText')) };
  };

  it.each([
    ['shop', 'a failed migration, hostile names and comments, and a run that holds the lock'],
    ['empty', 'an empty keyspace'],
    ['filling', 'a backfill that runs, and one that is paused'],
    ['tenants', 'tenants that are up to date, late, and missing'],
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
      await page.screenshot({ path: join(PICTURES, `${path.replace(/\W.*/, '')}-${width}-${scheme}.png`) });
    }
    expect(found).toEqual([]);
    expect(await page.evaluate('document.querySelectorAll(".box").length')).toBe(BOXES[path]);
  });

  it('loads nothing, runs nothing, and shows hostile names and comments as text', async () => {
    const { headers, text } = await open('shop');
    expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src 'self'");
    expect(seen.events).toEqual(['request /shop']);
    await page.evaluate('for (const it of document.querySelectorAll("details")) it.open = true');
    const opened = String(await page.evaluate('document.body.innerText'));
    for (const shown of [HOSTILE, '<script>alert(2)</script>', '<b>first</b>', '<i>pod-1']) {
      expect(opened).toContain(shown);
    }
    expect(text).toContain('✖ failed');
    expect(await page.evaluate('document.querySelectorAll("script, img, b > b, i").length')).toBe(0);
  });

  it('has an image that runs nothing where it is opened by itself', async () => {
    await page.goto(`${await app.getUrl()}/shop/erd.svg`);
    expect(seen.events.filter((event) => !event.startsWith('request'))).toEqual([]);
    expect(await page.evaluate('document.querySelectorAll(".box").length')).toBe(BOXES['shop']);
  });

  it('says how far backfills are, and where each tenant stands', async () => {
    const { text: backfills } = await open('filling');
    const tidied = backfills.replaceAll(/\s+/g, ' ');
    expect(tidied).toMatch(/split_names of people • running \d+ % \d+ of 64 ranges/);
    expect(tidied).toContain('<img src=x onerror=alert(3)> costs too much');
    expect(tidied).toContain(`To go on: coodie backfill resume ${LONG}`);
    const { text: tenants } = await open('tenants');
    expect(tenants).toContain('2 of 3 tenants not up to date');
    for (const sign of ['✔ applied', '• pending', '✖ unknown', '20260101_001_notes']) expect(tenants).toContain(sign);
  });

  it('loads itself again only for who has asked for it', async () => {
    await open('filling');
    expect(await page.evaluate('document.querySelectorAll("meta[http-equiv=refresh]").length')).toBe(0);
    await open('filling?refresh=on');
    expect(await page.evaluate('document.querySelectorAll("meta[http-equiv=refresh]").length')).toBe(1);
  });

  it('is of use by the keyboard: every frame that scrolls can be reached, and what has the focus is seen', async () => {
    await open('shop');
    await page.setViewport({ width: 390, height: 900 });
    const unreachable = await page.evaluate(
      '[...document.querySelectorAll("*")].filter((it) => /auto|scroll/.test(getComputedStyle(it).overflowX) && it.scrollWidth > it.clientWidth && it.tabIndex < 0).length',
    );
    expect(unreachable).toBe(0);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Load the page again');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });
});

const BOXES: Readonly<Record<string, number>> = { shop: 6, empty: 0, many: 100, filling: 1, tenants: 1 };

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

const FAILING = `-- upgrade
CREATE TABLE half (id int PRIMARY KEY);
ALTER TABLE nothing ADD x int;
`;
