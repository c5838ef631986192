import { readDataStatements } from '../../core/cql/data-statement.js';
import { type Destruction, destructionOf } from '../../core/cql/destruction.js';
import { describeChange } from '../../core/diff/describe-change.js';
import { diffSchema } from '../../core/diff/diff-schema.js';
import type { Difference } from '../../core/diff/difference.js';
import { messageOf } from '../../core/error.js';
import { IrreversibleMigrationError } from '../../core/history/errors.js';
import type { LintMigration } from '../../core/lint/input/lint-migration.js';
import { emptySchema } from '../../core/model/schema-kinds.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { replayOn } from '../../core/replay/replay-migrations.js';
import { withoutDefaults } from '../../core/replay/without-defaults.js';
import { hasRows, lostBetween, readRows, type Rows } from './rows.js';
import { schemasOf, type Scratch } from './scratch.js';
import {
  type FoundDifference,
  type LostRow,
  notRun,
  type StepResult,
  type TrialStep,
  type VerifiedMigration,
} from './verification.js';

type Schemas = ReadonlyMap<string, SchemaModel>;

/** Circumstances of a trial. */
export interface TrialOptions {
  readonly scratch: Scratch;
  /** The keyspace that bare names mean, as the project calls it. */
  readonly keyspace: string;
  readonly signal: AbortSignal;
  /** Whether there are rows that must survive. */
  readonly hasSeeds: boolean;
}

/** One migration in keyspaces that hold those before it: up, down and up again. */
export class Trial {
  private readonly differences: FoundDifference[] = [];
  private readonly lost: LostRow[] = [];
  private readonly meant: Destruction;

  constructor(
    private readonly migration: LintMigration,
    private readonly options: TrialOptions,
  ) {
    this.meant = destructionOf([...migration.upgrade, ...migration.downgrade], options.keyspace);
  }

  async run(): Promise<VerifiedMigration> {
    const before = await this.moment();
    const base = { ...notRun(this.migration.name), unproven: await this.emptyTables(before.schemas) };
    const result = (steps: Partial<VerifiedMigration>): VerifiedMigration => ({
      ...base,
      ...steps,
      differences: this.differences,
      lost: this.lost,
    });
    const up = await this.attempt(() => this.upgrade(before, before, 'up'));
    if (!('moment' in up)) return result({ up });
    const down = await this.attempt(() => this.downgrade(before));
    if (!('moment' in down)) return result({ up: DONE, down });
    const again = await this.attempt(() => this.upgrade(down.moment, up.moment, 'again'));
    const last: StepResult = 'moment' in again ? DONE : { ...again, outcome: 'one-way' };
    return result({ up: DONE, down: DONE, again: last });
  }

  /** The rows that must still be there are those of `known`. */
  private async upgrade(from: Moment, known: Moment, step: TrialStep): Promise<Moment> {
    const { scratch, keyspace } = this.options;
    const { name, origin, upgrade } = this.migration;
    await scratch.migrations.apply({ target: name });
    const { schemas } = replayOn(from.schemas, { origin, statements: upgrade }, keyspace);
    return this.compared({ schemas, rows: known.rows }, step);
  }

  private async downgrade(before: Moment): Promise<Moment> {
    await this.options.scratch.migrations.rollback({ steps: 1 });
    return this.compared(before, 'down');
  }

  /** The present state, after everything that it should not be was noted. */
  private async compared(expected: Moment, after: TrialStep): Promise<Moment> {
    const actual = await this.moment();
    for (const keyspace of new Set([...expected.schemas.keys(), ...actual.schemas.keys()])) {
      const found = this.between(expected.schemas.get(keyspace), actual.schemas.get(keyspace), after);
      this.differences.push(...found.map((difference) => ({ ...difference, keyspace, after })));
    }
    this.lost.push(...lostBetween(expected.rows, actual.rows, this.meant).map((row) => ({ ...row, after })));
    return actual;
  }

  /** A state that was read before is compared whole; of a replayed one, defaults are known only of our own server. */
  private between(
    expected: SchemaModel = NOTHING,
    actual: SchemaModel = NOTHING,
    after: TrialStep,
  ): readonly Difference[] {
    const isComparable = after === 'down' || !this.options.scratch.isShared;
    const changes = diffSchema(expected, isComparable ? actual : withoutDefaults(actual, expected));
    return changes.filter(({ kind }) => kind !== 'manage-table').flatMap(describeChange);
  }

  private async moment(): Promise<Moment> {
    const { scratch, hasSeeds } = this.options;
    const schemas = await schemasOf(scratch);
    return { schemas, rows: hasSeeds ? await readRows(scratch, schemas) : [] };
  }

  /** The tables that code reads and that have no rows; a table that is still to be made has none. */
  private async emptyTables(schemas: Schemas): Promise<readonly string[]> {
    const { form, upgrade, downgrade } = this.migration;
    if (form !== 'code') return [];
    const read = [...upgrade, ...downgrade].flatMap(({ tokens }) => readDataStatements(tokens));
    const tables = read.flatMap(({ verb, table }) => (verb === 'SELECT' && table ? [table] : []));
    const empty = new Set<string>();
    for (const { keyspace = this.options.keyspace, name } of tables) {
      const isThere = schemas.get(keyspace)?.tables.some((table) => table.name === name) ?? false;
      if (!isThere || !(await hasRows(this.options.scratch, keyspace, name))) empty.add(name);
    }
    return [...empty];
  }

  /** An interruption is no finding. */
  private async attempt(work: () => Promise<Moment>): Promise<{ readonly moment: Moment } | StepResult> {
    try {
      return { moment: await work() };
    } catch (error) {
      this.options.signal.throwIfAborted();
      if (error instanceof IrreversibleMigrationError) return { outcome: 'irreversible' };
      return { outcome: 'stopped', message: messageOf(error) };
    }
  }
}

const DONE: StepResult = { outcome: 'done' };
const NOTHING = emptySchema('');

/** Everything that is compared. */
interface Moment {
  readonly schemas: Schemas;
  readonly rows: Rows;
}
