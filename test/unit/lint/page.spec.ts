import { presentLint } from '../../../lib/present/lint.presenter.js';
import { PLAIN } from '../../../lib/present/paint.js';
import { lintMigrations } from '../../../lib/core/lint/lint-migrations.js';
import { RULES } from '../../../lib/core/lint/rules/rules.js';
import { WAIVER_RULES, type RuleText } from '../../../lib/core/lint/rules/waiver-rules.js';
import { migrationsIn, ruleSections } from '../../support/lint-page.js';
import { blocksOf } from '../../support/markdown.js';

const rules: readonly RuleText[] = [...RULES, ...Object.values(WAIVER_RULES)];
const sections = ruleSections();
const sectionOf = (code: string) => sections.find((section) => section.code === code);

/** What only code does is shown in the tests of code. */
const WITHOUT_EXAMPLES = ['C102', 'C114', 'C115'];
const examples = sections
  .filter(({ code }) => !WITHOUT_EXAMPLES.includes(code))
  .map(({ code, examples: [bad, good] }) => ({ code, bad, good }));

describe('docs/lint.md', () => {
  it('shows what is really printed', () => {
    const [script, output] = blocksOf('docs/lint.md').filter(({ language }) => language !== 'sh');
    const name = '20260301_001_drop_legacy';
    const findings = lintMigrations([{ form: 'script', name, origin: `${name}.cql`, text: script?.text ?? '' }]);
    const report = { source: 'migrations', migrations: 1, dryRun: [], findings };
    expect(output?.text).toBe(`${presentLint(report, PLAIN)}\n`);
  });

  it('shows a waiver that waives', () => {
    const script = blocksOf('docs/lint.md').find(({ text }) => text.includes('brands_country_idx'));
    const findings = script ? lintMigrations(migrationsIn(script)) : [];
    expect(findings.map(({ code }) => code)).toEqual(['C223']);
  });

  it('has one section for each rule, in the order of the codes', () => {
    const codes = rules.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].toSorted());
    expect(sections.map(({ code }) => code)).toEqual(codes);
  });

  it.each(rules)('says of $code what the rule says', ({ code, title, severity, why, instead, isFixed }) => {
    const text = sectionOf(code)?.text;
    expect(text).toContain(`**${title}** · ${severity}${isFixed ? ' · cannot be waived' : ''} `);
    expect(text).toContain(` ${why} `);
    expect(text).toContain(` ${instead} `);
  });

  it.each(examples)('shows what $code finds', ({ code, bad }) => {
    expect(bad && lintMigrations(migrationsIn(bad)).map((finding) => finding.code)).toContain(code);
  });

  it.each(examples)('shows how to avoid $code, and nothing else that is worse than a note', ({ code, good }) => {
    const findings = good && lintMigrations(migrationsIn(good));
    expect(findings?.filter((finding) => finding.code === code || finding.severity !== 'info')).toEqual([]);
  });
});
