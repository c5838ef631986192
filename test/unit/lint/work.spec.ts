import * as classifier from '../../../lib/core/cql/classify-statement.js';
import * as lexer from '../../../lib/core/lexer/tokenize.js';
import { parseMigrationScript } from '../../../lib/core/history/migration-script.js';
import { lintMigrations } from '../../../lib/core/lint/lint-migrations.js';

const counted = { characters: 0, classified: 0 };

jest.mock('../../../lib/core/lexer/tokenize.js', () => {
  const actual = jest.requireActual<typeof lexer>('../../../lib/core/lexer/tokenize.js');
  const count = (text: string) => (counted.characters += text.length);
  const tokensIn = (text: string) => (count(text), actual.tokensIn(text));
  const tokenize = (text: string) => (count(text), actual.tokenize(text));
  const significantTokens = (text: string) => (count(text), actual.significantTokens(text));
  return { ...actual, tokensIn, tokenize, significantTokens };
});
jest.mock('../../../lib/core/cql/classify-statement.js', () => {
  const actual = jest.requireActual<typeof classifier>('../../../lib/core/cql/classify-statement.js');
  const classifyTokens: typeof classifier.classifyTokens = (tokens) => {
    counted.classified += 1;
    return actual.classifyTokens(tokens);
  };
  const classifyStatement = (cql: string) => classifyTokens(lexer.tokenize(cql).filter(lexer.isSignificant));
  return { ...actual, classifyTokens, classifyStatement };
});

const STATEMENTS = [
  'CREATE TABLE t (id int PRIMARY KEY, v int, l list<int>)',
  'CREATE INDEX IF NOT EXISTS ON t (v)',
  'ALTER TABLE t RENAME id TO key',
  'ALTER TABLE t ADD w int',
  'UPDATE t SET l = l + [1] WHERE key = 1',
  'BEGIN BATCH INSERT INTO t (key) VALUES (1); INSERT INTO t (key) VALUES (2); APPLY BATCH',
  'SELECT * FROM t',
  'DROP TABLE t',
];
const SCRIPT = `-- upgrade\n${STATEMENTS.map((cql) => `${cql};\n`).join('')}`;
const BOTH = `${SCRIPT}-- downgrade\n${STATEMENTS.map((cql) => `${cql};\n`).join('')}`;

describe('each statement of a script', () => {
  beforeEach(() => void Object.assign(counted, { characters: 0, classified: 0 }));

  it('is cut into tokens once and classified once when it is read', () => {
    parseMigrationScript(BOTH);
    expect(counted).toEqual({ characters: BOTH.length, classified: 2 * STATEMENTS.length });
  });

  it('is classified once by lint, whose rules share one list of its tokens', () => {
    const findings = lintMigrations([{ form: 'script', name: '20260101_001_a', origin: 'a.cql', text: BOTH }]);
    expect(findings.length).toBeGreaterThan(5);
    expect(counted.classified).toBe(2 * STATEMENTS.length);
    expect(counted.characters).toBeLessThanOrEqual(2 * BOTH.length);
  });
});
