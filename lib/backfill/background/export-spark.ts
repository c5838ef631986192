import {
  isSparkRefusal,
  planColumnsJob,
  planCopyJob,
  type Placed,
  type SparkJob,
  type SparkRefusal,
} from '../../core/spark/plan-spark-job.js';
import { sparkFiles } from '../../core/spark/spark-files.js';
import type { Session } from '../../session/session.js';
import { prepareCopy, readCopyTable } from '../copy/prepare-copy.js';
import { BackfillRefusedError } from '../errors.js';
import type { DefinedBackfill } from './background-definition.js';
import type { SparkExport } from './results.js';

/**
 * Writes a job that does the work of a backfill. Reads the schema only.
 * @throws BackfillRefusedError with everything that the job could not do
 */
export async function exportSpark(defined: DefinedBackfill, session: Session): Promise<SparkExport> {
  const { name } = defined;
  const placed = { name, keyspace: session.keyspace };
  const job =
    defined.kind === 'copy' ? await copyJob(defined, session, placed) : await rowsJob(defined, session, placed);
  if (isSparkRefusal(job)) throw refused(name, job.problems);
  const { rate } = defined.kind === 'copy' ? defined.copy.base : defined.backfill;
  const pace =
    'The job does not know the rate of the backfill: --conf spark.cassandra.output.throughputMBPerSec=N limits it, for each core.';
  return { name, table: job.from, into: job.to, files: sparkFiles(job), notes: rate === undefined ? [] : [pace] };
}

type Kind<K> = Extract<DefinedBackfill, { kind: K }>;

async function copyJob(
  { name, copy }: Kind<'copy'>,
  session: Session,
  placed: Placed,
): Promise<SparkJob | SparkRefusal> {
  if (copy.row) throw refused(name, ['its row is TypeScript, which does not run in Spark']);
  return planCopyJob((await prepareCopy(copy, session)).plan, placed);
}

async function rowsJob(
  { name, backfill, sql }: Kind<'rows'>,
  session: Session,
  placed: Placed,
): Promise<SparkJob | SparkRefusal> {
  const { table, guard } = backfill;
  if (!sql) throw refused(name, ['its row is TypeScript, which does not run in Spark, and it says no sql']);
  if (guard.length > 0) throw refused(name, ['a guard needs lightweight transactions, which Spark does not send']);
  const found = await readCopyTable(session, table);
  if (found.columns.length === 0) throw refused(name, [`there is no table ${table}`]);
  return planColumnsJob(found, sql, placed);
}

function refused(name: string, problems: readonly string[]): BackfillRefusedError {
  const hint = `Run it without Spark: coodie backfill run ${name}`;
  return new BackfillRefusedError(name, `no job for Spark can do this: ${problems.join('; ')}`, hint);
}
