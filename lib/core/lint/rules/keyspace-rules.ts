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
    why: 'The statement moves no data. Hosts that become replicas return nothing until they are repaired, so reads miss rows.',
    instead:
      'Run `nodetool repair --full` on every host immediately afterwards, and `nodetool cleanup` on hosts that are no longer replicas; change one data centre at a time.',
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
    why: 'It ignores data centres and racks: with a second data centre, the ring alone decides where replicas are. Cassandra 5.0 can be configured to refuse it.',
    instead: "Use `{'class': 'NetworkTopologyStrategy', 'datacenter1': 3}`, also with a single data centre.",
    find: inStatements((step) =>
      when(replicationIn(step).get('class')?.endsWith('SimpleStrategy') === true, 'replicates with SimpleStrategy'),
    ),
  },
];

function replicationIn(step: Step): ReadonlyMap<string, string> {
  const isKeyspace = ddlOf(step, 'CREATE', 'keyspace') ?? ddlOf(step, 'ALTER', 'keyspace');
  return isKeyspace ? readMap(readOptions(step.statement.tokens).get('replication') ?? []) : new Map();
}
