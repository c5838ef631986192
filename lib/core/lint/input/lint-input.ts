import type { Position } from '../../text/position.js';

/** A migration as it is handed to the rules. */
export type LintInput = ScriptInput | CodeInput | BrokenInput;

interface Input {
  readonly name: string;
  /** The file's name, or the class's. */
  readonly origin: string;
  /** The source: waivers are read from it. */
  readonly text: string;
}

export interface ScriptInput extends Input {
  readonly form: 'script';
}

/** A migration in code, and what it sent in a dry run, where every answer is empty. */
export interface CodeInput extends Input {
  readonly form: 'code';
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
  readonly allowDestructive: boolean;
  /** Whether it has a `downgrade`. */
  readonly hasDowngrade: boolean;
  /** Whether it says `reversible = false`. */
  readonly isOneWay: boolean;
  /** Why the dry run did not come to its end. */
  readonly stopped: readonly string[];
  /** Statements that it called for and did not wait for. */
  readonly notAwaited: readonly string[];
}

/** Migration that cannot be loaded. */
export interface BrokenInput extends Input {
  readonly form: 'broken';
  readonly problem: string;
  readonly position?: Position | undefined;
}
