import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classifyStatement } from '../../lib/core/cql/classify-statement.js';
import { identifierOf } from '../../lib/core/cql/qualified-name.js';
import { splitScript } from '../../lib/core/cql/split-script.js';
import { isSignificant, tokenize, type Token } from '../../lib/core/lexer/tokenize.js';
import { DIRECTORY, WHY_NO_REAL_SCHEMAS } from '../e2e/pull/schemas.js';

/** A real project's CQL files, in the order in which the project runs them. */
export interface RealProject {
  readonly name: string;
  readonly files: readonly RealFile[];
}

export interface RealFile {
  readonly name: string;
  readonly text: string;
}

const REAL_PROJECTS: readonly RealProject[] = WHY_NO_REAL_SCHEMAS === undefined ? projects() : [];

if (WHY_NO_REAL_SCHEMAS) process.stderr.write(`${WHY_NO_REAL_SCHEMAS}\n`);

/** A suite for each project; skipped, and seen to be, where there are none. */
export const describeProjects =
  REAL_PROJECTS.length > 0 ? describe.each(REAL_PROJECTS) : describe.skip.each([{ name: '(none here)', files: [] }]);

/** `20260101_001_file`, for the first of a project's files. */
export const migrationName = (index: number) => `20260101_${String(index + 1).padStart(3, '0')}_file`;

function projects(): readonly RealProject[] {
  const folders = readdirSync(DIRECTORY, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => {
    const files = readdirSync(join(DIRECTORY, name)).filter((file) => file.endsWith('.cql'));
    const read = (file: string) => readFileSync(join(DIRECTORY, name, file), 'utf8');
    return { name, files: files.toSorted().map((file) => ({ name: file, text: read(file) })) };
  });
}

/** A project's file as a migration for a keyspace of the test's own. */
export interface AdaptedFile extends RealFile {
  /** What was taken out: the keyspace itself, and the choice of it. */
  readonly leftOut: readonly string[];
}

/** What a file says of its own keyspace is said of another; everything else stays as it is, comments included. */
export function adapt({ name, text }: RealFile, keyspace: string): AdaptedFile {
  const statements = splitScript(text).map(({ cql }) => cql);
  const isAboutKeyspace = (cql: string) => {
    const statement = classifyStatement(cql);
    return statement.kind === 'use' || (statement.kind === 'ddl' && statement.object === 'keyspace');
  };
  const leftOut = statements.filter(isAboutKeyspace);
  const without = leftOut.reduce((rest, cql) => rest.replace(cql, ''), text);
  return { name, text: renameKeyspace(without, keyspace), leftOut };
}

/** Every `old.` before a name becomes `keyspace.`; values that look like it do not. */
function renameKeyspace(text: string, keyspace: string): string {
  const tokens = tokenize(text);
  const significant = tokens.filter(isSignificant);
  const isQualifier = (token: Token) => {
    const index = significant.indexOf(token);
    const [before, dot, name] = [significant[index - 1], significant[index + 1], significant[index + 2]];
    return (
      identifierOf(token) !== undefined && dot?.text === '.' && identifierOf(name) !== undefined && before?.text !== '.'
    );
  };
  return tokens.map((token) => (isQualifier(token) ? keyspace : token.text)).join('');
}
