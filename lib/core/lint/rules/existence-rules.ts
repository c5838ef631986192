import type { DdlStatement } from '../../cql/classify-statement.js';
import type { QualifiedName } from '../../cql/qualified-name.js';
import type { SchemaModel } from '../../model/schema-model.js';
import type { Subject } from '../../replay/contradiction.js';
import { describeProblem } from '../../replay/describe-problem.js';
import type { Step } from '../input/replay.js';
import { inStatements, inUpgrades, when, type Rule } from '../input/rule.js';
import { ddlOf, hasWords, knownSchema, knownTable, labelOf, nameOf, originOf } from '../input/step.js';

/** About what is there already, or not any more. */
export const EXISTENCE_RULES: readonly Rule[] = [
  {
    code: 'C241',
    severity: 'error',
    title: 'Creates an object that exists',
    why: 'An earlier migration created it and none has dropped it since, so the server refuses the second statement.',
    instead: 'Change the existing object with ALTER, or choose another name.',
    find: inUpgrades((step) => (hasWords(step.statement.tokens, 'IF', 'NOT', 'EXISTS') ? [] : madeBefore(step))),
  },
  {
    code: 'C242',
    severity: 'warning',
    title: 'IF NOT EXISTS that does nothing',
    why: 'An earlier migration created it. IF NOT EXISTS compares names only, so any difference is silently lost.',
    instead: 'Change the existing object with ALTER, or remove the statement.',
    find: inUpgrades((step) => (hasWords(step.statement.tokens, 'IF', 'NOT', 'EXISTS') ? madeBefore(step) : [])),
  },
  {
    code: 'C243',
    severity: 'info',
    title: 'IF NOT EXISTS on a table, type or column',
    why: 'It compares names only. In a database that has an object of that name and another shape, the migration counts as applied and changes nothing.',
    instead:
      'Remove it: coodie never runs a recorded statement twice. Keep it if sync may have created the object first.',
    find: inUpgrades(hidesDifference),
  },
  {
    code: 'C244',
    severity: 'info',
    title: 'A DROP without IF EXISTS',
    why: 'If the object was dropped by hand, the migration fails, although its goal is reached.',
    instead: 'Write `DROP … IF EXISTS`, and check the spelling: a wrong name is no longer an error.',
    find: inUpgrades(unguarded),
  },
  {
    code: 'C245',
    severity: 'error',
    title: 'Uses a table that was dropped',
    why: 'An earlier migration drops the table, so the statement fails on every database.',
    instead: 'Remove the statement, or drop the table later.',
    find: inUpgrades(usesGone),
  },
  {
    code: 'C246',
    severity: 'info',
    title: 'IF [NOT] EXISTS in an ALTER',
    why: 'Cassandra accepts it since 4.1; on 4.0 and ScyllaDB it is a syntax error.',
    instead: 'Remove it if any cluster is older: coodie never runs a recorded statement twice.',
    find: inStatements(({ statement: { class: ddl, tokens } }) =>
      when(
        ddl.verb === 'ALTER' && (hasWords(tokens, 'IF', 'EXISTS') || hasWords(tokens, 'IF', 'NOT', 'EXISTS')),
        'needs Cassandra 4.1 or later',
      ),
    ),
  },
  {
    code: 'C247',
    severity: 'error',
    title: 'Contradicts another migration',
    why: 'An earlier migration created, dropped or renamed the same object, usually because two branches changed it at the same time. The server would refuse the later statement, so apply does not start.',
    instead: 'Delete one of the two files, or change the later one.',
    find: inUpgrades(contradicts),
  },
];

/** Something that exists already or is in use has rules of its own. */
function contradicts({ problem }: Step): readonly string[] {
  if (!problem || problem.other === undefined || problem.other === problem.origin) return [];
  const { subject, by, problem: kind } = problem.contradiction;
  const hasOwnRule = subject.part === undefined ? subject.kind === 'table' || kind === 'exists' : by !== undefined;
  return when(!hasOwnRule, describeProblem(problem.contradiction, problem.other));
}

function madeBefore(step: Step): readonly string[] {
  const ddl = ddlOf(step, 'CREATE', 'table', 'type', 'index', 'materialized view');
  if (!ddl?.name) return [];
  // An index is in the keyspace of its table, which is the only one that the statement names.
  const name = ddl.object === 'index' ? { ...ddl.name, keyspace: ddl.on?.keyspace } : ddl.name;
  return kindsOf(ddl.object).flatMap((kind) => {
    const origin = originOf(step, name, { kind });
    const isThere = origin !== undefined && hasObject(kind, knownSchema(step, name), name.name);
    return when(isThere, `${ddl.object} ${labelOf(step, name)} is created by ${origin}`);
  });
}

/** Kinds that share their names with what is created: tables and views do. */
function kindsOf(object: DdlStatement['object']): readonly Subject['kind'][] {
  if (object === 'type' || object === 'index') return [object];
  return ['table', 'materialized view'];
}

function hasObject(kind: Subject['kind'], { tables, types, views }: SchemaModel, name: string): boolean {
  const isIt = (object: { readonly name: string }) => object.name === name;
  switch (kind) {
    case 'table':
      return tables.some(isIt);
    case 'type':
      return types.some(isIt);
    case 'index':
      return tables.some(({ indexes }) => indexes.some(isIt));
    case 'materialized view':
      return views.some(isIt);
  }
}

function hidesDifference(step: Step): readonly string[] {
  const created = ddlOf(step, 'CREATE', 'table', 'type');
  const added = ddlOf(step, 'ALTER', 'table', 'type')?.action === 'add';
  const isGuarded = hasWords(step.statement.tokens, 'IF', 'NOT', 'EXISTS');
  const isKnown = madeBefore(step).length > 0;
  return when(
    isGuarded && !isKnown && (created !== undefined || added),
    'another shape under that name would go unnoticed',
  );
}

function unguarded(step: Step): readonly string[] {
  const ddl = ddlOf(
    step,
    'DROP',
    'keyspace',
    'table',
    'type',
    'index',
    'materialized view',
    'function',
    'aggregate',
    'trigger',
  );
  return when(ddl !== undefined && !hasWords(step.statement.tokens, 'IF', 'EXISTS'), 'fails where it is gone already');
}

function usesGone(step: Step): readonly string[] {
  if (!step.isCertain) return [];
  return usedTables(step).flatMap((name) => {
    const origin = knownTable(step, name) ? undefined : originOf(step, name, { kind: 'table' });
    return when(origin !== undefined, `${nameOf(name)} was dropped by ${origin}`);
  });
}

function usedTables(step: Step): readonly QualifiedName[] {
  const { class: statement, tokens, data } = step.statement;
  if (statement.kind === 'truncate') return statement.name ? [statement.name] : [];
  if (statement.kind !== 'ddl') return data.flatMap(({ table }) => table ?? []);
  const altered = ddlOf(step, 'ALTER', 'table')?.name;
  const indexed = ddlOf(step, 'CREATE', 'index', 'trigger')?.on;
  const dropped = hasWords(tokens, 'IF', 'EXISTS') ? undefined : ddlOf(step, 'DROP', 'table')?.name;
  return [altered, indexed, dropped].flatMap((name) => name ?? []);
}
