import { stripVTControlCharacters } from 'node:util';
import { ProgressView } from '../../../../lib/cli/terminal/progress-view.js';
import { Terminal } from '../../../../lib/cli/terminal/terminal.js';
import type { Progress } from '../../../../lib/core/progress/progress.js';
import { fakeStreams } from './fake-streams.js';

const ESCAPE = '\u001B';
const PROGRESS: readonly Progress[] = [
  { kind: 'lock-taken', keyspace: 'catalog', owner: 'laptop:4711:uuid' },
  { kind: 'migrations-planned', keyspace: 'catalog', direction: 'upgrade', names: ['20260115_001_add_rating'] },
  { kind: 'migration-started', name: '20260115_001_add_rating', direction: 'upgrade' },
  { kind: 'statement-started', cql: 'ALTER TABLE reviews\n  ADD rating int', position: 1 },
  { kind: 'statement-finished', cql: 'ALTER TABLE reviews\n  ADD rating int', position: 1, milliseconds: 71 },
];

describe('Terminal', () => {
  it('answers in words on standard output', () => {
    const streams = fakeStreams();
    new Terminal({ json: false, color: true }, streams).show({ text: 'done', json: { done: true } });
    expect(streams.written).toEqual({ output: 'done\n', errors: '' });
  });

  it('has nothing but JSON on standard output where that is wished', () => {
    const streams = fakeStreams();
    const terminal = new Terminal({ json: true, color: true }, streams);
    terminal.print('on the way');
    terminal.warn('beware');
    terminal.show({ text: 'done', json: { done: true } });
    expect(JSON.parse(streams.written.output)).toEqual({ done: true });
    expect(streams.written.errors).toBe('on the way\nbeware\n');
  });

  it('says what is wrong on standard error, and as JSON too where that is wished', () => {
    const streams = fakeStreams();
    new Terminal({ json: true, color: true }, streams).fail({ text: '✖ no', json: { error: {} } });
    expect(streams.written.errors).toBe('✖ no\n');
    expect(JSON.parse(streams.written.output)).toEqual({ error: {} });
  });

  it.each([
    ['a terminal', { isTTY: true }, true, true],
    ['a terminal and --no-color', { isTTY: true }, false, false],
    ['a terminal and NO_COLOR', { isTTY: true, environment: { NO_COLOR: '1' } }, true, false],
    ['a terminal that knows no colours', { isTTY: true, environment: { TERM: 'dumb' } }, true, false],
    ['a pipe', {}, true, false],
    ['a pipe of a continuous integration', { environment: { CI: 'true' } }, true, false],
    ['a pipe and FORCE_COLOR', { environment: { FORCE_COLOR: '1' } }, true, true],
  ])('on %s: colours as they should be', (_, streams, color, isColoured) => {
    const { paint } = new Terminal({ json: false, color }, fakeStreams(streams));
    expect(paint.red('x').includes(ESCAPE)).toBe(isColoured);
  });

  it('asks nobody in a pipe, nor where JSON is wished', () => {
    const ask = (json: boolean, isTTY: boolean) =>
      new Terminal({ json, color: true }, fakeStreams({ isTTY })).isInteractive;
    expect([ask(false, true), ask(true, true), ask(false, false)]).toEqual([true, false, false]);
  });
});

describe('ProgressView', () => {
  function viewOn(isTTY: boolean) {
    const streams = fakeStreams({ isTTY });
    return { streams, view: new ProgressView(new Terminal({ json: false, color: false }, streams), false) };
  }

  it('writes one line for each event in a pipe, and moves nothing', () => {
    const { streams, view } = viewOn(false);
    PROGRESS.forEach(view.report);
    view.stop();
    expect(streams.written.output).not.toContain(ESCAPE);
    expect(streams.written.output.split('\n')).toEqual([
      'catalog · 1 pending · lock taken by laptop:4711',
      '',
      '  20260115_001_add_rating',
      expect.stringMatching(/^ {4}✔ ALTER TABLE reviews ADD rating int +71 ms$/),
      '',
    ]);
  });

  it('claims no time for what an earlier run has done', () => {
    const { streams, view } = viewOn(false);
    const statement = { cql: 'DROP TABLE a', position: 1, migration: '20260115_001_a' } as const;
    view.report({ kind: 'statement-started', ...statement });
    view.report({ kind: 'statement-known', ...statement });
    view.stop();
    expect(streams.written.output).toMatch(/^ {4}✔ DROP TABLE a +done before\n$/);
  });

  it('shows on a terminal what is under way, on a line that goes away', () => {
    const { streams, view } = viewOn(true);
    PROGRESS.slice(0, -1).forEach(view.report);
    expect(stripVTControlCharacters(streams.written.output)).toMatch(
      / {4}⠋ ALTER TABLE reviews ADD rating int {2}0 ms$/,
    );
    PROGRESS.slice(-1).forEach(view.report);
    view.stop();
    expect(stripVTControlCharacters(streams.written.output)).toMatch(/✔ ALTER TABLE reviews ADD rating int +71 ms\n/);
    expect(streams.written.output.endsWith(`${ESCAPE}[2K`)).toBe(true);
  });

  it('marks the statement that was under way when the run ended', () => {
    const { streams, view } = viewOn(false);
    PROGRESS.slice(0, -1).forEach(view.report);
    view.report({ kind: 'migration-log', level: 'log', message: 'a word in between' });
    view.stop();
    expect(streams.written.output).toMatch(/ {4}✖ ALTER TABLE reviews ADD rating int {2}after \d+ ms\n$/);
  });

  it('tells of the schema', () => {
    const { streams, view } = viewOn(false);
    const changes = [{ text: '+ products.rating int', statements: ['…'], warning: 'products has data' }];
    const objects = { tables: 1, types: 2, views: 0 };
    view.report({ kind: 'schema-unchanged', keyspace: 'catalog', objects, reads: 6, milliseconds: 31 });
    view.report({ kind: 'schema-changes', keyspace: 'catalog', changes });
    view.report({ kind: 'schema-drift', keyspace: 'catalog', drift: ['products: column a'] });
    view.report({ kind: 'schema-in-sync', keyspace: 'catalog', statements: 1, hosts: 3, milliseconds: 184 });
    expect(streams.written.output.split('\n')).toEqual([
      'catalog · 1 table, 2 types unchanged (6 reads, 31 ms)',
      'catalog · 1 change',
      '  + products.rating int',
      '    products has data',
      '  products: column a',
      '',
      '✔ in sync · 1 statement · 184 ms · 3 hosts agree',
      '',
    ]);
  });
});
