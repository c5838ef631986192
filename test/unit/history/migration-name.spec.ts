import {
  classifyFileName,
  compareMigrationNames,
  parseMigrationName,
  type MigrationName,
} from '../../../lib/core/history/migration-name.js';

function named(name: string): MigrationName {
  const parsed = parseMigrationName(name);
  if (!parsed) throw new Error(`${name} is no migration name`);
  return parsed;
}

describe('parseMigrationName', () => {
  it('takes a name apart', () => {
    expect(parseMigrationName('20260115_001_add_rating_column')).toEqual({
      name: '20260115_001_add_rating_column',
      date: '20260115',
      number: 1n,
      title: 'add_rating_column',
    });
  });

  it.each(['20240229_000_x', '20000229_1000_9', '20260115_001__', `20260115_${'9'.repeat(40)}_x`])(
    'accepts %s',
    (name) => expect(parseMigrationName(name)?.name).toBe(name),
  );

  it.each([
    '',
    '2026115_001_x',
    '202601150_001_x',
    '20260115_01_x',
    '20260115_001',
    '20260115_001_',
    '20260115_001_Add',
    '20260115-001-x',
    '20260115_001_a-b',
    '20260115_001_é',
    '20260115_001_x\n',
    ' 20260115_001_x',
    '20260115_001_x.spec',
    '٢٠٢٦٠١١٥_001_x',
    '20261341_001_x',
    '20260230_001_x',
    '20260229_001_x',
    '21000229_001_x',
    '20260431_001_x',
    '20260001_001_x',
    '20260100_001_x',
    '00000101_001_x',
  ])('refuses %j', (name) => expect(parseMigrationName(name)).toBeUndefined());
});

describe('compareMigrationNames', () => {
  it.each([
    ['by date first', ['20260116_001_a', '20260115_900_b'], ['20260115_900_b', '20260116_001_a']],
    [
      'by number as a number',
      ['20260115_0010_a', '20260115_1000_b', '20260115_002_c'],
      ['20260115_002_c', '20260115_0010_a', '20260115_1000_b'],
    ],
    [
      'by numbers of any size',
      [`20260115_${'9'.repeat(30)}1_a`, `20260115_${'9'.repeat(30)}0_b`],
      [`20260115_${'9'.repeat(30)}0_b`, `20260115_${'9'.repeat(30)}1_a`],
    ],
    [
      'by name last',
      ['20260115_001_b', '20260115_001_a', '20260115_0001_c'],
      ['20260115_0001_c', '20260115_001_a', '20260115_001_b'],
    ],
  ])('orders %s', (_, names, expected) => {
    expect(
      names
        .map(named)
        .toSorted(compareMigrationNames)
        .map(({ name }) => name),
    ).toEqual(expected);
  });

  it('calls a name equal to itself', () => {
    expect(compareMigrationNames(named('20260115_001_a'), named('20260115_001_a'))).toBe(0);
  });
});

describe('classifyFileName', () => {
  it.each(['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'cql'])('takes a .%s file for a migration', (extension) => {
    const fileName = `20260115_001_x.${extension}`;
    const { date, number, title } = named('20260115_001_x');
    expect(classifyFileName(fileName)).toEqual({
      kind: 'migration',
      fileName,
      extension,
      name: '20260115_001_x',
      date,
      number,
      title,
    });
  });

  it.each([
    '.gitkeep',
    '.DS_Store',
    'README',
    'README.md',
    'readme.txt',
    '20260115_001_x.d.ts',
    '20260115_001_x.d.mts',
    '20260115_001_x.d.cts',
    '20260115_001_x.js.map',
  ])('ignores %s', (fileName) => expect(classifyFileName(fileName)).toEqual({ kind: 'ignored', fileName }));

  it.each([
    ['index.ts', /date/],
    ['add_rating.cql', /date of eight digits.*20260115_001_add_rating_column/],
    ['202601151_001_x.ts', /date/],
    ['20261341_001_x.cql', /20261341, which is no date.*YYYYMMDD/],
    ['20260230_001_x.ts', /20260230, which is no date/],
    ['20260115_x.ts', /no number/],
    ['20260115_01_x.ts', /fewer than three digits/],
    ['20260115_001.ts', /no title/],
    ['20260115_001_.ts', /no title/],
    ['20260115_001_AddRating.ts', /upper case/],
    ['20260115_001_add-rating.ts', /a-z, 0-9 and _/],
    ['20260115_001_x.spec.ts', /a-z, 0-9 and _/],
    ['20260115_001_x.sql', /call it 20260115_001_x\.cql/],
    ['20260115_001_x.CQL', /call it 20260115_001_x\.cql/],
    ['20260115_001_x.json', /\.json, which no migration/],
    ['20260115_001_x', /no extension.*directory/],
    ['20260115_001_x.', /no extension/],
    ['old', /date/],
  ])('says why %s is no migration', (fileName, reason) => {
    expect(classifyFileName(fileName)).toEqual({ kind: 'misnamed', fileName, reason: expect.stringMatching(reason) });
  });
});
