import { readMap, readOptions } from '../../../lib/core/cql/statement-options.js';
import type { SchemaWrite } from './schema-store.js';
import { write, type Subject } from './schema-subject.js';
import { CODES, ServerError } from './server-error.js';

export function createKeyspace(subject: Subject): readonly SchemaWrite[] {
  const { schema, name, guarded, tokens } = subject;
  if (schema.row('keyspaces', name)) {
    if (guarded) return [];
    throw new ServerError(CODES.alreadyExists, `Cannot add existing keyspace "${name}"`);
  }
  const replication = Object.fromEntries(readMap(readOptions(tokens).get('replication') ?? []));
  const row = {
    keyspace_name: name,
    durable_writes: true,
    replication: { ...replication, class: `org.apache.cassandra.locator.${replication['class']}` },
  };
  return [write(subject, 'keyspaces', [name], row)];
}

export function dropKeyspace(subject: Subject): readonly SchemaWrite[] {
  const { schema, name, guarded } = subject;
  if (!schema.row('keyspaces', name)) {
    if (guarded) return [];
    throw new ServerError(CODES.configError, `Keyspace '${name}' doesn't exist`);
  }
  const inside = schema.all().filter(({ key, row }) => row && key[0] === name);
  return inside.map(({ table, key }) => write(subject, table, key));
}
