import { source as AXE, type AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';

/** Serious findings of axe about the page that is open, or a part of it. */
export async function seriousFindings(page: Page, context = 'document'): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const results = (await page.evaluate(`axe.run(${context})`)) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join('; ')}`);
}
