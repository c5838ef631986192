import type { LintInput } from '../../../lib/core/lint/input/lint-input.js';
import { lintMigrations } from '../../../lib/core/lint/lint-migrations.js';

const lint = (text: string) =>
  lintMigrations([{ form: 'script', name: '20260101_001_a', origin: 'a.cql', text }])
    .filter(({ code }) => code !== 'C103')
    .map(({ code, line }) => `${code}:${line ?? ''}`);

const READ = 'SELECT a FROM t;';

describe('a waiver', () => {
  it.each([
    [
      'on the line before is for the statement',
      `${READ}\n-- coodie:allow C301 small\n${READ}`,
      ['C301:1', 'C302:1', 'C302:3'],
    ],
    ['of slashes is one, too', `a;\n// coodie:allow C301: small\n${READ}`, ['C109:1', 'C302:3']],
    [
      'may stand above another',
      `${READ}\n-- coodie:allow C301 small\n-- coodie:allow C302 shown\n${READ}`,
      ['C301:1', 'C302:1'],
    ],
    [
      'may have other comments below it',
      `${READ}\n-- coodie:allow C301 small\n-- more\n${READ}`,
      ['C301:1', 'C302:1', 'C302:4'],
    ],
    ['on top is for the file', `-- coodie:allow C301 small\n\n${READ}\n${READ}`, ['C302:3', 'C302:4']],
    [
      'above the marker is for the file',
      `-- coodie:allow C301 small\n-- upgrade\n${READ}\n-- downgrade\n${READ}`,
      ['C302:3', 'C302:5'],
    ],
    ['is written in any case', `-- Coodie:Allow c301 small\n${READ}`, ['C302:2']],
    [
      'in the middle of nowhere waives nothing',
      `${READ}\n-- coodie:allow C301 small\n\n${READ}`,
      ['C301:1', 'C302:1', 'C903:2', 'C301:4', 'C302:4'],
    ],
    ['behind a statement is no waiver', `${READ} -- coodie:allow C301 small`, ['C301:1', 'C302:1']],
    ['in a string is no waiver', `INSERT INTO t (a) VALUES ('\n-- coodie:allow C301 small\n');`, []],
    ['without a reason waives nothing', `-- coodie:allow C301\n${READ}`, ['C901:1', 'C301:2', 'C302:2']],
    ['of an unknown code is said to be', `-- coodie:allow C999 small\n${READ}`, ['C902:1', 'C301:2', 'C302:2']],
    ['without a code, too', `-- coodie:allow\n${READ}`, ['C902:1', 'C301:2', 'C302:2']],
    [
      'of what the run refuses does not help',
      `-- coodie:allow C107 meant\nDROP TABLE IF EXISTS t;`,
      ['C902:1', 'C107:2'],
    ],
    ['of a waiver does not help', `-- coodie:allow C903 meant\n${READ}`, ['C902:1', 'C301:2', 'C302:2']],
    ['of what is not there is said to be', `-- coodie:allow C303 small\n${READ}`, ['C903:1', 'C301:2', 'C302:2']],
  ])('%s', (_, text, expected) => expect(lint(text)).toEqual(expected));

  it('of the migration as a whole may stand anywhere', () => {
    const text = `${READ}\n-- coodie:allow C103 it only reads\nTRUNCATE t;`;
    const findings = lintMigrations([{ form: 'script', name: '20260101_001_a', origin: 'a.cql', text }]);
    expect(findings.map(({ code }) => code)).not.toContain('C103');
  });

  it('of a mistyped code says which one was meant', () => {
    const text = `-- coodie:allow C3001 small\n${READ}`;
    const findings = lintMigrations([{ form: 'script', name: '20260101_001_a', origin: 'a.cql', text }]);
    expect(findings.find(({ code }) => code === 'C902')).toMatchObject({
      message: expect.stringMatching(/^there is no rule C3001; did you mean C30\d\?$/),
      line: 1,
      column: 1,
    });
  });

  it('in code is for the whole file, with its place', () => {
    const input: LintInput = {
      form: 'code',
      name: '20260101_001_a',
      origin: 'a.ts',
      text: "  // coodie:allow C301 small\n  // coodie:allow C303\nexecute('SELECT a FROM t')",
      upgrade: ['SELECT a FROM t', 'SELECT a FROM u'],
      downgrade: [],
      allowDestructive: false,
      hasDowngrade: true,
      isOneWay: false,
      stopped: [],
      notAwaited: [],
    };
    expect(lintMigrations([input]).map(({ code, line, column }) => [code, line, column])).toEqual([['C901', 2, 3]]);
  });
});
