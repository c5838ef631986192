import { riskOf, type StatementRisk } from '../../core/cql/classify-statement.js';
import { maskSecrets } from '../../core/cql/mask-secrets.js';
import type { Statement } from '../../core/cql/statement.js';
import { changesSchema } from '../history/journalled.js';

/** A million rows may be written by statements that are each different: so many texts are kept. */
const LONGEST = 1_000;

/** The statements of one migration, in the order in which they came; passwords are masked. */
export interface StatementRecord {
  readonly statements: readonly string[];
  /** Risk of each of them, where nothing was sent. */
  readonly risks?: readonly StatementRisk[];
  /** Number of statements in all. */
  readonly count: number;
  /** Number of statements whose text is not among `statements`. */
  readonly omitted: number;
  add(statement: Statement): void;
}

/** The statements that would be sent: every one, also where two are equal. */
export class PlannedStatements implements StatementRecord {
  readonly statements: string[] = [];
  readonly risks: StatementRisk[] = [];
  readonly omitted = 0;

  get count(): number {
    return this.statements.length;
  }

  add(statement: Statement): void {
    this.statements.push(maskSecrets(statement.cql));
    this.risks.push(riskOf(statement.class));
  }
}

/** The statements that were sent: each text once, and not more than can be kept, but every change of the schema. */
export class SentStatements implements StatementRecord {
  count = 0;
  omitted = 0;
  private readonly texts = new Set<string>();

  get statements(): readonly string[] {
    return [...this.texts];
  }

  add(statement: Statement): void {
    this.count += 1;
    const text = maskSecrets(statement.cql);
    if (this.texts.has(text)) return;
    if (this.texts.size < LONGEST || changesSchema(statement.class)) this.texts.add(text);
    else this.omitted += 1;
  }
}
