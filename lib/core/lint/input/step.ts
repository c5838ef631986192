import type { DdlStatement, SchemaObject } from '../../cql/classify-statement.js';
import type { QualifiedName } from '../../cql/qualified-name.js';
import { isKeyword, type Token } from '../../lexer/tokenize.js';
import { keyOf, type KnownTable } from './known-schema.js';
import type { Step } from './replay.js';
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

/** How a thing is called among what is known. */
export function keyIn({ keyspace }: Step, name: QualifiedName): string {
  return keyOf(name, keyspace);
}

export function knownTable(step: Step, name: QualifiedName | undefined): KnownTable | undefined {
  return name && step.before.tables.get(keyIn(step, name));
}

/** Name as it is written: `table`, `keyspace.table`. */
export function nameOf(name: QualifiedName | undefined): string {
  if (!name) return 'a thing without a name';
  return name.keyspace === undefined ? name.name : `${name.keyspace}.${name.name}`;
}

/** Whether these keywords follow each other somewhere in the statement. */
export function hasWords(tokens: readonly Token[], ...words: readonly string[]): boolean {
  return tokens.some((_, start) => words.every((word, offset) => isKeyword(tokens[start + offset], word)));
}
