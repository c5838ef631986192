import { emptySchema } from '../model/schema-kinds.js';
import type { SchemaModel } from '../model/schema-model.js';
import { applyStatement } from './apply-statement.js';
import { type Contradiction, type Effect, isContradiction, type Subject } from './contradiction.js';
import { indexCreated } from './index-effects.js';
import { Origins } from './origins.js';
import { presume } from './presume.js';
import type { ReplayStatement } from './replay-statement.js';

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

type Schemas = ReadonlyMap<string, SchemaModel>;

/** The schemas that a chain of statements leaves, and which migration made what; grows while the chain is replayed. */
export class Replay<S extends ReplayStatement> {
  readonly problems: ReplayProblem<S>[] = [];
  private readonly made: World;
  private readonly presumed: World;

  constructor(
    private readonly keyspace: string,
    before: Schemas = new Map(),
    parent?: Replay<S>,
  ) {
    this.made = new World(before, parent?.made);
    this.presumed = new World(new Map(), parent?.presumed);
  }

  /** By name; a keyspace that no statement touches is absent. */
  get schemas(): Schemas {
    return this.made.schemas;
  }

  /** A replay that goes on from here, and leaves this one as it is. */
  fork(): Replay<S> {
    return new Replay(this.keyspace, this.made.schemas, this);
  }

  /** Applies a statement. Returns why it does not fit; it is passed over then. */
  run(origin: string, statement: S): ReplayProblem<S> | undefined {
    const { problem, commit } = this.attempt(origin, statement);
    commit();
    return problem;
  }

  /** Checks whether a statement fits. Nothing changes before `commit`. */
  attempt(origin: string, statement: S, keyspace = keyspaceOf(statement, this.keyspace)): Attempt<S> {
    const outcome = this.made.attempt(keyspace, statement, origin);
    if (!isContradiction(outcome)) return { problem: undefined, commit: outcome };
    const other = this.made.origins.against(keyspace, outcome);
    const isUnknown = outcome.problem === 'missing' && other === undefined;
    const presumed = isUnknown ? this.presume(keyspace, statement, origin) : {};
    const problem = { origin, statement, keyspace, contradiction: outcome, other, ...presumed.against };
    return {
      problem,
      commit: () => {
        this.problems.push(problem);
        presumed.commit?.();
      },
    };
  }

  /** Names of the keyspaces that statements have touched. */
  keyspaces(): readonly string[] {
    return [...new Set([...this.made.schemas.keys(), ...this.presumed.schemas.keys()])];
  }

  /** The schema of a keyspace, with what is presumed of tables that no statement creates. */
  known(keyspace: string): SchemaModel {
    const made = this.made.in(keyspace);
    const presumed = this.presumed.in(keyspace);
    if (presumed.tables.length === 0) return made;
    const isMade = ({ name }: { readonly name: string }) => made.tables.some((table) => table.name === name);
    const tables = [...made.tables, ...presumed.tables.filter((table) => !isMade(table))];
    return { ...made, tables, views: [...made.views, ...presumed.views] };
  }

  /** Whether a statement creates the table, so that all of it is known. */
  isMade(keyspace: string, table: string): boolean {
    return this.made.in(keyspace).tables.some(({ name }) => name === table);
  }

  /** The migration that last created or dropped an object, or last touched a part of it. */
  originOf(keyspace: string, subject: Subject): string | undefined {
    return this.made.origins.of(keyspace, subject) ?? this.presumed.origins.of(keyspace, subject);
  }

  /**
   * Applies a statement to a table that no statement creates. Two migrations that add or drop the same column of it
   * contradict each other as well.
   */
  private presume(keyspace: string, statement: S, origin: string): Presumed {
    const before = { ...this.presumed.in(keyspace), types: this.made.in(keyspace).types };
    const outcome = this.presumed.attempt(keyspace, statement, origin, presume(before, statement));
    if (!isContradiction(outcome)) return { commit: outcome };
    const other = this.presumed.origins.against(keyspace, outcome);
    const isAgainst = other !== undefined && outcome.problem !== 'in-use';
    return isAgainst ? { against: { contradiction: outcome, other } } : {};
  }
}

interface Attempt<S extends ReplayStatement> {
  readonly problem: ReplayProblem<S> | undefined;
  readonly commit: () => void;
}

interface Presumed {
  readonly against?: Pick<ReplayProblem, 'contradiction' | 'other'>;
  readonly commit?: () => void;
}

/** Schemas by keyspace, and the migrations that made what is in them. */
class World {
  readonly schemas: Map<string, SchemaModel>;
  readonly origins: Origins;

  constructor(before: Schemas, parent?: World) {
    this.schemas = new Map(parent ? parent.schemas : before);
    this.origins = new Origins(parent?.origins);
  }

  in(keyspace: string): SchemaModel {
    return this.schemas.get(keyspace) ?? emptySchema(keyspace);
  }

  /** Returns a function that keeps the effect, or the contradiction. */
  attempt(
    keyspace: string,
    statement: ReplayStatement,
    origin: string,
    before = this.in(keyspace),
  ): Effect<() => void> {
    const { class: ddl } = statement;
    const after = ddl.kind === 'ddl' ? applyStatement(before, statement) : before;
    if (isContradiction(after)) return after;
    if (ddl.kind !== 'ddl' || after === before) return () => undefined;
    return () => {
      this.schemas.set(keyspace, after);
      if (ddl.object === 'keyspace') this.origins.forget(keyspace);
      this.origins.note(keyspace, statement, { origin, name: ddl.name?.name ?? indexCreated(before, after, ddl) });
    };
  }
}

function keyspaceOf({ class: ddl }: ReplayStatement, target: string): string {
  if (ddl.kind !== 'ddl') return target;
  if (ddl.object === 'keyspace') return ddl.name?.name ?? target;
  return ddl.name?.keyspace ?? ddl.on?.keyspace ?? target;
}
