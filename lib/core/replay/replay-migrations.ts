import { emptySchema } from '../model/schema-kinds.js';
import { readAlteredItems, readRenames } from '../cql/altered-names.js';
import type { DdlStatement } from '../cql/classify-statement.js';
import { identifierOf } from '../cql/qualified-name.js';
import type { SchemaModel } from '../model/schema-model.js';
import { applyStatement } from './apply-statement.js';
import { isContradiction, type Contradiction, type Subject } from './contradiction.js';
import type { ReplayStatement } from './replay-statement.js';

export interface ReplayMigration<S extends ReplayStatement = ReplayStatement> {
  /** The file or class. */
  readonly origin: string;
  readonly statements: readonly S[];
}

/** A statement that does not fit what the migrations before it leave. */
export interface ReplayProblem<S extends ReplayStatement = ReplayStatement> {
  readonly origin: string;
  readonly statement: S;
  readonly contradiction: Contradiction;
  /** The migration that touched the subject last; `undefined` where none did: the history does not begin at nothing. */
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

/** Grows while one chain is replayed. */
class Replay<S extends ReplayStatement> implements Replayed<S> {
  readonly schemas: Map<string, SchemaModel>;
  readonly problems: ReplayProblem<S>[] = [];
  private readonly touched = new Map<string, string>();

  constructor(
    private readonly keyspace: string,
    before: ReadonlyMap<string, SchemaModel> = new Map(),
  ) {
    this.schemas = new Map(before);
  }

  run(origin: string, statement: S): void {
    const { class: ddl } = statement;
    if (ddl.kind !== 'ddl') return;
    const keyspace = this.keyspaceOf(ddl);
    const before = this.schemas.get(keyspace) ?? emptySchema(keyspace);
    const after = applyStatement(before, statement);
    if (isContradiction(after)) {
      const other = this.touched.get(keyOf(keyspace, after.subject));
      this.problems.push({ origin, statement, contradiction: after, other });
      return;
    }
    this.schemas.set(keyspace, after);
    for (const subject of subjectsOf(statement, ddl)) this.touched.set(keyOf(keyspace, subject), origin);
  }

  private keyspaceOf({ object, name, on }: DdlStatement): string {
    if (object === 'keyspace') return name?.name ?? this.keyspace;
    return name?.keyspace ?? on?.keyspace ?? this.keyspace;
  }
}

const keyOf = (keyspace: string, { kind, name, part }: Subject) => JSON.stringify([keyspace, kind, name, part]);

const KINDS: readonly Subject['kind'][] = ['table', 'type', 'index', 'materialized view'];

/** The object that a statement makes, changes or drops, and the parts of it. */
function subjectsOf({ tokens }: ReplayStatement, { object, name, action }: DdlStatement): readonly Subject[] {
  const kind = KINDS.find((known) => known === object);
  if (!kind || !name) return [];
  const whole = { kind, name: name.name };
  return [whole, ...partsOf(tokens, action).map((part) => ({ ...whole, part }))];
}

function partsOf(tokens: ReplayStatement['tokens'], action: DdlStatement['action']): readonly string[] {
  if (action === 'rename') {
    const { present, absent } = readRenames(tokens);
    return [...present, ...absent];
  }
  if (action !== 'add' && action !== 'drop') return [];
  const items = readAlteredItems(tokens, action === 'add' ? 'ADD' : 'DROP');
  return items.flatMap(([first]) => identifierOf(first) ?? []);
}
