import { homeOf, type TenantSurvey } from '../../../lib/core/tenants/tenant-home.js';

const LOCK = '_coodie_migrations_lock';
const HISTORY = '_coodie_migrations';

function survey({ own = [], registered = false, elsewhere = false, exists = true }: Facts): TenantSurvey {
  return {
    keyspaces: new Set(exists ? ['acme'] : []),
    ownTables: new Map(own.length > 0 ? [['acme', new Set(own)]] : []),
    registered: new Set(registered ? ['acme'] : []),
    elsewhere: new Map(elsewhere ? [['acme', 'other']] : []),
  };
}

interface Facts {
  readonly own?: readonly string[];
  readonly registered?: boolean;
  readonly elsewhere?: boolean;
  readonly exists?: boolean;
}

describe('the home of the lock and the history of a tenant', () => {
  it.each<readonly [string, Facts, unknown]>([
    ['is the state keyspace where the tenant is new', {}, { kind: 'state', hasLock: false }],
    ['is the state keyspace where it is registered', { registered: true }, { kind: 'state', hasLock: false }],
    ['is the tenant itself where it had a lock before', { own: [LOCK] }, { kind: 'own' }],
    ['is the tenant itself where it had a history before', { own: [LOCK, HISTORY] }, { kind: 'own' }],
    [
      'is guarded by both locks where one came later',
      { registered: true, own: [LOCK] },
      { kind: 'state', hasLock: true },
    ],
    ['is not known where there are two histories', { registered: true, own: [LOCK, HISTORY] }, { kind: 'twice' }],
    ['is elsewhere', { elsewhere: true, own: [LOCK] }, { kind: 'elsewhere', stateKeyspace: 'other' }],
    ['is nowhere without a keyspace', { exists: false }, { kind: 'missing' }],
  ])('%s', (_, facts, home) => {
    expect(homeOf('acme', survey(facts))).toEqual(home);
  });
});
