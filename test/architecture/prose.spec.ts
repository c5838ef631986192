import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const LIB = resolve(__dirname, '../../lib');

/** A comment that begins so is a clause in search of its sentence: a noun phrase or a verb in the third person says it. */
const OPENING = /(?:\/\*\*\s*(?:\*\s*)?|(?<!^ *\/\/.*\n *)\/\/ )(?:What|Who|Those|Where|As|Of)\b.*/gm;

const offendersIn = (text: string) => [...text.matchAll(OPENING)].map(([line]) => line);

describe('comments', () => {
  it('begin with a noun phrase or a verb', () => {
    const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(300);
    const offenders = files.flatMap((file) =>
      offendersIn(readFileSync(join(LIB, file), 'utf8')).map((line) => `${file}: ${line}`),
    );
    expect(offenders).toEqual([]);
  });

  it('that begin otherwise are found', () => {
    expect(
      offendersIn(
        '/** What it is. */\n/**\n * Where it is.\n */\n// As it is.\n// Its name\n// as it is.\n// Of nothing.',
      ),
    ).toEqual(['/** What it is. */', '/**\n * Where it is.', '// As it is.']);
  });
});
