import { maskSecrets, maskSecretsIn } from '../../core/cql/mask-secrets.js';

/** Runs work about a statement; an error that quotes its secrets is thrown without them. */
export async function withoutSecrets<T>(cql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (maskSecrets(cql) !== cql) hideSecrets(error, cql);
    throw error;
  }
}

/** Masks messages, stacks and texts of the error and of its causes, so that none of them shows a secret. */
function hideSecrets(error: unknown, cql: string): void {
  if (!(typeof error === 'object' && error !== null)) return;
  for (const key of Reflect.ownKeys(error)) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string') Reflect.set(error, key, maskSecretsIn(value, cql));
    if (key === 'cause' || key === 'innerErrors') hideSecrets(value, cql);
  }
}
