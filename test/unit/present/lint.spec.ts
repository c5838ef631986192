import { showLint } from '../../../lib/cli/actions/lint-migrations.js';
import { lintJson, presentLint } from '../../../lib/present/lint.presenter.js';
import { parseSettings } from '../../../lib/cli/settings/parse-settings.js';
import { fromFlags } from '../../../lib/cli/settings/raw-settings.js';
import { PLAIN } from '../../../lib/present/paint.js';
import { Terminal } from '../../../lib/cli/terminal/terminal.js';
import type { LintFinding } from '../../../lib/core/lint/input/finding.js';
import type { LintReport } from '../../../lib/migrations/lint-source.js';
import { fakeStreams } from '../cli/terminal/fake-streams.js';

const finding = (more: Partial<LintFinding> = {}): LintFinding => ({
  code: 'C107',
  severity: 'error',
  message: 'drops a table and its data',
  instead: 'Say so.',
  migration: '20260101_001_a',
  origin: '20260101_001_a.cql',
  line: 2,
  column: 3,
  direction: 'upgrade',
  statement: 'DROP\n  TABLE t',
  ...more,
});
const WARNING = finding({
  code: 'C103',
  severity: 'warning',
  line: undefined,
  column: undefined,
  statement: undefined,
});
const report = (...findings: readonly LintFinding[]): LintReport => ({
  source: 'migrations',
  migrations: 2,
  dryRun: [],
  findings,
});

describe('presentLint', () => {
  it('says once what is said of several migrations as a whole, and names them', () => {
    const other = { ...WARNING, migration: '20260102_001_b', origin: '20260102_001_b.cql' };
    expect(
      presentLint(report(WARNING, finding(), other), PLAIN)
        .split('\n')
        .slice(2, 6),
    ).toEqual([
      '  ! 2 migrations warning C103: drops a table and its data',
      '      Say so.  docs/lint.md#c103',
      '      20260101_001_a.cql',
      '      20260102_001_b.cql',
    ]);
  });

  it('says what, where and what to do, a finding after the other', () => {
    expect(
      presentLint(report(finding(), WARNING, finding({ severity: 'info' })), PLAIN)
        .split('\n')
        .slice(0, 7),
    ).toEqual([
      'migrations · 2 migrations · 1 error, 1 warning, 1 note',
      '',
      '  ✖ 20260101_001_a.cql:2:3 error C107: drops a table and its data',
      '      DROP TABLE t',
      '      Say so.  docs/lint.md#c107',
      '',
      '  ! 20260101_001_a.cql warning C103: drops a table and its data',
    ]);
  });

  it('is one line where there is nothing to say', () => {
    expect(presentLint(report(), PLAIN)).toBe('migrations · 2 migrations · no findings');
  });

  it('says that the answers to code were empty', () => {
    expect(presentLint({ ...report(), dryRun: ['a.ts', 'b.ts'] }, PLAIN)).toContain(
      '2 migrations are code: each was run without a database. Nothing was sent and every answer was empty',
    );
  });
});

describe('lintJson', () => {
  it('says where to read more', () => {
    expect(lintJson(report(finding()))).toMatchObject({
      migrationsDir: 'migrations',
      migrations: 2,
      findings: [{ code: 'C107', line: 2, documentation: 'docs/lint.md#c107' }],
    });
  });
});

describe('showLint', () => {
  it.each([
    ['nothing', [], {}, 0],
    ['a warning', [WARNING], {}, 0],
    ['a warning that is denied', [WARNING], { denyWarnings: true }, 5],
    ['a note, although warnings are denied', [finding({ severity: 'info' })], { denyWarnings: true }, 0],
    ['an error', [finding()], {}, 5],
  ])('of %s ends as it should', (_, findings, flags, code) => {
    const streams = fakeStreams({ isTTY: false });
    const settings = parseSettings(fromFlags(flags), { password: undefined });
    expect(showLint(report(...findings), settings, new Terminal({ json: true, color: false }, streams))).toBe(code);
    expect(JSON.parse(streams.written.output)).toMatchObject({
      findings: findings.map(({ code: found }) => ({ code: found })),
    });
  });
});
