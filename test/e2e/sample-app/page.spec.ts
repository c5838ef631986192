import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';
import { dropKeyspace } from '../../support/cassandra.js';
import { chromium } from '../../support/chromium.js';
import { look } from '../dashboard/look.js';
import { seriousFindings } from '../dashboard/serious-findings.js';
import { environmentOf, SAMPLE_APP, startApp } from './sample-app.js';

const KEYSPACE = `sample_page_${process.pid}`;
const PICTURES = join(__dirname, '../../../.test-results/dashboard');

/** `schema page` of the sample application's own command line, while `work` runs. */
async function withPage(work: (url: string) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, [join(SAMPLE_APP, 'dist/cli.js'), 'schema', 'page', '--port', '0'], {
    env: { ...process.env, ...environmentOf(KEYSPACE) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const [line]: readonly unknown[] = await once(createInterface({ input: child.stdout }), 'line');
    await work(String(line));
  } finally {
    child.kill('SIGINT');
    await exited;
  }
}

describe('the page of the sample application in Chromium', () => {
  afterAll(() => dropKeyspace(KEYSPACE));

  it('has nothing that is cut off, no serious finding of axe, and everything in order', async () => {
    mkdirSync(PICTURES, { recursive: true });
    await (await startApp(KEYSPACE)).stop();
    const browser = await puppeteer.launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-gpu'] });
    try {
      await withPage(async (url) => {
        const page = await browser.newPage();
        await page.goto(url);
        const text = String(await page.evaluate('document.body.innerText'));
        expect(text).toContain('5 migrations');
        expect(text).toContain('✔ in sync');
        const found: string[] = [];
        for (const width of [390, 1440]) {
          for (const scheme of ['light', 'dark']) {
            await page.setViewport({ width, height: 900 });
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
            const problems = [...(await page.evaluate(look)), ...(await seriousFindings(page))];
            found.push(...problems.map((problem) => `${width} ${scheme}: ${problem}`));
            await page.screenshot({ path: join(PICTURES, `sample-${width}-${scheme}.png`), fullPage: true });
          }
        }
        expect(found).toEqual([]);
      });
    } finally {
      await browser.close();
    }
  }, 240_000);
});
