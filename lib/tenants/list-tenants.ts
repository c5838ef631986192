import { messageOf } from '../core/error.js';
import { choiceProblems, tenantListProblems } from '../core/tenants/tenant-names.js';
import { InvalidTenantsError } from './errors.js';
import type { TenantSettings } from './tenant-dependencies.js';

/**
 * The tenants to work on: all of them, or some by name. Where the application has no list, the names are the list.
 * @throws InvalidTenantsError
 */
export async function listTenants(settings: TenantSettings, only?: readonly string[]): Promise<readonly string[]> {
  const { stateKeyspace, keyspaces } = settings;
  if (keyspaces === undefined && only === undefined)
    throw new InvalidTenantsError(['there is no list of them: set tenants.keyspaces in forRoot, or name each one']);
  const listed = keyspaces === undefined ? only : await ask(keyspaces);
  refuse(tenantListProblems(listed, stateKeyspace));
  const tenants = listed ?? [];
  if (only === undefined || keyspaces === undefined) return tenants;
  refuse([...tenantListProblems(only, stateKeyspace), ...choiceProblems(only, tenants)]);
  return tenants.filter((name) => only.includes(name));
}

async function ask(keyspaces: NonNullable<TenantSettings['keyspaces']>): Promise<readonly string[]> {
  if (typeof keyspaces !== 'function') return keyspaces;
  try {
    return await keyspaces();
  } catch (error) {
    throw new InvalidTenantsError([`tenants.keyspaces failed: ${messageOf(error)}`], error);
  }
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new InvalidTenantsError(problems);
}
