import type { SchemaObject } from '../../cql/classify-statement.js';
import type { Step } from '../input/replay.js';
import { inUpgrades, when, type Rule } from '../input/rule.js';
import { ddlOf } from '../input/step.js';

/** About names. */
export const NAME_RULES: readonly Rule[] = [
  {
    code: 'C253',
    severity: 'error',
    title: 'A name that is refused, or breaks a node',
    why: 'Names of keyspaces, tables, views and indexes are letters, digits and _, in quotes, too. A keyspace has 48 of them at most, a table 222. The length of an index name is not checked: above some 200 characters the files of the index cannot be written, and the node does not start again.',
    instead: 'Choose a shorter name of letters, digits and _.',
    find: inUpgrades((step) => problemsOf(step)),
  },
  {
    code: 'C254',
    severity: 'warning',
    title: 'A name of more than 48 characters',
    why: 'It is part of the names of directories and files, where space is limited, backups and snapshots included; tools and other servers stop at 48.',
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
