import type { ServerKind, ServerProfile } from '../options/server-profile.js';
import type { CatalogRow } from './catalog-rows.js';
import { textOf } from './read-value.js';

/** Reads `system.local`, and `system_views.settings` where the server has it. */
export function parseServer(local: CatalogRow, settings: readonly CatalogRow[], kind?: ServerKind): ServerProfile {
  const valueOf = (names: readonly string[]) => switchOf(settings.find((row) => names.includes(textOf(row, 'name'))));
  return {
    kind: kind ?? kindOf(local),
    version: versionOf(textOf(local, 'release_version')),
    materializedViews: valueOf(['materialized_views_enabled', 'enable_materialized_views']),
    sasi: valueOf(['sasi_indexes_enabled', 'enable_sasi_indexes']),
    cdc: valueOf(['cdc_enabled']),
  };
}

// ScyllaDB adds this column; Keyspaces names itself.
function kindOf(local: CatalogRow): ServerKind {
  if ('supported_features' in local || 'scylla_cpu_sharding_algorithm' in local) return 'scylla';
  return textOf(local, 'cluster_name') === 'Amazon Keyspaces' ? 'keyspaces' : 'cassandra';
}

function versionOf(release: string): ServerProfile['version'] {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  return { major: Number(major), minor: Number(minor) };
}

function switchOf(row: CatalogRow | undefined): boolean | undefined {
  const value = row === undefined ? '' : textOf(row, 'value').toLowerCase();
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
