import { maskSecrets } from '../../core/cql/mask-secrets.js';
import type { Statement } from '../../core/cql/statement.js';
import { tracedText } from '../../core/cql/traced-text.js';
import type { Direction } from '../../core/progress/progress.js';
import type { Row } from '../../session/session.js';
import { inSpan } from '../../session/telemetry.js';
import { changesSchema } from '../history/journalled.js';
import type { RunTools } from './run-tools.js';

/** Sends a statement; returns nothing where an earlier run has done it. */
type Send = () => Promise<readonly Row[] | undefined>;

/** Reports the statements of one migration: to its hooks, as progress, and as spans. */
export class StatementReports {
  private count = 0;

  constructor(
    private readonly tools: Pick<RunTools, 'session' | 'hooks' | 'report' | 'telemetry'>,
    private readonly migration: string,
    private readonly direction: Direction,
  ) {}

  /** Sends a statement, with its reports before and after. */
  of(statement: Statement, send: Send): Promise<readonly Row[] | undefined> {
    const { migration, direction } = this;
    const { session, hooks, report } = this.tools;
    this.count += 1;
    const told = { cql: maskSecrets(statement.cql), position: this.count, migration };
    return hooks.statement({ keyspace: session.keyspace, direction, migration, cql: told.cql }, async () => {
      const startedAt = performance.now();
      report({ kind: 'statement-started', ...told });
      const rows = await this.traced(statement, told.position, send);
      const milliseconds = performance.now() - startedAt;
      report(rows ? { kind: 'statement-finished', ...told, milliseconds } : { kind: 'statement-known', ...told });
      return rows;
    });
  }

  private traced(statement: Statement, position: number, send: Send): Promise<readonly Row[] | undefined> {
    const { telemetry, session } = this.tools;
    const attributes = () => ({
      'db.namespace': session.keyspace,
      'db.query.text': tracedText(statement),
      'coodie.statement.position': position,
    });
    const name = changesSchema(statement.class) ? 'coodie.ddl' : 'coodie.statement';
    return inSpan({ telemetry, name, attributes }, async (span) => {
      const rows = await send();
      span.note({ 'coodie.statement.done_before': rows ? undefined : true });
      return rows;
    });
  }
}
