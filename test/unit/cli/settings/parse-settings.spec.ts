import { UsageError } from '../../../../lib/cli/settings/errors.js';
import {
  accepting,
  bundleStandsAlone,
  completeTask,
  namesEntities,
  namesKeyspace,
  oneTask,
  respecting,
} from '../../../../lib/cli/settings/checks.js';
import { parseSettings, type Check } from '../../../../lib/cli/settings/parse-settings.js';
import { fromEnvironment, fromFlags } from '../../../../lib/cli/settings/raw-settings.js';

const parse = (flags: Readonly<Record<string, unknown>>, checks: readonly Check[] = [], password?: string) =>
  parseSettings(fromFlags(flags), { password }, checks);

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}

describe('parseSettings', () => {
  it('knows what is meant where nothing is said', () => {
    const { task, connection, application, output } = parse({});
    expect(task).toMatchObject({ status: false, rollback: false, dryRun: false, steps: undefined });
    expect(connection).toMatchObject({ hosts: ['127.0.0.1'], port: 9042, localDc: undefined, credentials: undefined });
    expect(application).toMatchObject({ migrationsDir: undefined, lockTtl: undefined, lockWait: undefined });
    expect(output).toEqual({ json: false, yes: false, color: true, verbose: false });
  });

  it('reads every kind of option', () => {
    const { task, connection, application, output } = parse({
      steps: '3',
      hosts: 'a:9043, [::1]',
      driverType: 'scylla',
      lockWait: '0',
      lockTtl: '30',
      consistency: 'each-quorum',
      color: false,
      json: true,
    });
    expect(task.steps).toBe(3);
    expect(connection).toMatchObject({ hosts: ['a:9043', '[::1]'], driverType: 'scylla' });
    expect(application).toMatchObject({ lockWait: 0, lockTtl: 30, consistency: 'each-quorum' });
    expect(output).toMatchObject({ color: false, json: true });
  });

  it.each([
    ['the port of the first host', { hosts: 'a:9043,b' }, 9043],
    ['the port that is named', { hosts: 'a:9043,b', port: '9142' }, 9142],
    ['the port that everybody uses', { hosts: 'a' }, 9042],
  ])('looks for other nodes at %s', (_, flags, port) => {
    expect(parse(flags).connection.port).toBe(port);
  });

  it('takes a user name together with a password that no argument can carry', () => {
    expect(parse({ username: 'me' }, [], 'secret').connection.credentials).toEqual({
      username: 'me',
      password: 'secret',
    });
    expect(problemsOf(() => parse({ username: 'me' }))).toEqual(['COODIE_PASSWORD is not set: the password of "me"']);
    expect(parse({}, [], 'secret').connection.credentials).toBeUndefined();
  });

  it('reads a list as a configuration file can hold it', () => {
    const raw = { hosts: { value: ['a', 'b:1'], origin: 'coodie.config.json: hosts' } };
    expect(parseSettings(raw, { password: undefined }).connection.hosts).toEqual(['a', 'b:1']);
  });

  it.each([
    [{ steps: '0' }, '--steps must be a whole number from 1, not "0"'],
    [{ steps: 'two' }, '--steps must be a whole number from 1, not "two"'],
    [{ steps: '1.5' }, '--steps must be a whole number from 1, not "1.5"'],
    [{ port: '65536' }, '--port must be a whole number from 1 to 65535, not "65536"'],
    [{ port: '-1' }, '--port must be a whole number from 1 to 65535, not "-1"'],
    [{ hosts: 'a,,b' }, '--hosts must be a list of texts, separated by commas, not "a,,b"'],
    [{ hosts: 'a:b' }, '--hosts must be host[:port], separated by commas, IPv6 in brackets, not "a:b"'],
    [{ driverType: 'mysql' }, '--driver-type must be cassandra or scylla, not "mysql"'],
    [
      { consistency: 'LOCAL_QUORUM' },
      '--consistency must be one or local-one or local-quorum or quorum or each-quorum or all, not "LOCAL_QUORUM"; did you mean local-quorum?',
    ],
    [
      { consistency: 'two' },
      '--consistency must be one or local-one or local-quorum or quorum or each-quorum or all, not "two"',
    ],
    [{ lockTtl: '2' }, '--lock-ttl must be a whole number from 3 to 630720000, not "2"'],
    [{ lockTtl: '630720001' }, '--lock-ttl must be a whole number from 3 to 630720000, not "630720001"'],
    [{ target: '' }, '--target must be a text that is not empty, not ""'],
    [{ sslCert: 'a.pem' }, '--ssl-cert and --ssl-key belong together: one is missing'],
  ])('refuses %j', (flags, problem) => {
    expect(problemsOf(() => parse(flags))).toEqual([problem]);
  });

  it('tells everything that is wrong at once, and where it was said', () => {
    const raw = { ...fromEnvironment({ COODIE_PORT: 'x', COODIE_LOCK_WAIT: '' }), ...fromFlags({ steps: '0' }) };
    expect(problemsOf(() => parseSettings(raw, { password: undefined }))).toEqual([
      '--steps must be a whole number from 1, not "0"',
      'COODIE_PORT must be a whole number from 1 to 65535, not "x"',
    ]);
  });
});

describe('the checks', () => {
  it.each<[string, Check, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['one task at a time', oneTask, { status: true, rollback: true }, ['--status and --rollback exclude each other']],
    ['a status that only reads', oneTask, { status: true, dryRun: true }, [expect.stringContaining('--dry-run')]],
    ['one end of a rollback', oneTask, { steps: '1', target: 'x' }, ['--steps and --target exclude each other']],
    ['steps of a rollback only', completeTask, { steps: '1' }, ['--steps belongs to --rollback']],
    ['a check of the status only', completeTask, { check: true }, ['--check belongs to --status']],
    ['a whole task', completeTask, { rollback: true, steps: '1' }, []],
    ['a keyspace', namesKeyspace, {}, [expect.stringContaining('--app')]],
    ['an application instead of a keyspace', namesKeyspace, { app: 'x' }, []],
    ['entities', namesEntities, {}, [expect.stringContaining('--entities')]],
    ['what the command knows', accepting(['check']), { steps: '1' }, ['--steps has no meaning here']],
    [
      'a bundle alone',
      bundleStandsAlone,
      { secureConnectBundle: 'b', hosts: 'h' },
      [expect.stringContaining('--hosts')],
    ],
    [
      'no host beside --app',
      respecting('from-settings'),
      { app: 'x', hosts: 'h' },
      [expect.stringContaining('--hosts')],
    ],
    ['a keyspace beside --app', respecting('from-settings'), { app: 'x', keyspace: 'k' }, []],
    ['no other app than the given one', respecting('given'), { app: 'x' }, [expect.stringContaining('--app')]],
    ['a keyspace for the given app', respecting('given'), { keyspace: 'k' }, []],
    ['no other keyspace than that of the running app', respecting('running'), { keyspace: 'k' }, [expect.anything()]],
    ['patience in the running app', respecting('running'), { lockWait: '3' }, []],
  ])('want %s', (_, check, flags, problems) => {
    expect(problemsOf(() => parse(flags, [check]))).toEqual(problems);
  });
});
