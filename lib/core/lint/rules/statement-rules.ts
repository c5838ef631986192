import type { Defect } from '../../cql/find-defect.js';
import type { QualifiedName } from '../../cql/qualified-name.js';
import { isNeedlessUse } from '../../cql/statement.js';
import type { LintStatement } from '../input/lint-migration.js';
import type { Step } from '../input/replay.js';
import { inMigrations, inStatements, inUpgrades, when, type Hit, type Rule } from '../input/rule.js';

/** About what a migration may send at all. */
export const STATEMENT_RULES: readonly Rule[] = [
  {
    code: 'C107',
    severity: 'error',
    title: 'Destroys data without saying so',
    why: 'The run refuses DROP, TRUNCATE and ALTER … DROP in upgrade unless the migration allows destructive statements.',
    instead:
      'If it is intended, write `-- allow-destructive` in the script, or `allowDestructive = true` in the class.',
    isFixed: true,
    find: inUpgrades(({ migration, statement }) => {
      const { destroys } = statement.class;
      return destroys === undefined ? [] : when(!migration.allowDestructive, destroys);
    }),
  },
  {
    code: 'C108',
    severity: 'error',
    title: 'USE of another keyspace',
    why: 'It would change the keyspace of everything that is sent over the connection afterwards. The run refuses it before its first statement.',
    instead: 'Remove it: unqualified names mean the target keyspace. Qualify names of another keyspace: `other.table`.',
    isFixed: true,
    find: inStatements(({ statement, keyspace }) =>
      when(isUse(statement) && !isNeedlessUse(statement, keyspace), 'changes the keyspace of the connection'),
    ),
  },
  {
    code: 'C109',
    severity: 'error',
    title: 'Not a statement of CQL',
    why: 'The server knows neither commands of cqlsh, such as SOURCE, COPY and CONSISTENCY, nor misspelt words. The run refuses them before its first statement.',
    instead: 'Remove it, or correct the statement.',
    isFixed: true,
    find: inDefects((kind) => kind === 'cqlsh' || kind === 'unknown-word'),
  },
  {
    code: 'C110',
    severity: 'error',
    title: 'A marker without a value',
    why: 'The statements of a script are sent as written, without values for `?`. A schema change takes no values at all, not even from code.',
    instead: 'Write the value into the statement; if it is known only at run time, write the migration in code.',
    find: inStatements(({ migration, statement: { tokens, class: statement } }) =>
      when(
        (migration.form === 'script' || statement.kind === 'ddl') && tokens.some(({ text }) => text === '?'),
        'has a ? for which there is no value',
      ),
    ),
  },
  {
    code: 'C111',
    severity: 'warning',
    title: 'Names a keyspace',
    why: 'A qualified name means the same keyspace in every environment, whatever --keyspace says. The lock and the history are in the target keyspace only.',
    instead: 'Omit the keyspace if it is the target. Give another keyspace its own migrations.',
    find: inStatements(foreignKeyspaces),
  },
  {
    code: 'C112',
    severity: 'info',
    title: 'USE of the target keyspace',
    why: 'It changes nothing, because unqualified names already mean the target keyspace. The run skips it and never sends it.',
    instead: 'Remove it. In a keyspace of another name, the script is refused.',
    find: inStatements(({ statement, keyspace }) =>
      when(isNeedlessUse(statement, keyspace), 'is skipped: it changes nothing'),
    ),
  },
  {
    code: 'C113',
    severity: 'error',
    title: 'A statement that is not complete',
    why: 'Unmatched brackets, or a missing `;` between two statements, are syntax errors, which would stop the migration after the preceding statements. The run refuses them before its first statement.',
    instead: 'Close every bracket, and end each statement with `;`.',
    isFixed: true,
    find: inDefects((kind) => kind === 'bracket' || kind === 'open' || kind === 'missing-end'),
  },
  {
    code: 'C119',
    severity: 'info',
    title: 'A script without statements',
    why: 'It is recorded as applied and does nothing. That is right only for a migration whose name must stay reserved.',
    instead: 'Write its statements, if any are missing.',
    find: inMigrations(({ form, broken, upgrade }) =>
      form === 'script' && !broken && upgrade.length === 0 ? [{ message: 'there is no statement in it' }] : [],
    ),
  },
];

const isUse = ({ class: { kind }, defect }: LintStatement) => kind === 'use' && !defect;

function inDefects(isKind: (kind: Defect['kind']) => boolean): Rule['find'] {
  const look = ({ migration, statement, direction }: Step): readonly Hit[] => {
    const { defect, defectAt, class: read } = statement;
    // The answer of DESCRIBE is of use to code.
    const isMeant = migration.form === 'code' && read.kind === 'read' && defect?.kind === 'cqlsh';
    if (!defect || isMeant || !isKind(defect.kind)) return [];
    const message = `${defect.problem}. ${defect.hint}`;
    return [{ migration, statement, direction, message, position: defectAt }];
  };
  return { in: 'steps', look };
}

/** Reading what the server says of itself harms nobody. */
const SYSTEM = /^system(?:_|$)/;

function foreignKeyspaces(step: Step): readonly string[] {
  const names = namesIn(step).flatMap(({ keyspace }) => keyspace ?? []);
  const foreign = [...new Set(names)].filter((name) => name !== step.keyspace && !SYSTEM.test(name));
  return foreign.map((name) => `names keyspace ${name}`);
}

function namesIn({ statement: { class: statement, data } }: Step): readonly QualifiedName[] {
  switch (statement.kind) {
    case 'ddl': {
      const own = statement.object === 'keyspace' ? { keyspace: statement.name?.name, name: '' } : statement.name;
      return [own, statement.on].flatMap((name) => name ?? []);
    }
    case 'truncate':
      return statement.name ? [statement.name] : [];
    case 'read':
    case 'write':
    case 'batch':
      return data.flatMap(({ table }) => table ?? []);
    case 'use':
    case 'role':
    case 'unknown':
      return [];
  }
}
