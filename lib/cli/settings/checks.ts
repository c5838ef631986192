import { flagOf, OPTION_NAMES, OPTIONS, type OptionName } from './option-definitions.js';
import type { Check } from './parse-settings.js';
import type { RawSettings } from './raw-settings.js';

/**
 * Which application the commands work on: one that they make from the settings or load from `--app`, one that
 * `runCli` was given, or the running one whose own command line they are part of.
 */
export type ApplicationKind = 'from-settings' | 'given' | 'running';

/** A parent's options are understood wherever they stand, so each command must say itself which of them mean something. */
export function accepting(options: readonly OptionName[]): Check {
  return (_settings, raw) =>
    OPTION_NAMES.filter((name) => isFlag(raw, name) && !options.includes(name)).map(
      (name) => `${flagOf(name)} has no meaning here`,
    );
}

/** Refuses options that the application itself decides. */
export function respecting(kind: ApplicationKind): Check {
  return (settings, raw) => {
    const isNamed = kind === 'from-settings' && settings.application.app !== undefined;
    return (isNamed ? BESIDE_APP : decidedBy(kind))
      .filter((name) => isFlag(raw, name))
      .map((name) => `${flagOf(name)} cannot be said here: the application decides that`);
  };
}

/** How the keyspace is called, and what kind of server it is on, may be said beside an application. */
const CONNECTION = OPTION_NAMES.filter(
  (name) => OPTIONS[name].group === 'connection' && name !== 'keyspace' && name !== 'driverType',
);

const BESIDE_APP: readonly OptionName[] = [...CONNECTION, 'entities'];

const DECIDED_BY: Readonly<Record<ApplicationKind, readonly OptionName[]>> = {
  'from-settings': [],
  given: [...BESIDE_APP, 'app'],
  running: [
    ...BESIDE_APP,
    'app',
    'keyspace',
    'driverType',
    'migrationsDir',
    'ignore',
    'outOfOrder',
    'consistency',
    'lockTtl',
  ],
};

export function decidedBy(kind: ApplicationKind): readonly OptionName[] {
  return DECIDED_BY[kind];
}

/** Without an application there must be a keyspace. */
export const namesKeyspace: Check = ({ connection, application }) =>
  connection.keyspace === undefined && application.app === undefined
    ? [
        'There is no keyspace. Name one with --keyspace, COODIE_KEYSPACE or keyspace in coodie.config; ' +
          'or name an application that has one with --app: there is no dist/app.module.js and no src/app.module.ts',
      ]
    : [];

/** A comparison needs something to compare with. */
export const namesEntities: Check = ({ application }) =>
  application.entities === undefined && application.app === undefined
    ? ['There are no entities. Name their directory with --entities, or an application that has some with --app']
    : [];

/** Finds nothing wrong, and lets a command look for an application that it can do without. */
export const usesApplication: Check = () => [];

/** Requires a directory for the files to write. */
export const namesOut: Check = ({ task }) =>
  task.out === undefined ? ['There is no place for the files. Name a directory with --out'] : [];

/** A bundle names the hosts and brings the certificates. */
export const bundleStandsAlone: Check = ({ connection }, raw) =>
  connection.secureConnectBundle === undefined
    ? []
    : (['hosts', 'port', 'localDc', 'sslCa', 'sslCert', 'sslKey'] as const)
        .filter((name) => raw[name] !== undefined)
        .map((name) => `${raw[name]?.origin} cannot stand beside --secure-connect-bundle, which brings its own`);

/** Mutually exclusive flags of `coodie migrate` and its sub-commands. */
export const oneTask: Check = ({ task }) => [
  ...(task.status && task.rollback ? ['--status and --rollback exclude each other'] : []),
  ...(task.status && task.dryRun ? ['--status and --dry-run exclude each other: status only reads'] : []),
  ...(task.status && task.target !== undefined ? ['--status and --target exclude each other'] : []),
  ...(task.steps !== undefined && task.target !== undefined ? ['--steps and --target exclude each other'] : []),
];

