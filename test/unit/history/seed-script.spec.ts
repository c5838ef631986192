import { isScratchName, scratchNames } from '../../../lib/core/history/scratch-names.js';
import { parseSeedScript } from '../../../lib/core/history/seed-script.js';

describe('parseSeedScript', () => {
  it('reads sections, with the places of their statements', () => {
    const sections = parseSeedScript(`-- rows
-- before: 20260115_002
INSERT INTO a (id) VALUES (1); -- before: nothing
BEGIN BATCH DELETE FROM a WHERE id = 2; APPLY BATCH;

-- BEFORE:20260115_003_x
UPDATE a SET b = 1 WHERE id = 1;
`);
    expect(sections.map(({ before, statements }) => [before, statements.map(({ cql, line }) => [line, cql])])).toEqual([
      [
        '20260115_002',
        [
          [3, 'INSERT INTO a (id) VALUES (1)'],
          [4, 'BEGIN BATCH DELETE FROM a WHERE id = 2; APPLY BATCH'],
        ],
      ],
      ['20260115_003_x', [[7, 'UPDATE a SET b = 1 WHERE id = 1']]],
    ]);
  });

  it.each([
    ['INSERT INTO a (id) VALUES (1);', 'A statement stands in no section (line 1, column 1)'],
    ['-- before: x\nDROP TABLE a;', 'This is no statement that writes rows (line 2, column 1)'],
    ["-- before: x\nINSERT INTO a (b) VALUES ('x);", 'The string that begins here is never closed (line 2, column 27)'],
  ])('refuses %j', (script, message) => {
    expect(() => parseSeedScript(script)).toThrow(message);
  });
});

describe('scratchNames', () => {
  const ID = '0123456789ab';

  it('are names that no person gives, and that Cassandra takes', () => {
    const long = 'a'.repeat(48);
    const names = scratchNames('catalog', ['shop', 'catalog', long, `${long.slice(1)}b`], ID);
    expect([...names]).toEqual([
      ['catalog', `coodie_verify_${ID}`],
      ['shop', `coodie_verify_${ID}_shop`],
      [long, `coodie_verify_${ID}_${'a'.repeat(19)}_1`],
      [`${long.slice(1)}b`, `coodie_verify_${ID}_${'a'.repeat(19)}_2`],
    ]);
    expect([...names.values()].every((name) => name.length <= 48 && isScratchName(name))).toBe(true);
  });

  it.each(['catalog', 'coodie_verify', 'coodie_verify_mine', `my_coodie_verify_${ID}`, `coodie_verify_${ID}0`])(
    '%s is none of them',
    (name) => {
      expect(isScratchName(name)).toBe(false);
    },
  );
});
