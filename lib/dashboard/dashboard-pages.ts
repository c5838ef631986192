import type { OnModuleInit } from '@nestjs/common';
import type { ModuleRef, ModulesContainer } from '@nestjs/core';
import { suggestion } from '../core/text/suggestion.js';
import type { ConnectionScope } from '../nest/connection-scope.js';
import { scopeToken } from '../nest/coodie.constants.js';
import {
  getBackfillServiceToken,
  getMigrationServiceToken,
  getSchemaServiceToken,
  getTenantServiceToken,
} from '../nest/coodie.decorators.js';
import type { ConnectionSource } from './connection-source.js';
import { startupError } from '../nest/errors.js';
import { InvalidDashboardError } from './dashboard-options.js';
import { Pages } from './pages.js';

/** The pages of the connections of an application. */
export class DashboardPages implements OnModuleInit {
  private pages: Pages | undefined;
  private readonly names: readonly string[];

  constructor(
    modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
    wanted: readonly string[] | undefined,
  ) {
    // An application without any connection has no scope that asks.
    assertConnections(wanted ?? [], modules);
    this.names = wanted ?? connectionsIn(modules);
  }

  /** Nothing is read here: a page is read when it is requested. */
  onModuleInit(): void {
    this.pages = new Pages(this.names.map((name) => this.sourceOf(name)));
  }

  all(): Pages {
    return this.pages ?? new Pages([]);
  }

  private sourceOf(name: string): ConnectionSource {
    const find = <T>(token: Parameters<ModuleRef['get']>[0]): T => this.moduleRef.get(token, { strict: false });
    const scope = find<ConnectionScope>(scopeToken(name));
    const { keyspace, migrations: files, schema: rules } = scope.settings;
    return {
      name,
      keyspace,
      migrationsDir: files.classes ? 'migrations.classes' : files.dir,
      ignore: rules.ignore,
      migrations: find(getMigrationServiceToken(name)),
      schema: find(getSchemaServiceToken(name)),
      backfills: find(getBackfillServiceToken(name)),
      tenants: scope.settings.tenants.keyspaces === undefined ? undefined : find(getTenantServiceToken(name)),
      declared: () => scope.declared([]),
      database: scope.database,
      lock: async () => scope.lock(await scope.database()),
    };
  }
}

/**
 * Makes sure that each connection that is to be shown is made. A scope asks for it before it connects: what is connected
 * would be left so.
 * @throws InvalidDashboardError
 */
export function assertConnections(wanted: readonly string[], modules: ModulesContainer): void {
  const known = connectionsIn(modules);
  const problems = wanted
    .filter((name) => !known.includes(name))
    .map((name) => `connections names ${name}, which no forRoot makes${suggestion(name, known)}`);
  if (problems.length > 0) throw startupError(new InvalidDashboardError(problems));
}

const PREFIX = scopeToken('');

/** Names of all connections, in the order in which their modules were found. */
function connectionsIn(modules: ModulesContainer): readonly string[] {
  const tokens = [...modules.values()].flatMap(({ providers }) => [...providers.keys()]);
  const names = tokens.filter((token): token is string => typeof token === 'string' && token.startsWith(PREFIX));
  return [...new Set(names.map((token) => token.slice(PREFIX.length)))];
}
