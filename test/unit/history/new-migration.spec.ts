import { migrationTemplate } from '../../../lib/cli/presenters/migration-template.js';
import { parseMigrationName, type MigrationName } from '../../../lib/core/history/migration-name.js';
import { nextName, readDescription } from '../../../lib/core/history/new-migration.js';

const names = (...texts: readonly string[]): readonly MigrationName[] =>
  texts.flatMap((text) => parseMigrationName(text) ?? []);

describe('the name of a new migration', () => {
  it.each([
    ['add rating', 'add_rating'],
    ['AddRating', 'add_rating'],
    ['add-rating', 'add_rating'],
    ['  Add   rating  ', 'add_rating'],
    ['addHTTPLog2', 'add_http_log2'],
    ['add_rating', 'add_rating'],
  ])('is made of "%s"', (text, title) => {
    expect(readDescription(text)).toEqual({ kind: 'title', title });
  });

  it.each([
    ['', 'no letter or digit', 'add_rating'],
    ['--', 'no letter or digit', 'add_rating'],
    ['größe', 'other characters', 'grosse'],
    ['../x', 'is a path', 'x'],
    ['migrations/add_rating.cql', 'is a path', 'add_rating'],
    ['add_rating.ts', 'has an extension', 'add_rating'],
    ['20260115_001_add_rating', 'has a date already', 'add_rating'],
    ["drop'table", 'other characters', 'drop_table'],
    ['x'.repeat(121), 'longer than 120', 'x'.repeat(120)],
  ])('is refused for "%s", with a suggestion that is taken', (text, reason, suggestion) => {
    expect(readDescription(text)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason), suggestion });
    expect(readDescription(suggestion)).toEqual({ kind: 'title', title: suggestion });
  });

  it.each<[string, readonly string[], string]>([
    ['of a new day begins at 001', ['20260114_007_a'], '20260115_001_x'],
    ['of the first migration of all', [], '20260115_001_x'],
    ['of the same day goes on', ['20260115_001_a', '20260115_009_b'], '20260115_010_x'],
    ['goes on behind a hole', ['20260115_001_a', '20260115_0041_b'], '20260115_042_x'],
    ['is never out of order, even behind a date to come', ['20260301_002_a', '20260115_001_b'], '20260301_003_x'],
    ['has more digits where they are needed', ['20260115_999_a'], '20260115_1000_x'],
  ])('%s', (_, existing, expected) => {
    expect(nextName('x', names(...existing), '20260115')).toBe(expected);
    expect(parseMigrationName(expected)).toBeDefined();
  });

  it('makes a class of it', () => {
    expect(migrationTemplate('2nd_index', 'ts')).toContain('class Migration2ndIndex extends Migration');
    expect(migrationTemplate('add_rating', 'cql')).toMatch(/^-- description: Add rating\n-- upgrade\n/);
  });
});
