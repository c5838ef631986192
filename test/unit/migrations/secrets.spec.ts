import { lintMigrations } from '../../../lib/core/lint/lint-migrations.js';
import { readStatement } from '../../../lib/core/cql/statement.js';
import { errorJson } from '../../../lib/present/error.presenter.js';
import type { CoodieError } from '../../../lib/index.js';
import { DestructiveStatementError, EditedStatementError } from '../../../lib/migrations/source/errors.js';
import { refuseInBatch } from '../../../lib/migrations/run/guard.js';

const SECRET = 'correct-horse-battery';
const CQL = `ALTER ROLE app WITH PASSWORD = '${SECRET}'`;
const MASKED = "ALTER ROLE app WITH PASSWORD = '***'";

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not throw.');
}

describe('the password in a statement', () => {
  it.each([
    ['that was edited', () => new EditedStatementError('a.cql', CQL, CQL.replace('horse', 'cow'))],
    ['that is gone', () => new EditedStatementError('a.cql', CQL, undefined)],
    [
      'that destroys',
      () => new DestructiveStatementError([{ cql: CQL, origin: 'a.cql', destroys: 'it' }], 'Nothing was run.'),
    ],
    ['of a batch', () => thrownBy(() => refuseInBatch([readStatement(CQL)], 'a.ts'))],
  ])('%s is in no message, field or JSON', (_, make) => {
    const error = make() as CoodieError;
    expect(error.message).toContain(MASKED);
    expect(`${String(error)}${JSON.stringify(errorJson(error))}`).not.toMatch(/horse|cow/);
  });

  it('that was all that changed is said to differ', () => {
    const { message } = new EditedStatementError('a.cql', CQL, CQL.replace('horse', 'cow'));
    expect(message).toContain('They differ in a password, which is not shown.');
  });

  it('is in no finding of lint', () => {
    const text = `-- upgrade\nLOGIN app PASSWORD '${SECRET}';\n`;
    const findings = lintMigrations([{ form: 'script', name: 'a', origin: 'a.cql', text }], { keyspace: 'shop' });
    expect(findings.map(({ statement }) => statement)).toContain("LOGIN app PASSWORD '***'");
    expect(JSON.stringify(findings)).not.toContain(SECRET);
  });
});
