import { readMap, readOptions } from '../../cql/statement-options.js';
import type { Step } from '../input/replay.js';
import { inStatements, when, type Rule } from '../input/rule.js';
import { ddlOf } from '../input/step.js';

/** About keyspaces. */
export const KEYSPACE_RULES: readonly Rule[] = [
  {
    code: 'C251',
    severity: 'warning',
    title: 'A change of replication',
    why: 'The statement moves no data: hosts that are to have a replica now answer with nothing until they are repaired, so that reads miss rows.',
    instead:
      'Run `nodetool repair --full` on every host right afterwards, and `nodetool cleanup` where replicas went away; change one data centre at a time.',
    find: inStatements((step) =>
      when(
        ddlOf(step, 'ALTER', 'keyspace') !== undefined && replicationIn(step).size > 0,
        'every host must be repaired afterwards',
      ),
    ),
  },
  {
    code: 'C252',
    severity: 'warning',
    title: 'SimpleStrategy',
    why: 'It knows neither data centres nor racks: with a second data centre, replicas are wherever the ring puts them. Cassandra 5.0 can be told to refuse it.',
    instead: "`{'class': 'NetworkTopologyStrategy', 'datacenter1': 3}`, with one data centre, too.",
    find: inStatements((step) =>
      when(replicationIn(step).get('class')?.endsWith('SimpleStrategy') === true, 'replicates with SimpleStrategy'),
    ),
  },
];

function replicationIn(step: Step): ReadonlyMap<string, string> {
  const isKeyspace = ddlOf(step, 'CREATE', 'keyspace') ?? ddlOf(step, 'ALTER', 'keyspace');
  return isKeyspace ? readMap(readOptions(step.statement.tokens).get('replication') ?? []) : new Map();
}
