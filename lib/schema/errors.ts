import type { Difference } from '../core/diff/difference.js';
import { CoodieError } from '../core/error.js';
import type { SchemaPlan } from '../core/plan/plan-schema.js';

/** The live schema is not what the entities declare. Nothing was changed. */
export class SchemaDriftError extends CoodieError {
  readonly code = 'COODIE_SCHEMA_DRIFT';

  constructor(readonly plan: SchemaPlan) {
    super(
      [
        headline(plan),
        ...plan.changes.flatMap(({ differences }) => differences).map(line),
        ...plan.drift.map(line),
      ].join('\n'),
      {
        hint: 'Bring it in step with `coodie schema sync` or a migration; look at it with `coodie schema diff`.',
      },
    );
  }
}

function headline({ keyspace, changes, drift }: SchemaPlan): string {
  const count = changes.flatMap(({ differences }) => differences).length;
  return `${keyspace}: ${count === 1 ? '1 difference' : `${count} differences`}, ${drift.length} drift`;
}

const line = ({ sign, group, subject, detail }: Difference) => `  ${sign} ${group}   ${subject}   ${detail}`;
