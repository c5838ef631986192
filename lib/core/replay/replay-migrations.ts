import { emptySchema } from '../model/schema-kinds.js';
import type { DdlStatement } from '../cql/classify-statement.js';
import type { SchemaModel } from '../model/schema-model.js';
import { applyStatement } from './apply-statement.js';
import { isContradiction, type Contradiction } from './contradiction.js';
import { Origins } from './origins.js';
import type { ReplayStatement } from './replay-statement.js';
import { UnknownTables } from './unknown-tables.js';

export interface ReplayMigration<S extends ReplayStatement = ReplayStatement> {
  /** The file or class. */
  readonly origin: string;
  readonly statements: readonly S[];
}

/** A statement that does not fit what the migrations before it leave. */
export interface ReplayProblem<S extends ReplayStatement = ReplayStatement> {
  readonly origin: string;
  readonly statement: S;
  /** The keyspace that the statement works in. */
  readonly keyspace: string;
  readonly contradiction: Contradiction;
  /** The migration that made, dropped or uses the subject; `undefined` where none did: the history does not begin at nothing. */
  readonly other: string | undefined;
}

export interface Replayed<S extends ReplayStatement = ReplayStatement> {
  /** By name; a keyspace that no statement touches is absent. */
  readonly schemas: ReadonlyMap<string, SchemaModel>;
  readonly problems: readonly ReplayProblem<S>[];
}

/** The schemas that a chain of upgrades leaves. A statement that does not fit is passed over and reported. */
export function replayMigrations<S extends ReplayStatement>(
  migrations: readonly ReplayMigration<S>[],
  keyspace: string,
): Replayed<S> {
  const replay = new Replay<S>(keyspace);
  for (const { origin, statements } of migrations) {
    for (const statement of statements) replay.run(origin, statement);
  }
  return replay;
}

/** The schemas after one migration that runs on schemas which are known, such as those of a server. */
export function replayOn<S extends ReplayStatement>(
  before: ReadonlyMap<string, SchemaModel>,
  { origin, statements }: ReplayMigration<S>,
  keyspace: string,
): Replayed<S> {
  const replay = new Replay<S>(keyspace, before);
  for (const statement of statements) replay.run(origin, statement);
  return replay;
}

interface Run<S extends ReplayStatement> {
  readonly origin: string;
  readonly statement: S;
}

/** Grows while one chain is replayed. */
export class Replay<S extends ReplayStatement> implements Replayed<S> {
  readonly schemas: Map<string, SchemaModel>;
  readonly problems: ReplayProblem<S>[] = [];
  private readonly origins = new Origins();
  private readonly unknown = new UnknownTables();

  constructor(
    private readonly keyspace: string,
    before: ReadonlyMap<string, SchemaModel> = new Map(),
  ) {
    this.schemas = new Map(before);
  }

  /** Answers why the statement does not fit, and passes it over then. */
  run(origin: string, statement: S): ReplayProblem<S> | undefined {
    const { class: ddl } = statement;
    if (ddl.kind !== 'ddl') return undefined;
    const keyspace = this.keyspaceOf(ddl);
    const before = this.schemas.get(keyspace) ?? emptySchema(keyspace);
    const after = applyStatement(before, statement);
    if (isContradiction(after)) {
      const problem = { origin, statement, keyspace, ...this.against(keyspace, after, { origin, statement }) };
      this.problems.push(problem);
      return problem;
    }
    if (after === before) return undefined;
    this.schemas.set(keyspace, after);
    this.origins.note(keyspace, statement, origin);
    return undefined;
  }

  private against(keyspace: string, contradiction: Contradiction, { origin, statement }: Run<S>) {
    const other = this.origins.against(keyspace, contradiction);
    const { problem, subject } = contradiction;
    const isUnknown = problem === 'missing' && other === undefined && subject.part === undefined;
    return (isUnknown && this.unknown.alter(keyspace, statement, origin)) || { contradiction, other };
  }

  private keyspaceOf({ object, name, on }: DdlStatement): string {
    if (object === 'keyspace') return name?.name ?? this.keyspace;
    return name?.keyspace ?? on?.keyspace ?? this.keyspace;
  }
}
