import { renderClass, renderScript, type MigrationText } from '../../../lib/cli/generate/migration-text.js';

const HOSTILE = 'the data of t."a\n} process.exit(1); //\r\u2028DROP TABLE t;" is not brought back';

const text = (parts: Partial<MigrationText>): MigrationText => ({
  title: 'drop_a',
  description: `Drop ${HOSTILE}`,
  notes: [HOSTILE],
  allowDestructive: false,
  upgrade: ['ALTER TABLE t DROP a'],
  downgrade: ['ALTER TABLE t ADD a int'],
  obstacles: [],
  remarks: [HOSTILE],
  ...parts,
});

describe('the text of a migration', () => {
  it.each([
    ['with a way back', {}],
    ['without one', { obstacles: [HOSTILE], downgrade: [] }],
  ])('has no line that begins inside a name: %s', (_, parts) => {
    for (const source of [renderClass(text(parts)), renderScript(text(parts))]) {
      const lines = source.split(/[\n\r\u2028]/);
      expect(lines.filter((line) => /^(} process|DROP)/.test(line))).toEqual([]);
      expect(source).toContain(String.raw`a\n} process.exit(1); //\r\u2028DROP TABLE t;`);
    }
  });
});
