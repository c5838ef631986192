import type { Jiti, TransformOptions } from 'jiti';
import { MissingCompilerError, SourceSyntaxError, type SyntaxProblem } from './errors.js';
import type { Lower } from './lower-decorators.js';

/**
 * Turns a file into what jiti evaluates.
 * @throws SourceSyntaxError | MissingCompilerError; jiti itself hands out code that does something else
 */
export function transformSource(jiti: Jiti, lower: Lower | undefined, options: TransformOptions): string {
  const path = options.filename ?? '';
  const lowered = options.ts && lower ? lower(options.source, path) : options.source;
  const code = jiti.transform({ ...options, source: lowered });
  const failure = failureIn(code);
  if (!failure) return code;
  // Places count in the text that people see.
  const { line, column, message } = failureIn(jiti.transform(options)) ?? failure;
  if (line > 0) throw new SourceSyntaxError({ path, line, column: column + 1, problem: message.trim() });
  if (options.ts && !lower) throw new MissingCompilerError(path);
  throw new SourceSyntaxError({ path, line: 1, column: 1, problem: message.trim() });
}

/** The place of a syntax error in a JavaScript file that Node refused; Node tells none for ES modules. */
export function syntaxProblemOf(jiti: Jiti, path: string, source: string): SyntaxProblem | undefined {
  const failure = failureIn(jiti.transform({ source, filename: path, async: true }));
  if (!failure || failure.line === 0) return undefined;
  return { path, line: failure.line, column: failure.column + 1, problem: failure.message.trim() };
}

interface TransformFailure {
  /** From 1; 0 where the place is unknown. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  readonly message: string;
}

const FAILED = 'exports.__JITI_ERROR__ = ';

function failureIn(code: string): TransformFailure | undefined {
  return code.startsWith(FAILED) ? (JSON.parse(code.slice(FAILED.length)) as TransformFailure) : undefined;
}
