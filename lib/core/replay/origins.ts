import { readAlteredItems, readRenames } from '../cql/altered-names.js';
import type { DdlStatement } from '../cql/classify-statement.js';
import { identifierOf } from '../cql/qualified-name.js';
import { readTableDefinition } from '../cql/table-definition.js';
import type { Contradiction, Subject } from './contradiction.js';
import type { ReplayStatement } from './replay-statement.js';

/** Remembers which migration made, changed or dropped what; grows while a chain is replayed. */
export class Origins {
  private readonly objects = new Map<string, Map<string, string>>();

  /** Notes a statement that had an effect. */
  note(keyspace: string, { class: ddl, tokens }: ReplayStatement, origin: string): void {
    const kind = ddl.kind === 'ddl' && KINDS.find((known) => known === ddl.object);
    if (ddl.kind !== 'ddl' || !kind || !ddl.name) return;
    const key = keyOf(keyspace, { kind, name: ddl.name.name });
    const isWhole = ddl.verb !== 'ALTER';
    // Nothing is known any more of the parts of something that is made or dropped.
    const parts = isWhole ? new Map<string, string>() : (this.objects.get(key) ?? new Map<string, string>());
    for (const part of [...(isWhole ? [WHOLE] : []), ...partsOf(tokens, ddl)]) parts.set(part, origin);
    this.objects.set(key, parts);
  }

  /** The migration that a contradiction is with; `undefined` where it is none. */
  against(keyspace: string, { problem, subject, by }: Contradiction): string | undefined {
    switch (problem) {
      case 'exists':
      case 'missing':
        return this.of(keyspace, subject);
      case 'in-use':
        return by && this.of(keyspace, by);
      case 'not-allowed':
      case 'unreadable':
        return undefined;
    }
  }

  private of(keyspace: string, subject: Subject): string | undefined {
    return this.objects.get(keyOf(keyspace, subject))?.get(subject.part ?? WHOLE);
  }
}

const WHOLE = '';

const KINDS: readonly Subject['kind'][] = ['table', 'type', 'index', 'materialized view'];

const keyOf = (keyspace: string, { kind, name }: Subject) => JSON.stringify([keyspace, kind, name]);

function partsOf(tokens: ReplayStatement['tokens'], { verb, object, action }: DdlStatement): readonly string[] {
  if (verb === 'CREATE') return object === 'table' ? readTableDefinition(tokens).columns.map(({ name }) => name) : [];
  if (action === 'rename') {
    const { present, absent } = readRenames(tokens);
    return [...present, ...absent];
  }
  if (action !== 'add' && action !== 'drop') return [];
  const items = readAlteredItems(tokens, action === 'add' ? 'ADD' : 'DROP');
  return items.flatMap(([first]) => identifierOf(first) ?? []);
}
