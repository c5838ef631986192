import { classifyStatement, type SchemaObject } from '../cql/classify-statement.js';
import type { Step } from './step.js';

/**
 * A statement of a sync, noted before it is sent. Until its outcome is known, a host that is silent may run it at any
 * time, and then it must do no harm: nothing is sent about its object that it would undo, and what it creates has one
 * identity whichever host runs it first.
 */
export interface Claim {
  readonly object: string;
  readonly cql: string;
  /** Identity of the table or view that it creates. */
  readonly id?: string | undefined;
  /** Whether its effect was seen. If it is wanted again, its object was dropped: the next one is another. */
  readonly made?: boolean | undefined;
}

/** Claims for the statements of a plan: the same ones where an earlier run has claimed the same statement. */
export function claimsFor(steps: readonly Step[], earlier: readonly Claim[], newId: () => string): readonly Claim[] {
  return steps.map(
    ({ object, cql, creates }) =>
      earlier.find((claim) => isSame(claim, { object, cql })) ?? { object, cql, ...(creates ? { id: newId() } : {}) },
  );
}

/**
 * Earlier statements that would do harm if they ran after those of a plan: of the same object, and not the same. The late
 * creation of a table does none to columns and indexes that were added to it.
 */
export function conflictsWith(steps: readonly Step[], earlier: readonly Claim[]): readonly Claim[] {
  const others = steps.filter((step) => !earlier.some((claim) => isSame(claim, step)));
  return earlier.filter(({ object, id }) =>
    others.some((step) => step.object === object && !(step.adds && id !== undefined)),
  );
}

/** The course of a run, as far as it tells what became of its statements. */
export interface Course {
  /** Texts of statements whose effect was seen. */
  readonly done: ReadonlySet<string>;
  /** Texts of statements whose answer did not come. */
  readonly unclear: ReadonlySet<string>;
}

/** Claims that stand after a run at whose end some host was silent: of what may still run there. */
export function claimsLeft(
  claims: readonly Claim[],
  earlier: readonly Claim[],
  { done, unclear }: Course,
): readonly Claim[] {
  return [...earlier, ...claims.filter((claim) => !earlier.includes(claim) && unclear.has(claim.cql))].map((claim) =>
    claims.includes(claim) && done.has(claim.cql) ? { ...claim, made: true } : claim,
  );
}

/** A claim as text, and back; nothing where the text is not of that form. */
export const formatClaims = (claims: readonly Claim[]): string => JSON.stringify(claims);

export function parseClaims(text: string): readonly Claim[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isClaim) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isClaim(value: unknown): value is Claim {
  const { object, cql, id, made } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    typeof object === 'string' &&
    typeof cql === 'string' &&
    (id === undefined || (typeof id === 'string' && /^[\da-f-]{36}$/i.test(id))) &&
    (made === undefined || typeof made === 'boolean')
  );
}

const isSame = (claim: Claim, { object, cql }: Pick<Step, 'object' | 'cql'>) =>
  !claim.made && claim.object === object && claim.cql === cql;

/** The table, view or type of a keyspace that a schema statement is about, as steps name it: `table products`. */
export function objectOf(cql: string, keyspace: string): string | undefined {
  const statement = classifyStatement(cql);
  if (statement.kind !== 'ddl') return undefined;
  const kind = KIND_OF[statement.object];
  const name = statement.object === 'index' || statement.object === 'trigger' ? statement.on : statement.name;
  const isHere = name !== undefined && (name.keyspace ?? keyspace) === keyspace;
  return kind !== undefined && isHere ? `${kind} ${name.name}` : undefined;
}

const KIND_OF: Readonly<Partial<Record<SchemaObject, string>>> = {
  table: 'table',
  index: 'table',
  trigger: 'table',
  'materialized view': 'view',
  type: 'type',
};
