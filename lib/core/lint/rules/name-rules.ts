import type { SchemaObject } from '../../cql/classify-statement.js';
import type { Step } from '../input/replay.js';
import { inUpgrades, when, type Rule } from '../input/rule.js';
import { ddlOf } from '../input/step.js';

/** About names. */
export const NAME_RULES: readonly Rule[] = [
  {
    code: 'C253',
    severity: 'error',
    title: 'A name that is refused or breaks a node',
    why: 'Names of keyspaces, tables, views and indexes consist of letters, digits and _, also in quotes. A keyspace name has at most 48 characters, a table name 222. The server does not check the length of an index name: above about 200 characters it cannot write the files of the index, and the node does not start again.',
    instead: 'Choose a shorter name of letters, digits and _.',
    find: inUpgrades((step) => problemsOf(step)),
  },
  {
    code: 'C254',
    severity: 'warning',
    title: 'A name of more than 48 characters',
    why: 'It becomes part of the names of directories and files, including those of backups and snapshots, whose length is limited. Tools and other servers allow 48 characters.',
    instead: 'Choose a shorter name.',
    find: inUpgrades((step) => {
      const { name, object } = namedIn(step) ?? {};
      if (name === undefined || object === 'keyspace' || problemsOf(step).length > 0) return [];
      return when(name.length > 48, `${name} has ${name.length} characters`);
    }),
  },
];

const LONGEST: Partial<Readonly<Record<SchemaObject, number>>> = {
  keyspace: 48,
  table: 222,
  'materialized view': 222,
  index: 200,
};

function namedIn(step: Step): { readonly name: string; readonly object: SchemaObject } | undefined {
  const ddl = ddlOf(step, 'CREATE', 'keyspace', 'table', 'materialized view', 'index');
  return ddl?.name && { name: ddl.name.name, object: ddl.object };
}

function problemsOf(step: Step): readonly string[] {
  const { name, object } = namedIn(step) ?? {};
  if (name === undefined || object === undefined) return [];
  return [
    ...when(!/^\w+$/.test(name), `"${name}" has other characters than letters, digits and _`),
    ...when(name.length > (LONGEST[object] ?? Number.POSITIVE_INFINITY), `${name} has ${name.length} characters`),
  ];
}
