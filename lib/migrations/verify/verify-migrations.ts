import { withKeyspaces } from '../../core/cql/statement-keyspaces.js';
import type { LintMigration } from '../../core/lint/input/lint-migration.js';
import type { StatementPlace } from '../source/errors.js';
import { buildReplayed } from './build-replayed.js';
import type { Scratch } from './scratch.js';
import { SeedFailedError } from './seed-failed-error.js';
import { Trial } from './trial.js';
import { notRun, type VerifiedMigration } from './verification.js';

export interface Verifying {
  readonly scratch: Scratch;
  /** Every migration, in the order in which they run. */
  readonly migrations: readonly LintMigration[];
  readonly keyspace: string;
  /** Rows to write before a migration, by its name. */
  readonly seeds: ReadonlyMap<string, readonly StatementPlace[]>;
  /** The last migration that is taken for granted. */
  readonly since?: string | undefined;
  readonly signal: AbortSignal;
  /** Called before each trial. */
  readonly onTrial?: ((name: string, position: number, count: number) => void) | undefined;
}

/**
 * Runs each migration up, down and up again, and compares the catalogue with the replayed statements and with the state
 * before. Ends at the first migration that stops: nothing is known of those behind it.
 */
export async function verifyMigrations(verifying: Verifying): Promise<readonly VerifiedMigration[]> {
  const { migrations, since } = verifying;
  const granted = since === undefined ? 0 : migrations.findIndex(({ name }) => name === since) + 1;
  const verification = new Verification(verifying, migrations.slice(0, granted));
  await verification.build();
  return verification.run(migrations.slice(granted));
}

class Verification {
  private readonly verified: VerifiedMigration[] = [];

  constructor(
    private readonly verifying: Verifying,
    private readonly granted: readonly LintMigration[],
  ) {}

  build(): Promise<void> {
    const { scratch, keyspace } = this.verifying;
    return buildReplayed(scratch, this.granted, keyspace);
  }

  async run(tried: readonly LintMigration[]): Promise<readonly VerifiedMigration[]> {
    for (const [index, migration] of tried.entries()) {
      this.verifying.signal.throwIfAborted();
      this.verifying.onTrial?.(migration.name, index + 1, tried.length);
      const result = await this.try(migration, tried.slice(0, index));
      this.verified.push(result);
      if (result.up.outcome === 'stopped' || result.down.outcome === 'stopped') break;
      if (result.again.outcome === 'one-way') await this.rebuild(tried.slice(0, index + 1));
    }
    return [...this.verified, ...tried.slice(this.verified.length).map(({ name }) => notRun(name))];
  }

  private async try(migration: LintMigration, before: readonly LintMigration[]): Promise<VerifiedMigration> {
    const { scratch, keyspace, signal, seeds } = this.verifying;
    await this.sow(migration.name);
    const hasSeeds = [...before, migration].some(({ name }) => seeds.has(name));
    return new Trial(migration, { scratch, keyspace, signal, hasSeeds }).run();
  }

  /** Writes the rows that are to be there before a migration. */
  private async sow(name: string): Promise<void> {
    const { scratch, seeds } = this.verifying;
    for (const seed of seeds.get(name) ?? []) {
      try {
        await scratch.database.session.execute(withKeyspaces(seed.cql, scratch.names));
      } catch (error) {
        throw new SeedFailedError(name, seed, error);
      }
    }
  }

  /** A statement that the server refuses the second time stays refused: everything is created again, in new keyspaces. */
  private async rebuild(migrations: readonly LintMigration[]): Promise<void> {
    const { scratch } = this.verifying;
    await scratch.renew();
    await this.build();
    for (const { name } of migrations) {
      await this.sow(name);
      await scratch.migrations.apply({ target: name });
    }
  }
}
