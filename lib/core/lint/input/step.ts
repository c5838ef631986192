import type { DdlStatement, SchemaObject } from '../../cql/classify-statement.js';
import type { QualifiedName } from '../../cql/qualified-name.js';
import { isKeyword, type Token } from '../../lexer/tokenize.js';
import type { Subject } from '../../replay/contradiction.js';
import type { SchemaModel, TableModel } from '../../model/schema-model.js';
import { type Step, UNNAMED } from './replay.js';
import { inUpgrades, type Rule } from './rule.js';

/** The statement of a step, if it is this change of the schema. */
export function ddlOf(
  { statement }: Step,
  verb: 'CREATE' | 'ALTER' | 'DROP',
  ...objects: readonly SchemaObject[]
): DdlStatement | undefined {
  const { class: ddl } = statement;
  return ddl.kind === 'ddl' && ddl.verb === verb && objects.includes(ddl.object) ? ddl : undefined;
}

/** Looks at the statements of an upgrade that create something of a kind. */
export function inCreated(
  object: SchemaObject,
  find: (created: DdlStatement, step: Step) => readonly string[],
): Rule['find'] {
  return inUpgrades((step) => {
    const created = ddlOf(step, 'CREATE', object);
    return created ? find(created, step) : [];
  });
}

/** Name in messages: with its keyspace only if that is not the target. */
export function labelOf(step: Step, { keyspace, name }: QualifiedName): string {
  return keyspace === undefined || keyspace === step.keyspace ? name : `${keyspace}.${name}`;
}

export function keyspaceOf(step: Step, { keyspace }: QualifiedName): string {
  return keyspace ?? step.keyspace ?? UNNAMED;
}

/** The schema of the keyspace that a name is in. */
export function knownSchema(step: Step, name: QualifiedName): SchemaModel {
  return step.before.known(keyspaceOf(step, name));
}

/** A table as the statements before leave it; one that no migration creates has only the columns that they name. */
export function knownTable(step: Step, name: QualifiedName | undefined): TableModel | undefined {
  return name && knownSchema(step, name).tables.find((table) => table.name === name.name);
}

/** Whether a migration creates the table, so that all of it is known. */
export function isMade(step: Step, name: QualifiedName | undefined): boolean {
  return name !== undefined && step.before.isMade(keyspaceOf(step, name), name.name);
}

/** The migration that last created or dropped a thing, or last touched a part of it. */
export function originOf(step: Step, name: QualifiedName, { kind, part }: Touched): string | undefined {
  return step.before.originOf(keyspaceOf(step, name), { kind, name: name.name, part });
}

type Touched = Omit<Subject, 'name'>;

/** Name as it is written: `table`, `keyspace.table`. */
export function nameOf(name: QualifiedName | undefined): string {
  if (!name) return 'a thing without a name';
  return name.keyspace === undefined ? name.name : `${name.keyspace}.${name.name}`;
}

/** Whether these keywords follow each other somewhere in the statement. */
export function hasWords(tokens: readonly Token[], ...words: readonly string[]): boolean {
  return tokens.some((_, start) => words.every((word, offset) => isKeyword(tokens[start + offset], word)));
}
