import type { Direction } from '../../progress/progress.js';

/** `error`: it is refused, by the server or by coodie, or breaks something. `info`: worth knowing. */
export type LintSeverity = 'error' | 'warning' | 'info';

/** Something that a rule has to say about a migration. */
export interface LintFinding {
  /** Stable: `C203`. */
  readonly code: string;
  readonly severity: LintSeverity;
  /** Problem. */
  readonly message: string;
  /** Advice. */
  readonly instead: string;
  readonly migration: string;
  /** The file's name, or the class's. */
  readonly origin: string;
  /** From 1. Of a migration in code only where the text of the statement stands in the file as it is sent. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly direction?: Direction | undefined;
  readonly statement?: string | undefined;
}
