import type { BackfillStatus } from '../../../lib/backfill/backfill-status.js';
import type { BackfillTrial } from '../../../lib/backfill/try-backfill.js';
import { NowAndThen } from '../../../lib/core/progress/now-and-then.js';
import { presentTrial } from '../../../lib/present/backfill-trial.presenter.js';
import {
  backfillJson,
  openBackfill,
  presentBackfill,
  presentBackfills,
} from '../../../lib/present/backfill.presenter.js';
import { paintFor } from '../../../lib/present/paint.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const STYLE = { paint: paintFor({ isTerminal: false, color: false, environment: {} }), now: NOW };

const statusOf = (more: Partial<BackfillStatus>): BackfillStatus => ({
  name: 'split',
  state: 'running',
  reason: undefined,
  background: true,
  migration: '20260101_001_start',
  table: 'users',
  share: 0.629,
  ranges: { total: 64, done: 40 },
  rows: 1_240_000,
  skipped: 12,
  dead: 0,
  rate: 500,
  concurrency: 128,
  workers: 2,
  startedAt: new Date('2026-03-01T10:00:00Z'),
  finishedAt: undefined,
  ...more,
});

describe('a backfill', () => {
  it('is a line of the list', () => {
    expect(presentBackfills('shop', [], STYLE)).toBe('shop · 0 backfills');
    const lines = presentBackfills('shop', [statusOf({})], STYLE).split('\n');
    expect(lines[2]).toBe('  • split  running  62 %  1,240,000 rows  0 dead  2 processes  2 hours ago');
  });

  it.each<[Partial<BackfillStatus>, string | undefined]>([
    [{ state: 'paused', reason: 'busy' }, 'To go on: coodie backfill resume split'],
    [{ workers: 0 }, 'Nothing works on it. To do so: coodie backfill run split'],
    [{ state: 'finished', dead: 3 }, 'To try those rows again: coodie backfill retry split'],
    [{ background: false }, 'It is part of a migration: coodie migrate apply'],
    [{}, '  started   2 hours ago by 20260101_001_start'],
    [{ state: 'cancelled' }, '  started   2 hours ago by 20260101_001_start'],
  ])('ends with what to do next: %j', (more, last) => {
    expect(
      presentBackfill('shop', { status: statusOf(more), dead: [] }, STYLE)
        .split('\n')
        .at(-1),
    ).toBe(last);
  });

  it('shows dead rows, and lets no text of them change what the terminal shows', () => {
    const dead = Array.from({ length: 25 }, (_, id) => ({
      key: `id = ${id}`,
      error: 'bad\u001B[2J\nrow',
      cql: '',
      position: 0,
    }));
    const text = presentBackfill('shop', { status: statusOf({ dead: 25, reason: 'a\u0007b' }), dead }, STYLE);
    expect(text).toContain('id = 19');
    expect(text).not.toContain('id = 20');
    expect(text).toContain('… and 5 more');
    expect(text.replaceAll('\n', '')).toMatch(/^[^\p{Cc}]*$/u);
  });

  it('is a line below the migrations while it is open', () => {
    expect(openBackfill(statusOf({ state: 'paused', reason: 'busy' }))).toBe(
      'Backfill split is paused, 62 %: busy. See `coodie backfill status split`',
    );
  });

  it('has null in JSON for what is not there', () => {
    expect(backfillJson(statusOf({ rate: undefined, migration: undefined }))).toMatchObject({
      rate: null,
      migration: null,
      reason: null,
      startedAt: '2026-03-01T10:00:00.000Z',
      finishedAt: null,
    });
  });
});

describe('the trial of a backfill', () => {
  const trialOf = (more: Partial<BackfillTrial>): BackfillTrial => ({
    name: 'split',
    table: 'users',
    background: false,
    rate: undefined,
    ranges: 64,
    partitions: undefined,
    rows: 10,
    skipped: 1,
    statements: [{ cql: 'UPDATE users SET a = ? WHERE id = ?', count: 9 }],
    problems: [],
    ...more,
  });

  it('is shown as comments', () => {
    expect(presentTrial(trialOf({}))).toEqual([
      '-- table users of unknown size, in 64 ranges',
      '-- tried on 10 rows: 9 to be written, 1 to be skipped',
      '-- 9 × UPDATE users SET a = ? WHERE id = ?',
    ]);
  });

  it.each<[Partial<BackfillTrial>, boolean]>([
    [{ partitions: 8_000_000 }, false],
    [{ partitions: 10_000_000 }, true],
    [{ partitions: 10_000_000, background: true }, false],
    [{ partitions: 100_000, rate: 100 }, true],
  ])('says that others may wait long for the lock, or not: %j', (more, isSaid) => {
    const lines = presentTrial(trialOf(more)).filter((line) => line.includes('other starts wait'));
    expect(lines).toHaveLength(isSaid ? 1 : 0);
  });
});

describe('events that come often', () => {
  it('are let through now and then, each name for itself, and not at first', () => {
    const thinned = new NowAndThen(10_000);
    const times = [0, 5_000, 10_000, 15_000, 20_000, 21_000];
    expect(times.filter((time) => thinned.isDue('one', time))).toEqual([10_000, 20_000]);
    expect(thinned.isDue('two', 21_000)).toBe(false);
  });
});
