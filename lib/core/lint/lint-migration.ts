import { CqlSyntaxError } from '../cql/errors.js';
import { positionsIn, type Position } from '../cql/position.js';
import type { ScriptStatement } from '../cql/split-script.js';
import { readStatement, type Statement } from '../cql/statement.js';
import { isSignificant, tokenize, type Token } from '../cql/tokenize.js';
import { parseMigrationScript } from '../history/migration-script.js';
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
}

export interface BrokenAt extends Partial<Position> {
  readonly message: string;
}

export interface LintStatement extends Statement {
  readonly position?: Position | undefined;
  /** Position of the token that its defect is about. */
  readonly defectAt?: Position | undefined;
  /** Those that the server sees. */
  readonly tokens: readonly Token[];
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
  return {
    ...input,
    upgrade: input.upgrade.map((cql) => lintStatement(readStatement(cql), find(cql))),
    downgrade: input.downgrade.map((cql) => lintStatement(readStatement(cql), find(cql))),
  };
}

function scriptStatement({ defectAt, line, column, ...statement }: ScriptStatement): LintStatement {
  return lintStatement(statement, { line, column }, defectAt);
}

function lintStatement({ cql, ...read }: Statement, position?: Position, defectAt?: Position): LintStatement {
  let tokens: readonly Token[] | undefined;
  return {
    cql,
    ...read,
    position,
    defectAt,
    get tokens() {
      return (tokens ??= tokenize(cql).filter(isSignificant));
    },
    release: () => (tokens = undefined),
  };
}
