import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_POLICY } from '../../core/diff/risk.js';
import { parseEntities } from '../../core/entity/parse-entities.js';
import { planSchema } from '../../core/plan/plan-schema.js';
import type { PulledSources } from '../../schema/pull-sources.js';
import { loadEntities } from '../application/load-entities.js';
import type { OpenApplication } from '../application/open-application.js';
import { InitMismatchError } from './errors.js';

type Place = Pick<OpenApplication, 'keyspace' | 'naming'>;

/**
 * Loads the pulled classes from a directory that is gone afterwards, and compares them with the keyspace.
 * @throws InitMismatchError | LoadFailedError
 */
export async function checkPulled({ files, schema }: PulledSources, { keyspace, naming }: Place): Promise<void> {
  const directory = `.coodie-init-${process.pid}`;
  try {
    await mkdir(directory);
    await Promise.all(files.map(({ fileName, text }) => writeFile(join(directory, fileName), text)));
    const [desired] = parseEntities(await loadEntities(directory), { keyspace, naming });
    if (!desired) return;
    const { changes, drift } = planSchema(schema, desired, { policy: DEFAULT_POLICY, ignore: [] });
    const differences = [...changes.flatMap((change) => change.differences), ...drift];
    if (differences.length > 0) throw new InitMismatchError('entities', keyspace, differences);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
