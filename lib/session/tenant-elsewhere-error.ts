import { CoodieError } from '../core/error.js';

/** The lock and the history of a keyspace are kept elsewhere. Nothing was run. */
export class TenantElsewhereError extends CoodieError {
  readonly code = 'COODIE_TENANT_ELSEWHERE';

  constructor(
    readonly keyspace: string,
    readonly stateKeyspace: string,
  ) {
    super(
      `Keyspace ${keyspace} is a tenant: keyspace ${stateKeyspace} keeps its lock and its history. Nothing was run.`,
      {
        hint: `Run it as a tenant: tenants.migrate({ only: ['${keyspace}'] }) of the TenantService in the application that has the tenants.`,
      },
    );
  }
}
