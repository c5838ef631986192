import { Readable } from 'node:stream';
import { SchemaDisagreementError, UnclearOutcomeError } from '../../../lib/session/errors.js';
import { outlast, sendDdl, settle } from '../../../lib/session/send-ddl.js';
import type { DdlSession, Result } from '../../../lib/session/session.js';

const CREATE = 'CREATE TABLE users (id int PRIMARY KEY)';
const NOTHING: Result = { rows: [], applied: true, warnings: [] };
const unclear = () => new UnclearOutcomeError(CREATE, new Error('timed out'), '127.0.0.1:9042');
const refused = () => Object.assign(new Error('already exists'), { code: 0x24_00 });
const overloaded = () => Object.assign(new Error('the host is overloaded'), { code: 0x10_01 });

interface Server {
  /** What becomes of each try: an error, or nothing. */
  readonly tries: readonly (Error | undefined)[];
  /** The tables that are there, after each try. */
  readonly tables: readonly (readonly string[])[];
  readonly silent?: readonly string[];
  readonly disagreement?: boolean;
}

/** A server that does as told, and counts how often it was sent the statement. */
function serverOf({ tries, tables, silent = [], disagreement = false }: Server) {
  const counts = { sent: 0 };
  const ddl: DdlSession = {
    keyspace: 'shop',
    execute: (cql) => {
      if (cql !== CREATE) {
        const names = tables[counts.sent - 1] ?? [];
        const key = { column_name: 'id', type: 'int', kind: 'partition_key', position: 0, clustering_order: 'none' };
        return Promise.resolve({ ...NOTHING, rows: names.map((name) => ({ table_name: name, ...key })) });
      }
      const failure = tries[counts.sent];
      counts.sent += 1;
      return failure ? Promise.reject(failure) : Promise.resolve(NOTHING);
    },
    stream: () => Readable.from([]),
    page: () => Promise.resolve({ rows: [], next: undefined }),
    batch: () => Promise.resolve(),
    awaitAgreement: () =>
      disagreement
        ? Promise.reject(new SchemaDisagreementError([{ host: 'b', version: 'x' }], 6_000))
        : Promise.resolve(1),
    silentHosts: () => silent,
    close: () => Promise.resolve(),
  };
  const send = () => sendDdl(ddl, { cql: CREATE, params: [], confirm: () => Promise.resolve() });
  return { ddl, counts, send };
}

describe('a schema statement whose answer is lost', () => {
  it.each<[string, Server, number]>([
    ['counts as done where the schema has it', { tries: [unclear()], tables: [['users']] }, 1],
    ['is sent again where the schema does not have it', { tries: [unclear(), undefined], tables: [[]] }, 2],
    [
      'counts as done where the server refuses the second try because the first came late',
      { tries: [unclear(), refused()], tables: [[], ['users']] },
      2,
    ],
    [
      'counts as done where it is there, whoever is silent',
      { tries: [unclear()], tables: [['users']], silent: ['127.0.0.1:9042'] },
      1,
    ],
    [
      'is sent again where its own host answers, and another is silent',
      { tries: [unclear(), undefined], tables: [[]], silent: ['127.0.0.2:9042'] },
      2,
    ],
  ])('%s', async (_, server, sent) => {
    const { send, counts } = serverOf(server);
    await expect(send()).resolves.toEqual([]);
    expect(counts.sent).toBe(sent);
  });

  it.each<[string, Server, string]>([
    [
      'stays unclear while its own host is silent, and the error names that',
      { tries: [unclear()], tables: [[]], silent: ['127.0.0.1:9042'] },
      '127.0.0.1:9042 does not answer',
    ],
    [
      'stays unclear while the hosts disagree, and the error names them',
      { tries: [unclear()], tables: [[]], disagreement: true },
      'The hosts did not agree',
    ],
    [
      'stays unclear where an overloaded server turns away the second try: the first may run yet',
      { tries: [unclear(), overloaded()], tables: [[], []] },
      'timed out',
    ],
    [
      'stays unclear where no try is ever answered',
      { tries: [unclear(), unclear(), unclear()], tables: [] },
      'timed out',
    ],
  ])('%s', async (_, server, text) => {
    const error: unknown = await serverOf(server)
      .send()
      .catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(UnclearOutcomeError);
    expect(String(error)).toContain(text);
  });

  it.each<[string, Server, number]>([
    ['the first try', { tries: [refused()], tables: [['users']] }, 1],
    ['the second, where the first had no effect', { tries: [unclear(), refused()], tables: [[], []] }, 2],
  ])('is an error where the server refuses %s', async (_, server, sent) => {
    const { send, counts } = serverOf(server);
    await expect(send()).rejects.toThrow('already exists');
    expect(counts.sent).toBe(sent);
  });

  it('left by another run stays unclear while any host is silent: nobody knows which one was to run it', async () => {
    const { ddl } = serverOf({ tries: [], tables: [], silent: ['127.0.0.2:9042'] });
    await expect(settle(ddl, CREATE)).rejects.toThrow('127.0.0.2:9042 does not answer');
  });
});

describe('a statement that an earlier run may have sent', () => {
  it('is outlasted once every host has agreed and none is silent', async () => {
    const { ddl, counts } = serverOf({ tries: [], tables: [] });
    await expect(outlast(ddl, CREATE)).resolves.toBeUndefined();
    expect(counts.sent).toBe(0);
  });

  it.each<[string, Partial<Server>, string]>([
    ['while a host is silent', { silent: ['127.0.0.1:9042'] }, 'COODIE_UNCLEAR_OUTCOME'],
    ['while the hosts disagree', { disagreement: true }, 'COODIE_SCHEMA_DISAGREEMENT'],
  ])('may run yet %s', async (_, server, code) => {
    const { ddl } = serverOf({ tries: [], tables: [], ...server });
    await expect(outlast(ddl, CREATE)).rejects.toMatchObject({ code });
  });
});
