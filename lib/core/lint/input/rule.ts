import type { Position } from '../../text/position.js';
import type { Direction } from '../../progress/progress.js';
import type { LintSeverity } from './finding.js';
import type { LintMigration, LintStatement } from './lint-migration.js';
import type { Step } from './replay.js';

/** A rule is data: what it says, and how it finds what it says that of. */
export interface Rule {
  /** Never given to another rule. */
  readonly code: string;
  readonly severity: LintSeverity;
  /** Title, in a few words. */
  readonly title: string;
  /** Behaviour of Cassandra in this case. */
  readonly why: string;
  readonly instead: string;
  /** Whether no waiver helps, because the run itself would be refused. */
  readonly isFixed?: boolean;
  readonly find: Find;
}

/** Looks at each statement as it would run, or at all migrations. What is known to a step changes with the next one. */
export type Find =
  | { readonly in: 'steps'; readonly look: (step: Step) => readonly Hit[] }
  | { readonly in: 'migrations'; readonly look: (migrations: readonly LintMigration[]) => readonly Hit[] };

/** One place where a rule has something to say, and what. */
export interface Hit {
  readonly migration: LintMigration;
  readonly message: string;
  readonly statement?: LintStatement | undefined;
  readonly direction?: Direction | undefined;
  /** Position, if it is not that of a statement. */
  readonly position?: Partial<Position> | undefined;
}

/** Details of what a statement does against a rule; empty if it complies. */
type FindInStatement = (step: Step) => readonly string[];

/** Looks at the statements of both directions. */
export function inStatements(find: FindInStatement): Rule['find'] {
  const look = (step: Step): readonly Hit[] => {
    const { migration, statement, direction } = step;
    return find(step).map((message) => ({ migration, statement, direction, message }));
  };
  return { in: 'steps', look };
}

/** Looks at what `upgrade` does: what undoes it has no choice. */
export function inUpgrades(find: FindInStatement): Rule['find'] {
  return inStatements((step) => (step.direction === 'upgrade' ? find(step) : []));
}

export function inMigrations(find: (migration: LintMigration) => readonly Omit<Hit, 'migration'>[]): Rule['find'] {
  const look = (migrations: readonly LintMigration[]): readonly Hit[] =>
    migrations.flatMap((migration) => find(migration).map((hit) => ({ ...hit, migration })));
  return { in: 'migrations', look };
}

export const when = (condition: boolean, message: string): readonly string[] => (condition ? [message] : []);
