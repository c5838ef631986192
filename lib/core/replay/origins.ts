import { readColumnNames, readRenames } from '../cql/altered-names.js';
import type { DdlStatement } from '../cql/classify-statement.js';
import { readTableDefinition } from '../cql/table-definition.js';
import type { Contradiction, Subject } from './contradiction.js';
import type { ReplayStatement } from './replay-statement.js';

type Parts = Map<string, string>;

interface Noted {
  readonly origin: string;
  /** The name of the object; the server chooses that of an unnamed index. */
  readonly name: string | undefined;
}

/** Remembers which migration made, changed or dropped what; grows while a chain is replayed. */
export class Origins {
  private readonly objects = new Map<string, Parts>();

  /** Looks up in `parent`, which stays as it is, whatever it does not know itself. */
  constructor(private readonly parent?: Origins) {}

  /** Notes a statement that had an effect. */
  note(keyspace: string, { class: ddl, tokens }: ReplayStatement, { origin, name }: Noted): void {
    const kind = ddl.kind === 'ddl' && KINDS.find((known) => known === ddl.object);
    if (ddl.kind !== 'ddl' || !kind || name === undefined) return;
    const isWhole = ddl.verb !== 'ALTER';
    const key = keyOf(keyspace, { kind, name });
    // Nothing is known any more of the parts of an object that is created or dropped.
    const parts: Parts = isWhole ? new Map([[WHOLE, origin]]) : this.ownParts(key);
    for (const part of partsOf(tokens, ddl)) parts.set(part, origin);
    this.objects.set(key, parts);
  }

  /** Forgets a keyspace that is dropped. */
  forget(keyspace: string): void {
    for (const key of this.keys()) if (key.startsWith(keyPrefix(keyspace))) this.objects.set(key, new Map());
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

  /** The migration that last created or dropped an object, or last touched a part of it. */
  of(keyspace: string, subject: Subject): string | undefined {
    return this.partsOf(keyOf(keyspace, subject))?.get(subject.part ?? WHOLE);
  }

  private partsOf(key: string): Parts | undefined {
    return this.objects.get(key) ?? this.parent?.partsOf(key);
  }

  private ownParts(key: string): Parts {
    return this.objects.get(key) ?? new Map(this.parent?.partsOf(key));
  }

  private keys(): readonly string[] {
    return [...this.objects.keys(), ...(this.parent?.keys() ?? [])];
  }
}

const WHOLE = '';

const KINDS: readonly Subject['kind'][] = ['table', 'type', 'index', 'materialized view'];

const keyOf = (keyspace: string, { kind, name }: Subject) => `${keyPrefix(keyspace)}${kind} ${name}`;

const keyPrefix = (keyspace: string) => `${JSON.stringify(keyspace)} `;

function partsOf(tokens: ReplayStatement['tokens'], { verb, object, action }: DdlStatement): readonly string[] {
  if (verb === 'CREATE') return object === 'table' ? readTableDefinition(tokens).columns.map(({ name }) => name) : [];
  if (action === 'rename') {
    const { present, absent } = readRenames(tokens);
    return [...present, ...absent];
  }
  if (action !== 'add' && action !== 'drop') return [];
  return readColumnNames(tokens, action === 'add' ? 'ADD' : 'DROP');
}
