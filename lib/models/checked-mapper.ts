import { mapping } from 'cassandra-driver';
import { InvalidModelCallError } from '../core/query/errors.js';
import { callOptionProblems } from '../core/query/option-problems.js';

const BATCH_OPTIONS = ['executionProfile', 'timestamp', 'isIdempotent', 'logged'];

/** The driver's mapper; it does not ignore options of a batch. */
export class CheckedMapper extends mapping.Mapper {
  override async batch(
    items: mapping.ModelBatchItem[],
    options?: string | mapping.MappingExecutionOptions,
  ): Promise<mapping.Result> {
    const problems = typeof options === 'object' ? callOptionProblems({ ...options }, BATCH_OPTIONS) : [];
    if (problems.length > 0) throw new InvalidModelCallError('Mapper.batch', problems);
    return super.batch(items, options);
  }
}
