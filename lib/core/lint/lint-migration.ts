import { classifyTokens, type StatementClass } from '../cql/classify-statement.js';
import { CqlSyntaxError } from '../cql/errors.js';
import { positionsIn, type Position } from '../cql/position.js';
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

export interface LintStatement {
  readonly cql: string;
  readonly position?: Position | undefined;
  /** Those that the server sees. */
  readonly tokens: readonly Token[];
  readonly class: StatementClass;
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
      upgrade: upgrade.map(({ cql, line, column }) => readStatement(cql, { line, column })),
      downgrade: downgrade.map(({ cql, line, column }) => readStatement(cql, { line, column })),
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
    upgrade: input.upgrade.map((cql) => readStatement(cql, find(cql))),
    downgrade: input.downgrade.map((cql) => readStatement(cql, find(cql))),
  };
}

function readStatement(cql: string, position: Position | undefined): LintStatement {
  const read = () => tokenize(cql).filter(isSignificant);
  let tokens: readonly Token[] | undefined;
  return {
    cql,
    position,
    class: classifyTokens(read()),
    get tokens() {
      return (tokens ??= read());
    },
    release: () => (tokens = undefined),
  };
}
