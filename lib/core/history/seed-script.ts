import { CqlSyntaxError, type ScriptStatement, StatementSplitter } from '../cql/split-script.js';
import { isSignificant, type Token, tokenize } from '../lexer/tokenize.js';
import { type Position, positionsIn } from '../text/position.js';
import { startsLine } from './script-marker.js';

/** Rows that are written before a migration runs. */
export interface SeedSection {
  /** Name of the migration, or the beginning of it, as written. */
  readonly before: string;
  readonly position: Position;
  readonly statements: readonly ScriptStatement[];
}

/**
 * Reads a file of rows: sections that begin with `-- before: NAME` on a line of its own and hold INSERT, UPDATE, DELETE
 * or batches of them.
 * @throws CqlSyntaxError
 */
export function parseSeedScript(script: string): readonly SeedSection[] {
  const tokens = tokenize(script);
  const positionOf = positionsIn(script);
  const markers = tokens.flatMap((token, index) => {
    const before = startsLine([tokens[index - 1], tokens[index - 2]]) ? nameIn(token) : undefined;
    return before === undefined ? [] : [{ before, index, position: positionOf(token.start) }];
  });
  const stray = tokens.slice(0, markers[0]?.index).find(isSignificant);
  if (stray) throw new CqlSyntaxError('A statement stands in no section', positionOf(stray.start), MARKER);
  return markers.map(({ before, index, position }, place) => {
    const splitter = new StatementSplitter(script, positionOf);
    for (const token of tokens.slice(index, markers[place + 1]?.index)) splitter.push(token);
    const statements = splitter.finish();
    refuseOthers(statements);
    return { before, position, statements };
  });
}

const MARKER = 'Put `-- before: NAME` on a line of its own above it, with the name of a migration.';

function nameIn({ kind, text }: Token): string | undefined {
  return kind === 'comment' ? /^--\s*before\s*:\s*(?<name>\S+)\s*$/i.exec(text)?.groups?.['name'] : undefined;
}

function refuseOthers(statements: readonly ScriptStatement[]): void {
  for (const { class: read, defect, line, column } of statements) {
    if ((read.kind === 'write' || read.kind === 'batch') && !defect) continue;
    const hint = 'Seeds hold INSERT, UPDATE, DELETE and batches of them; the schema is made by migrations.';
    throw new CqlSyntaxError('This is no statement that writes rows', { line, column }, hint);
  }
}
