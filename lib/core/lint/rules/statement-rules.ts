import { classifyStatement } from '../../cql/classify-statement.js';
import { readDataStatements } from '../../cql/data-statement.js';
import type { QualifiedName } from '../../cql/qualified-name.js';
import type { Step } from '../replay.js';
import { inMigrations, inStatements, inUpgrades, when, type Rule } from '../rule.js';

/** About what a migration may send at all. */
export const STATEMENT_RULES: readonly Rule[] = [
  {
    code: 'C107',
    severity: 'error',
    title: 'Destroys, and does not say so',
    why: 'DROP, TRUNCATE and ALTER … DROP in upgrade are refused by the run unless the migration says that it means it.',
    instead: 'If that is meant, write `-- allow-destructive` in the script, or `allowDestructive = true` in the class.',
    isFixed: true,
    find: inUpgrades(({ migration, statement }) => {
      const { destroys } = classifyStatement(statement.cql);
      return destroys === undefined ? [] : when(!migration.allowDestructive, destroys);
    }),
  },
  {
    code: 'C108',
    severity: 'error',
    title: 'USE',
    why: 'It would change the keyspace of everything that is sent over the connection afterwards. The run refuses it.',
    instead: 'Leave it out: bare names mean the target keyspace. Qualify the names of another: `other.table`.',
    isFixed: true,
    find: inStatements(({ statement }) =>
      when(statement.class.kind === 'use', 'changes the keyspace of the connection'),
    ),
  },
  {
    code: 'C109',
    severity: 'error',
    title: 'Not a statement of CQL',
    why: 'Commands of cqlsh such as SOURCE, COPY and CONSISTENCY are not known to the server, which refuses them as it does misspelt words.',
    instead: 'Leave it out, or write the statement that is meant.',
    find: inStatements(({ statement: { class: statement } }) =>
      when(statement.kind === 'unknown', `no statement begins with ${statement.verb || 'that'}`),
    ),
  },
  {
    code: 'C110',
    severity: 'error',
    title: 'A marker without a value',
    why: 'The statements of a script are sent as they are written, with no values for `?`. A change of the schema takes no values at all, not even from code.',
    instead:
      'Write the value into the statement; where it is only known when the migration runs, write the migration in code.',
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
    why: 'A name with a keyspace means the same one in every environment, whatever --keyspace says; the lock and the record of the run are in the target keyspace alone.',
    instead: 'Leave the keyspace away where it is the target. Give another keyspace migrations of its own.',
    find: inStatements(foreignKeyspaces),
  },
  {
    code: 'C119',
    severity: 'info',
    title: 'A script without statements',
    why: 'It is recorded as applied and does nothing. That is right for a migration whose place must stay taken.',
    instead: 'Write its statements, if it was to have any.',
    find: inMigrations(({ form, broken, upgrade }) =>
      form === 'script' && !broken && upgrade.length === 0 ? [{ message: 'there is no statement in it' }] : [],
    ),
  },
];

/** Reading what the server says of itself harms nobody. */
const SYSTEM = /^system(?:_|$)/;

function foreignKeyspaces(step: Step): readonly string[] {
  const names = namesIn(step).flatMap(({ keyspace }) => keyspace ?? []);
  const foreign = [...new Set(names)].filter((name) => name !== step.keyspace && !SYSTEM.test(name));
  return foreign.map((name) => `names keyspace ${name}`);
}

function namesIn({ statement: { class: statement, tokens } }: Step): readonly QualifiedName[] {
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
      return readDataStatements(tokens).flatMap(({ table }) => table ?? []);
    case 'use':
    case 'role':
    case 'unknown':
      return [];
  }
}
