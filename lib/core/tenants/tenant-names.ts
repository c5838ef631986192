import { isOfServer } from '../cql/foreign-effect.js';
import { keyspaceNameProblem } from '../model/identifier.js';
import { suggestion } from '../text/suggestion.js';
import { describeValue } from '../text/visible.js';

export interface TenantChoice {
  /** The keyspaces of the tenants to work on: by default all of them. */
  readonly only?: readonly string[] | undefined;
}

/** Reasons why a list cannot be the keyspaces of tenants: none where it can. */
export function tenantListProblems(names: unknown, stateKeyspace: string): readonly string[] {
  if (!Array.isArray(names)) return [`the keyspaces of tenants must be a list of texts, not ${describeValue(names)}`];
  const list: readonly unknown[] = names;
  const repeated = new Set(list.filter((name, index) => list.indexOf(name) !== index));
  return [
    ...new Set(list.flatMap((name) => nameProblems(name, stateKeyspace))),
    ...[...repeated].map((name) => `${describeValue(name)} is listed more than once`),
  ];
}

/** Reasons why a value cannot be the keyspace of any tenant. */
export function tenantNameProblems(name: unknown): readonly string[] {
  if (typeof name !== 'string') return [`the keyspace of a tenant must be a text, not ${describeValue(name)}`];
  const problem = keyspaceNameProblem(name);
  if (problem !== undefined) return [problem];
  return isOfServer(name) ? [`${name} is a keyspace of the server's own`] : [];
}

function nameProblems(name: unknown, stateKeyspace: string): readonly string[] {
  const problems = tenantNameProblems(name);
  if (problems.length > 0) return problems;
  if (name === stateKeyspace)
    return [
      `${name} keeps the history of the tenants and cannot be one of them; name another one as tenants.stateKeyspace`,
    ];
  return [];
}

/** Reasons why a choice is none among the tenants. */
export function choiceProblems(only: readonly string[], tenants: readonly string[]): readonly string[] {
  const unknown = [...new Set(only)].filter((name) => !tenants.includes(name));
  return [
    ...(only.length === 0 ? ['only must name a tenant'] : []),
    ...unknown.map(
      (name) => `${JSON.stringify(name)} is none of the ${tenants.length} tenants${suggestion(name, tenants)}`,
    ),
  ];
}