/** One thing is fixed at a time. */
export const oneRepair: Check = ({ task }) => {
  const { done, notDone, statement, accept, forget, target } = task;
  const given = [done, notDone, accept, forget].filter((value) => value !== undefined);
  if (given.length !== 1) return ['Say what to fix: --done, --not-done, --accept NAME or --forget NAME, one of them'];
  if (statement !== undefined && done === undefined && notDone === undefined) {
    return ['--statement belongs to --done or --not-done'];
  }
  const isNamedTwice = target !== undefined && given[0] !== true;
  return isNamedTwice ? ['The migration is named twice: --target belongs to --done or --not-done without a name'] : [];
};

/** Requires an explicit target before migrations are recorded without being run. */
export const namesTarget: Check = ({ task }) =>
  task.target === undefined ? ['Name the last migration that the database has the effect of: --target NAME'] : [];

/** Requires an explicit end: a squash moves files. */
export const namesTo: Check = ({ task }) =>
  task.to === undefined ? ['Name the last migration to squash: --to NAME'] : [];

/** A plan says itself how far it goes. */
export const planStandsAlone: Check = ({ task }) =>
  task.plan !== undefined && task.target !== undefined ? ['--plan and --target exclude each other'] : [];

/** A migration that copies is code, and changes nothing else. */
export const copyStandsAlone: Check = ({ task }, raw) =>
  task.copy.length === 0
    ? []
    : (['check', 'cql', 'rename', 'allowDestructive', 'skipImpossible', 'ifNotExists'] as const)
        .filter((name) => isFlag(raw, name))
        .map((name) => `--copy and ${flagOf(name)} exclude each other`);

/** Only the database itself has to be named. */
export const namesKeyspaceIfLive: Check = (settings, raw) =>
  settings.task.live || settings.task.from === 'database' ? namesKeyspace(settings, raw) : [];

/** A diagram is of one source. */
export const oneDrawingSource: Check = ({ task }) =>
  task.live && task.from !== undefined ? ['--live and --from exclude each other: --live is --from database'] : [];

/** A cluster runs the release that it runs. */
export const oneScratchPlace: Check = ({ task }) =>
  task.scratchOnCluster && task.cassandraVersion !== undefined
    ? ['--scratch-on-cluster and --cassandra-version exclude each other']
    : [];

/** Tenants are chosen in one way; a plan in a file and the name of a keyspace are about one keyspace. */
export const oneTenantChoice: Check = ({ task }, raw) =>
  task.tenants === undefined
    ? []
    : [
        ...(raw['tenants'] && raw['tenant'] ? ['--tenants and --tenant exclude each other'] : []),
        ...(['plan', 'out', 'keyspace'] as const)
          .filter((name) => isFlag(raw, name))
          .map((name) => `${flagOf(name)} is about one keyspace: it cannot stand beside --tenants or --tenant`),
      ];

/** A backfill that has changed goes on, or begins anew. */
export const oneWayToGoOn: Check = ({ task }) =>
  task.acceptChange && task.restart ? ['--accept-change and --restart exclude each other'] : [];

/** Only an application knows its tenants. */
export const namesTenants: Check = ({ task, application }) =>
  task.tenants !== undefined && application.app === undefined
    ? ['There is no application that has tenants. Name one with --app, with tenants in its CoodieModule.forRoot']
    : [];

/** Flags of `coodie migrate` that mean something only beside another. */
export const completeTask: Check = ({ task }) => [
  ...(task.steps !== undefined && !task.rollback ? ['--steps belongs to --rollback'] : []),
  ...(task.check && !task.status ? ['--check belongs to --status'] : []),
];

/** Whether it was said on the command line itself: the environment and the file may be meant for other commands. */
function isFlag(raw: RawSettings, name: OptionName): boolean {
  return raw[name]?.origin === flagOf(name);
}
