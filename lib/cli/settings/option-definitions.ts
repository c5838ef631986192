import { DIAGRAM_FORMATS } from '../../core/erd/render-diagram.js';
import { CONSISTENCIES } from '../../session/session.js';

/** One option of the command line. Its key here is its name in the configuration file as well. */
export interface OptionDefinition {
  readonly group: OptionGroup;
  readonly flags: `--${string}`;
  readonly description: string;
  /** Whether it may be said several times. */
  readonly isRepeatable?: boolean;
}

/** `connection` and `application` may also stand in the environment and in the configuration file. */
export type OptionGroup = 'task' | 'connection' | 'application' | 'output';

const task = (flags: OptionDefinition['flags'], description: string) =>
  ({ group: 'task', flags, description }) as const;
const connection = (flags: OptionDefinition['flags'], description: string) =>
  ({ group: 'connection', flags, description }) as const;
const application = (flags: OptionDefinition['flags'], description: string) =>
  ({ group: 'application', flags, description }) as const;
const output = (flags: OptionDefinition['flags'], description: string) =>
  ({ group: 'output', flags, description }) as const;

export const OPTIONS = {
  status: task('--status', 'list the migrations and where they stand'),
  rollback: task('--rollback', 'roll back the last applied migrations'),
  steps: task('--steps <number>', 'how many migrations to roll back (default: 1)'),
  target: task(
    '--target <name>',
    'the last migration to apply, or the one to roll back to: its name, or the beginning of it',
  ),
  tenants: task('--tenants', 'every tenant of the application, instead of its keyspace'),
  tenant: task('--tenant <list>', 'only these tenants, comma-separated'),
  dryRun: task('--dry-run', 'show what would run, send nothing'),
  done: task('--done [name]', 'the statement at which it stopped took effect'),
  notDone: task('--not-done [name]', 'the statement at which it stopped had no effect'),
  statement: task(
    '--statement <number>',
    'the statement that --done or --not-done is about: nothing is recorded if another one is the last by now',
  ),
  accept: task('--accept <name>', 'the changed or renamed file is what was applied'),
  forget: task('--forget <name>', 'the migration whose file is gone counts no more'),
  reason: task('--reason <text>', 'why, for the log'),
  plan: task('--plan <file>', 'apply exactly this plan, or nothing'),
  limit: task('--limit <number>', 'how many events to show (default: 50)'),
  check: task(
    '--check',
    'exit 3 if a migration is pending, failed, changed, out of order or still to be generated, or a backfill is not finished',
  ),
  rate: task('--rate <number>', 'most rows per second of a backfill, of all processes together; 0: no limit'),
  concurrency: task('--concurrency <number>', 'most writes of a backfill in flight, in each process'),
  acceptChange: task('--accept-change', 'go on although the backfill, or its table, has changed since it began'),
  hash: task('--hash', 'compare the values of a copy as well, and not only the numbers of rows'),
  finish: task('--finish', 'note that the backfill is finished, if all values are equal'),
  spark: task('--spark <dir>', 'write a job for Spark 3.5 into this directory, in Python and in Java'),
  restart: task('--restart', 'begin the backfill anew, with all rows'),
  from: task('--from <source>', 'where the state comes from: history (the migrations) or database'),
  rename: {
    ...task('--rename <old=new>', 'a key column or field with a new name: products.at=created_at'),
    isRepeatable: true,
  },
  copy: {
    ...task('--copy <old=new>', 'write the migration that copies a column or a table: products.price=exact_price'),
    isRepeatable: true,
  },
  allowDestructive: task('--allow-destructive', 'let the migration drop what it drops'),
  to: task('--to <name>', 'the last migration to squash: its name, or the beginning of it'),
  dropData: {
    ...task('--drop-data <name>', 'a migration in code whose writes an empty database does not need'),
    isRepeatable: true,
  },
  skipImpossible: task('--skip-impossible', 'leave out what has no statement'),
  ifNotExists: task('--if-not-exists', 'write statements that do nothing where sync has been first'),
  denyWarnings: task('--deny-warnings', 'take a warning for an error: exit 5'),
  since: task('--since <name>', 'verify only the migrations after this one'),
  seed: task('--seed <file>', 'rows to write before a migration: INSERT below -- before: NAME'),
  againstLive: task('--against-live', 'compare with the keyspace of the application as well; reads it only'),
  scratchOnCluster: task('--scratch-on-cluster', 'use scratch keyspaces of the cluster instead of an embedded server'),
  cql: task('--cql', 'write a .cql file instead of a .ts file'),
  out: task('--out <path>', 'where to write: a directory for entity classes, a file for a plan or a diagram'),
  format: task(
    '--format <format>',
    'mermaid, svg, html, dot or json (default: as the name of --out ends, else mermaid)',
  ),
  only: task('--only <list>', 'only these tables, views and types, comma-separated, with * for any letters'),
  live: task('--live', 'draw the database as it is'),
  cassandraVersion: task('--cassandra-version <version>', 'the release to run (default: 5.0.8)'),
  nodes: task('--nodes <number>', 'how many nodes (default: 1)'),
  dataDir: task('--data-dir <path>', 'keep the data there, for the next start'),
  keyspace: connection('--keyspace <name>', 'the keyspace; required without --app'),
  hosts: connection('--hosts <list>', 'comma-separated host[:port], IPv6 in brackets (default: 127.0.0.1)'),
  port: connection('--port <number>', 'the port of the hosts that name none (default: 9042)'),
  localDc: connection('--local-dc <name>', 'the local data centre (default: asked of the first host that answers)'),
  username: connection('--username <name>', 'the user; the password is taken from COODIE_PASSWORD'),
  sslCa: connection('--ssl-ca <file>', 'connect over TLS and trust this authority'),
  sslCert: connection('--ssl-cert <file>', 'the certificate of this client'),
  sslKey: connection('--ssl-key <file>', 'the key of that certificate'),
  secureConnectBundle: connection('--secure-connect-bundle <file>', 'connect to Astra DB with this bundle'),
  driverType: connection('--driver-type <type>', 'cassandra or scylla (default: detected)'),
  app: application('--app <file>', 'a Nest module: its connection, entities and migrations'),
  entities: application('--entities <dir>', 'the entity classes, where there is no --app'),
  migrationsDir: application('--migrations-dir <dir>', 'where the migrations are (default: migrations)'),
  ignore: application(
    '--ignore <list>',
    "the tables, views and types that are not coodie's, comma-separated, with * for any letters: never reported, never touched",
  ),
  outOfOrder: application(
    '--out-of-order <policy>',
    'what to do with a migration older than one that is applied: error, apply or skip (default: error)',
  ),
  consistency: application(
    '--consistency <level>',
    'how many replicas must answer what migrations read and write: one, local-one, local-quorum, quorum, each-quorum or all (default: local-quorum)',
  ),
  lockTtl: application('--lock-ttl <seconds>', 'how long the lock of a dead process is held (default: 300)'),
  lockWait: application('--lock-wait <seconds>', 'how long to wait for another run (default: 0)'),
  json: output('--json', 'nothing but JSON on standard output'),
  yes: output('--yes', 'do not ask'),
  color: output('--no-color', 'no colours'),
  verbose: output('--verbose', 'tell more; show where an error comes from'),
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export type OptionName = keyof typeof OPTIONS;

export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

/** Options that may be set in the environment and in the configuration file. */
export const CONFIGURABLE = OPTION_NAMES.filter((name) => isConfigurable(OPTIONS[name].group));

/** The files and directories among them: in a configuration file they are relative to it. */
export const PATHS: readonly OptionName[] = [
  'sslCa',
  'sslCert',
  'sslKey',
  'secureConnectBundle',
  'app',
  'entities',
  'migrationsDir',
];

/** The options that take a file or a directory. */
export const FILES: readonly OptionName[] = [...PATHS, 'plan', 'out', 'seed', 'dataDir'];

/** The options that take the name of a migration. */
export const MIGRATION_NAMES: readonly OptionName[] = ['target', 'done', 'notDone', 'accept', 'forget', 'since'];

/** The words that an option takes, where they are few. */
export const CHOICES = {
  from: ['history', 'database'],
  format: DIAGRAM_FORMATS,
  driverType: ['cassandra', 'scylla'],
  outOfOrder: ['error', 'apply', 'skip'],
  consistency: CONSISTENCIES,
} as const satisfies Readonly<Partial<Record<OptionName, readonly string[]>>>;

/** `--ssl-ca`. */
export function flagOf(name: OptionName): string {
  return OPTIONS[name].flags.split(' ')[0] ?? name;
}

/** `COODIE_SSL_CA`. */
export function environmentVariableOf(name: OptionName): string {
  return `COODIE_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function isConfigurable(group: OptionGroup): boolean {
  return group === 'connection' || group === 'application';
}
