import { presentResults, resultsJson } from '../../../lib/present/results.presenter.js';
import { statusJson } from '../../../lib/present/status-json.js';
import { presentStatus } from '../../../lib/present/status.presenter.js';
import { PLAIN } from '../../../lib/present/paint.js';
import type { MigrationStatus } from '../../../lib/core/history/history.js';
import type { MigrationResult } from '../../../lib/migrations/run/migration-result.js';

const NOW = new Date('2026-03-03T12:00:00Z');

const status = (name: string, more: Partial<MigrationStatus> = {}): MigrationStatus => ({
  name,
  state: 'pending',
  description: '',
  appliedAt: undefined,
  checksum: 'c0ffee',
  recordedChecksum: undefined,
  origin: `${name}.cql`,
  owner: undefined,
  milliseconds: undefined,
  destructive: false,
  failure: undefined,
  renamedFrom: undefined,
  renamedTo: undefined,
  note: undefined,
  ...more,
});
const applied = (name: string, more: Partial<MigrationStatus> = {}) =>
  status(name, {
    state: 'applied',
    appliedAt: new Date('2026-03-01T12:00:00Z'),
    milliseconds: 184,
    owner: 'api:7:x',
    ...more,
  });
const view = (...migrations: readonly MigrationStatus[]) => ({
  keyspace: 'catalog',
  migrationsDir: 'migrations',
  migrations,
});

describe('presentStatus', () => {
  it('says where each migration stands, and what to do', () => {
    const migrations = [
      applied('20260115_001_add_rating'),
      applied('20260116_001_old', { state: 'missing', origin: undefined, owner: undefined, milliseconds: undefined }),
      status('20260301_001_drop_status', { destructive: true }),
    ];
    expect(presentStatus(view(...migrations), { paint: PLAIN, now: NOW }).split('\n')).toEqual([
      'catalog · 3 migrations · migrations',
      '',
      '  ✔ 20260115_001_add_rating   applied  2 days ago  184 ms  by api',
      '  ? 20260116_001_old          missing  2 days ago                  its file is gone',
      '  • 20260301_001_drop_status  pending                              destructive',
      '',
      '1 pending: apply with `coodie migrate apply`',
      '1 missing: restore the file, or `coodie migrate repair --forget 20260116_001_old`',
    ]);
  });

  it('does not hide who may be at what looks as if it had failed', () => {
    const holder = { owner: 'api-7d9f:1:x', acquiredAt: undefined, renewedAt: undefined, expiresIn: 38 };
    const failure = { direction: 'upgrade', done: 1, statement: 'DROP TABLE a', error: undefined, holder } as const;
    const migration = status('20260115_001_a', { state: 'failed', failure });
    const half = 'after 1 statement, at DROP TABLE a, unless api-7d9f:1 is still at it: it holds the lock';
    const text = presentStatus(view(migration), { paint: PLAIN, now: NOW });
    expect(text).toContain(half);
    expect(text.split('\n').slice(3)).toEqual([
      '',
      '1 failed or under way: wait for that run, or, if it is dead, `coodie migrate unlock`',
    ]);
    expect(statusJson(view(migration)).problems[0]?.message).toContain(half);
  });

  it('says in one line that nothing is to be done', () => {
    expect(presentStatus(view(), { paint: PLAIN, now: NOW })).toBe('catalog · 0 migrations · migrations');
    expect(presentStatus(view(applied('a')), { paint: PLAIN, now: NOW })).toMatch(/\nNothing is pending\.$/);
  });
});

describe('statusJson', () => {
  it('has the shape that programs rely on', () => {
    expect(statusJson(view(applied('a', { description: 'first' }), status('b')))).toEqual({
      keyspace: 'catalog',
      migrations: [
        {
          name: 'a',
          state: 'applied',
          description: 'first',
          appliedAt: '2026-03-01T12:00:00.000Z',
          checksum: 'c0ffee',
        },
        { name: 'b', state: 'pending', description: '', appliedAt: null, checksum: 'c0ffee' },
      ],
      problems: [],
    });
  });

  it('lists what is wrong', () => {
    const migrations = [
      applied('a', { state: 'changed' }),
      applied('b', { state: 'missing', origin: undefined }),
      status('c', { state: 'out-of-order' }),
      status('d', { state: 'failed' }),
      status('e', { note: 'e.ts cannot be loaded' }),
      applied('f', { note: 'its checksum cannot be compared' }),
    ];
    expect(statusJson(view(...migrations)).problems).toEqual([
      { code: 'COODIE_CHANGED_MIGRATIONS', message: 'a changed after it was applied', migration: 'a' },
      { code: 'COODIE_MISSING_MIGRATIONS', message: 'b is applied, but its file is gone', migration: 'b' },
      { code: 'COODIE_OUT_OF_ORDER', message: 'c is not applied, although later ones are', migration: 'c' },
      { code: 'COODIE_MIGRATION_FAILED', message: 'd failed and is applied in part', migration: 'd' },
      { code: 'COODIE_MIGRATION_LOAD', message: 'e.ts cannot be loaded', migration: 'e' },
    ]);
  });
});

const result = (name: string, ...statements: readonly string[]): MigrationResult => ({
  name,
  direction: 'upgrade',
  dryRun: false,
  statements,
  count: statements.length,
  omitted: 0,
  milliseconds: 100.4,
});

describe('presentResults', () => {
  const base = { keyspace: 'catalog', direction: 'upgrade', dryRun: false } as const;

  it.each([
    ['nothing to apply', { ...base, results: [] }, 'catalog · nothing to apply'],
    [
      'nothing to roll back',
      { ...base, direction: 'downgrade', results: [] } as const,
      'catalog · nothing to roll back',
    ],
    [
      'what was done',
      { ...base, results: [result('a', 'x', 'y'), result('b', 'z')] },
      '\n✔ 2 migrations applied · 3 statements · 201 ms',
    ],
    [
      'how many texts a result does not hold',
      { ...base, results: [{ ...result('a', 'x'), count: 1500, omitted: 499 }, result('b', 'z')] },
      '\n✔ 2 migrations applied · 1501 statements (the texts of 499 are not kept) · 201 ms',
    ],
    [
      'the exact statements of a dry run',
      { ...base, dryRun: true, results: [result('a', 'ALTER TABLE t\n  ADD x int'), result('b')] },
      'catalog · 2 migrations would be applied · dry run: nothing is sent\n\n  a\n    ALTER TABLE t\n      ADD x int;  -- safe\n\n  b\n    no statements',
    ],
  ])('says %s', (_, results, text) => {
    expect(presentResults(results, PLAIN)).toBe(text);
  });

  it('has the shape that programs rely on', () => {
    expect(resultsJson({ ...base, results: [result('a', 'x')] })).toEqual({
      keyspace: 'catalog',
      direction: 'upgrade',
      dryRun: false,
      migrations: [{ name: 'a', statements: ['x'], milliseconds: 100 }],
    });
  });

  it('has the number of statements where it has not all of their texts', () => {
    const results = [{ ...result('a', 'x'), count: 1500, omitted: 499 }];
    expect(resultsJson({ ...base, results }).migrations).toEqual([
      { name: 'a', statements: ['x'], count: 1500, omitted: 499, milliseconds: 100 },
    ]);
  });
});
