import { InvalidTenantsError } from '../../../lib/tenants/errors.js';
import { listTenants } from '../../../lib/tenants/list-tenants.js';
import type { TenantSettings } from '../../../lib/tenants/tenant-dependencies.js';

const settings = (keyspaces: unknown): TenantSettings => ({
  // The registry of an application may return anything.
  keyspaces: keyspaces as TenantSettings['keyspaces'],
  stateKeyspace: 'admin',
  createKeyspace: undefined,
  concurrency: 4,
  onError: 'continue',
});

async function problemsOf(keyspaces: unknown, only?: readonly string[]): Promise<readonly string[]> {
  const error: unknown = await listTenants(settings(keyspaces), only).catch((failure: unknown) => failure);
  if (!(error instanceof InvalidTenantsError)) throw new Error('it was taken');
  return error.problems;
}

describe('the list of tenants', () => {
  it.each([
    ['a list', ['acme', 'Globex_2'], undefined, ['acme', 'Globex_2']],
    ['a function', () => ['acme'], undefined, ['acme']],
    ['a function that waits', () => Promise.resolve(['acme', 'globex']), undefined, ['acme', 'globex']],
    ['no tenant', [], undefined, []],
    ['a choice, in the order of the list', ['acme', 'globex', 'initech'], ['initech', 'acme'], ['acme', 'initech']],
    ['a choice where there is no list', undefined, ['acme'], ['acme']],
  ])('is taken as %s', async (_, keyspaces, only, tenants) => {
    expect(await listTenants(settings(keyspaces), only)).toEqual(tenants);
  });

  it.each([
    ['no list', 'acme', undefined, [/must be a list of texts, not "acme"/]],
    ['no name', ['acme', 7], undefined, [/must be a text, not 7/]],
    ['a hostile name', [`a"; DROP KEYSPACE b; --`], undefined, [/1 to 48 letters, digits and _/]],
    ['a name with a line break', ['acme\n'], undefined, [/1 to 48 letters/]],
    ['an empty name', [''], undefined, [/1 to 48 letters/]],
    ['a name that is too long', ['a'.repeat(49)], undefined, [/1 to 48 letters/]],
    ['a repeated name', ['acme', 'globex', 'acme'], undefined, [/"acme" is listed more than once/]],
    ['a keyspace of the server', ['system_auth'], undefined, [/system_auth is a keyspace of the server's own/]],
    ['the state keyspace', ['acme', 'admin'], undefined, [/admin keeps the history of the tenants/]],
    ['several of them', ['a b', 'admin'], undefined, [/1 to 48 letters/, /admin keeps/]],
    ['nothing, where nobody names one', undefined, undefined, [/there is no list of them/]],
    ['a choice that is none of them', ['acme'], ['amce'], [/"amce" is none of the 1 tenants.*acme/]],
    ['an empty choice', ['acme'], [], [/only must name a tenant/]],
    ['the state keyspace as a choice', undefined, ['admin'], [/admin keeps/]],
  ])('is refused as %s', async (_, keyspaces, only, problems) => {
    expect(await problemsOf(keyspaces, only)).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });

  it('keeps the error of the registry', async () => {
    const cause = new Error('the registry is down');
    const failing = listTenants(settings(() => Promise.reject(cause)));
    await expect(failing).rejects.toMatchObject({ code: 'COODIE_INVALID_TENANTS', cause });
  });
});
