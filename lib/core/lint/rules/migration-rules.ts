import { shownText } from '../../cql/mask-secrets.js';
import { parseMigrationName } from '../../history/migration-name.js';
import type { LintMigration } from '../input/lint-migration.js';
import { unwrittenConversions } from '../../source/say-how.js';
import { positionsIn } from '../../text/position.js';
import { inMigrations, type Hit, type Rule } from '../input/rule.js';

/** About a migration as a whole. */
export const MIGRATION_RULES: readonly Rule[] = [
  {
    code: 'C101',
    severity: 'error',
    title: 'A migration that cannot be read',
    why: 'A run does nothing while it cannot read a migration that it needs.',
    instead: 'Fix the file at the reported position.',
    isFixed: true,
    find: inMigrations(({ broken }) => (broken ? [{ message: broken.message, position: broken }] : [])),
  },
  {
    code: 'C102',
    severity: 'info',
    title: 'Code whose dry run stops early',
    why: 'Lint reads the statements of code from a dry run, in which nothing is sent and every answer is empty. Statements after the point where it stopped were not seen.',
    instead: 'Lint with --app if the code needs services of the application; make it handle empty answers.',
    find: inMigrations(({ stopped }) => stopped.map((message) => ({ message }))),
  },
  {
    code: 'C103',
    severity: 'warning',
    title: 'No downgrade, and no statement that there is none',
    why: 'A rollback that reaches the migration is refused. That should be a decision, not an oversight.',
    instead:
      'Write the downgrade; or say that there is none: with a waiver and its reason in a script, with `reversible = false` in a class.',
    find: inMigrations((migration) => (isSilentlyOneWay(migration) ? [{ message: 'nothing undoes it' }] : [])),
  },
  {
    code: 'C104',
    severity: 'warning',
    title: 'Two migrations with the same date and number',
    why: 'They run in the order of their titles, usually because two branches took the same number. If one of them is already applied, the other is out of order.',
    instead: 'Give the later one the next number before it is applied anywhere: `coodie migrate renumber NAME`.',
    find: { in: 'migrations', look: sameNumbers },
  },
  {
    code: 'C114',
    severity: 'error',
    title: 'A statement that is not awaited',
    why: 'The migration would end while its statement is still running. The run waits for it, and fails.',
    instead: 'Await every call of the context. In loops, use `for (const … of …)` instead of `forEach`.',
    isFixed: true,
    find: inMigrations(({ notAwaited }) =>
      notAwaited.map((cql) => ({ message: `nothing waits for ${shownText(cql)}` })),
    ),
  },
  {
    code: 'C115',
    severity: 'error',
    title: 'A conversion that is not written yet',
    why: '`generate --copy` does not know how to convert the values, so the generated function throws, and the migration stops at the first row.',
    instead: 'Write the function. It takes the value of the old column and returns the value of the new one.',
    isFixed: true,
    find: inMigrations(({ form, text }) =>
      form === 'code'
        ? unwrittenConversions(text).map((offset) => ({
            message: 'the conversion throws an error',
            position: positionsIn(text)(offset),
          }))
        : [],
    ),
  },
];

function isSilentlyOneWay({ broken, hasDowngrade, isOneWay }: LintMigration): boolean {
  return !broken && !hasDowngrade && !isOneWay;
}

function sameNumbers(migrations: readonly LintMigration[]): readonly Hit[] {
  const firsts = new Map<string, LintMigration>();
  return migrations.flatMap((migration) => {
    const { date, number } = parseMigrationName(migration.name) ?? {};
    if (date === undefined) return [];
    const key = `${date} ${number}`;
    const twin = firsts.get(key);
    if (!twin) firsts.set(key, migration);
    return twin ? [{ migration, message: `${twin.origin} has the same date and number` }] : [];
  });
}
