import { type DataStatement, readDataStatements } from '../../cql/data-statement.js';
import { CqlSyntaxError, type ScriptStatement } from '../../cql/split-script.js';
import { isBackfill, readStatement, type Statement } from '../../cql/statement.js';
import { parseMigrationScript } from '../../history/migration-script.js';
import { significantTokens, type Token } from '../../lexer/tokenize.js';
import type { ReplayMigration } from '../../replay/replay-migrations.js';
import { type Position, positionsIn } from '../../text/position.js';
import type { BrokenInput, CodeInput, LintInput, ScriptInput } from './lint-input.js';

/** A migration, read as far as it can be. */
export interface LintMigration {
  readonly name: string;
  readonly origin: string;
  readonly form: LintInput['form'];
  readonly text: string;
  readonly upgrade: readonly LintStatement[];
  readonly downgrade: readonly LintStatement[];
  readonly allowDestructive: boolean;
  readonly hasDowngrade: boolean;
  readonly isOneWay: boolean;
  /** Why it cannot be read at all: it has no statements then. */
  readonly broken?: BrokenAt | undefined;
  readonly stopped: readonly string[];
  readonly notAwaited: readonly string[];
}

export interface BrokenAt extends Partial<Position> {
  readonly message: string;
}

export interface LintStatement extends Statement {
  readonly position?: Position | undefined;
  /** Position of the token that its defect is about. */
  readonly defectAt?: Position | undefined;
  /** Tokens that the server sees. */
  readonly tokens: readonly Token[];
  /** Reads and writes, one by one; empty for a schema change. */
  readonly data: readonly DataStatement[];
  /** Lets go of the tokens, which are read again when they are asked for: those of 100,000 statements are many. */
  release(): void;
}

export function readLintMigration(input: LintInput): LintMigration {
  switch (input.form) {
    case 'script':
      return readScript(input);
    case 'code':
      return readCode(input);
    case 'broken':
      return unreadable(input, { message: input.problem, ...input.position });
  }
}

function unreadable({ name, origin, form, text }: ScriptInput | BrokenInput, broken: BrokenAt): LintMigration {
  return {
    name,
    origin,
    form,
    text,
    upgrade: [],
    downgrade: [],
    allowDestructive: false,
    hasDowngrade: false,
    isOneWay: false,
    broken,
    stopped: [],
    notAwaited: [],
  };
}

function readScript(input: ScriptInput): LintMigration {
  try {
    const { upgrade, downgrade, allowDestructive, reversible } = parseMigrationScript(input.text);
    return {
      ...input,
      upgrade: upgrade.map(scriptStatement),
      downgrade: downgrade.map(scriptStatement),
      allowDestructive,
      hasDowngrade: reversible,
      isOneWay: false,
      stopped: [],
      notAwaited: [],
    };
  } catch (error) {
    if (!(error instanceof CqlSyntaxError)) throw error;
    const { problem: message, line, column } = error;
    return unreadable(input, { message, line, column });
  }
}

function readCode(input: CodeInput): LintMigration {
  const { text } = input;
  const positionOf = positionsIn(text);
  const find = (cql: string): Position | undefined => {
    const offset = text.indexOf(cql);
    return offset < 0 || cql === '' ? undefined : positionOf(offset);
  };
  const read = (cql: string) => new StatementAtHand(readStatement(cql), find(cql));
  // Without rows, the writes of a backfill are not known; the run refuses those that are not repeatable.
  const readAll = (texts: readonly string[]) => texts.filter((cql) => !isBackfill(cql)).map(read);
  return { ...input, upgrade: readAll(input.upgrade), downgrade: readAll(input.downgrade) };
}

/** The upgrades of migrations, for replay. */
export function upgradesOf(migrations: readonly LintMigration[]): readonly ReplayMigration<LintStatement>[] {
  return migrations.map(({ origin, upgrade }) => ({ origin, statements: upgrade }));
}

function scriptStatement(statement: ScriptStatement): LintStatement {
  const { line, column } = statement;
  return new StatementAtHand(statement, { line, column }, statement.defectAt);
}

class StatementAtHand implements LintStatement {
  private read: readonly Token[] | undefined;
  private readAsData: readonly DataStatement[] | undefined;

  constructor(
    private readonly statement: Statement,
    readonly position: Position | undefined,
    readonly defectAt?: Position | undefined,
  ) {}

  get cql(): string {
    return this.statement.cql;
  }

  get class(): Statement['class'] {
    return this.statement.class;
  }

  get defect(): Statement['defect'] {
    return this.statement.defect;
  }

  get tokens(): readonly Token[] {
    return (this.read ??= significantTokens(this.cql));
  }

  get data(): readonly DataStatement[] {
    return (this.readAsData ??= this.class.kind === 'ddl' ? [] : readDataStatements(this.tokens));
  }

  release(): void {
    this.read = undefined;
    this.readAsData = undefined;
  }
}
