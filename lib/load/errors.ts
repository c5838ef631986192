import { relative } from 'node:path';
import { CoodieError } from '../core/error.js';
import { visible } from '../core/text/visible.js';

/** A file of the user's is not valid TypeScript or JavaScript. Nothing of it was run. */
export class SourceSyntaxError extends CoodieError {
  readonly code = 'COODIE_SOURCE_SYNTAX';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;

  constructor({ path, line, column, problem }: SyntaxProblem) {
    super(`${shownPath(path)}:${line}:${column}: ${visible(problem)}`, {
      hint: 'Correct the file; a merge that was not finished leaves such lines, too. Nothing of the file was run.',
    });
    this.path = path;
    this.line = line;
    this.column = column;
    this.problem = problem;
  }
}

/** Lines and columns count from 1. */
export interface SyntaxProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/** A TypeScript file needs a compiler that the project does not have. */
export class MissingCompilerError extends CoodieError {
  readonly code = 'COODIE_MISSING_COMPILER';

  constructor(readonly path: string) {
    super(
      `${shownPath(path)} needs a compiler: neither typescript (up to 6) nor @swc/core is installed in its project.`,
      {
        hint: 'Install one: npm install --save-dev typescript@6. Or build the project, and name the .js files in place of the .ts files.',
      },
    );
  }
}

/** Something that is named like a file of source text and cannot be read as one. */
export class UnreadableFileError extends CoodieError {
  readonly code = 'COODIE_UNREADABLE_FILE';

  constructor(
    readonly path: string,
    /** Follows the file's name: `is a directory, not a file`. */
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`${shownPath(path)} ${reason}.`, { cause });
  }
}

/** A file was edited between being read and being loaded, so it is not known which text was loaded. */
export class FileChangedError extends CoodieError {
  readonly code = 'COODIE_FILE_CHANGED';

  constructor(readonly path: string) {
    super(`${shownPath(path)} was changed while it was loaded.`, {
      hint: 'Start again. Its migration was not run.',
    });
  }
}

/** A path in a message: relative to the working directory. */
export const shownPath = (path: string): string => visible(relative(process.cwd(), path));
