import { keyspaceNameProblem, namePatternProblem } from '../../core/model/identifier.js';
import { LEAST_LOCK_TTL, MOST_LOCK_TTL } from '../../core/progress/lock-holder.js';
import { UsageError } from './errors.js';
import { CHOICES } from './option-definitions.js';
import { formatHost, type Host, parseHost } from './parse-hosts.js';
import { taskOf } from './parse-task.js';
import type { RawSettings } from './raw-settings.js';
import { SettingReader } from './setting-reader.js';
import type {
  ApplicationSettings,
  ConnectionSettings,
  Credentials,
  OutputSettings,
  Settings,
  TlsFiles,
} from './settings.js';

export interface Secrets {
  readonly password: string | undefined;
}

/** A further look at what was given: answers what cannot be meant. */
export type Check = (settings: Settings, raw: RawSettings) => readonly string[];

/** @throws UsageError with everything that is wrong */
export function parseSettings(raw: RawSettings, secrets: Secrets, checks: readonly Check[] = []): Settings {
  const reader = new SettingReader(raw);
  const settings: Settings = {
    task: taskOf(reader),
    connection: connectionOf(reader, secrets),
    application: applicationOf(reader),
    output: outputOf(reader),
  };
  const problems = [...reader.problems, ...checks.flatMap((check) => check(settings, raw))];
  if (problems.length > 0) throw new UsageError(problems);
  return settings;
}

function connectionOf(reader: SettingReader, secrets: Secrets): ConnectionSettings {
  const hosts = hostsOf(reader);
  const port = reader.wholeNumber('port', { least: 1, most: 65_535 });
  return {
    keyspace: keyspaceOf(reader),
    hosts: hosts.map(formatHost),
    // The driver looks for the other nodes of the cluster at one port, whatever the contact points say.
    port: port ?? hosts[0]?.port ?? 9042,
    localDc: reader.text('localDc'),
    credentials: credentialsOf(reader, secrets),
    tls: tlsOf(reader),
    secureConnectBundle: reader.text('secureConnectBundle'),
    driverType: reader.choice('driverType', CHOICES.driverType),
  };
}

function keyspaceOf(reader: SettingReader): string | undefined {
  const name = reader.text('keyspace');
  const problem = name === undefined ? undefined : keyspaceNameProblem(name);
  return problem === undefined ? name : reader.refuse('keyspace', 'must be 1 to 48 letters, digits and _');
}

function hostsOf(reader: SettingReader): readonly Host[] {
  const texts = reader.list('hosts') ?? ['127.0.0.1'];
  const hosts = texts.flatMap((text) => parseHost(text) ?? []);
  if (hosts.length < texts.length) reader.refuse('hosts', 'must be host[:port], separated by commas, IPv6 in brackets');
  return hosts;
}

function credentialsOf(reader: SettingReader, { password }: Secrets): Credentials | undefined {
  const username = reader.text('username');
  if (username === undefined) return undefined;
  if (password === undefined) reader.problems.push(`COODIE_PASSWORD is not set: the password of "${username}"`);
  return { username, password: password ?? '' };
}

function tlsOf(reader: SettingReader): TlsFiles | undefined {
  const files = { ca: reader.text('sslCa'), cert: reader.text('sslCert'), key: reader.text('sslKey') };
  if ((files.cert === undefined) !== (files.key === undefined)) {
    reader.problems.push('--ssl-cert and --ssl-key belong together: one is missing');
  }
  return files.ca === undefined && files.cert === undefined ? undefined : files;
}

function applicationOf(reader: SettingReader): ApplicationSettings {
  return {
    app: reader.text('app'),
    entities: reader.text('entities'),
    migrationsDir: reader.text('migrationsDir'),
    ignore: ignoreOf(reader),
    outOfOrder: reader.choice('outOfOrder', CHOICES.outOfOrder),
    consistency: reader.choice('consistency', CHOICES.consistency),
    lockTtl: reader.wholeNumber('lockTtl', { least: LEAST_LOCK_TTL, most: MOST_LOCK_TTL }),
    lockWait: reader.wholeNumber('lockWait', { least: 0 }),
  };
}

function ignoreOf(reader: SettingReader): readonly string[] | undefined {
  const patterns = reader.list('ignore') ?? [];
  if (patterns.some((pattern) => namePatternProblem(pattern) !== undefined)) {
    reader.refuse('ignore', 'must be names, in which * stands for any letters');
  }
  return patterns;
}

function outputOf(reader: SettingReader): OutputSettings {
  return {
    json: reader.isGiven('json'),
    yes: reader.isGiven('yes'),
    color: !reader.isGiven('color'),
    verbose: reader.isGiven('verbose'),
  };
}
