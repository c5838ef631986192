import { Client, concurrent, types } from 'cassandra-driver';
import { randomUUID } from 'node:crypto';
import { EmbeddedCassandra } from '../../dist/testing/index.js';
import { showLine } from './stage.mjs';

const FIRST_NAMES = ['Ada', 'Grace', 'Barbara', 'Radia', 'Frances', 'Karen'];
const LAST_NAMES = ['Lovelace', 'Hopper', 'Liskov', 'Perlman', 'Allen', 'Spärck Jones'];

/** The server of the demo: one of its own, or the one that CASSANDRA_CONTACT_POINTS names. */
export class Database {
  keyspaces = [];

  static async open() {
    const database = new Database();
    const given = process.env.CASSANDRA_CONTACT_POINTS;
    if (!given) database.server = await EmbeddedCassandra.start({ fast: true, log: showLine });
    database.contactPoints = given ?? database.server.contactPoints.join(',');
    database.localDataCenter = process.env.CASSANDRA_LOCAL_DC ?? 'datacenter1';
    await database.connect();
    return database;
  }

  /** The environment of an application whose keyspace nobody else has. */
  environment(prefix) {
    const keyspace = this.server ? prefix : `${prefix}_${randomUUID().slice(0, 8)}`;
    this.keyspaces.push(keyspace);
    return {
      CASSANDRA_CONTACT_POINTS: this.contactPoints,
      CASSANDRA_LOCAL_DC: this.localDataCenter,
      CASSANDRA_KEYSPACE: keyspace,
    };
  }

  async query(cql) {
    return (await this.client.execute(cql)).rows;
  }

  /** When the tables of a keyspace were made or altered last: the server counts that itself. */
  async schemaVersion(keyspace) {
    const rows = await this.query(`SELECT table_name, id, writetime(comment) AS written FROM system_schema.tables
      WHERE keyspace_name = '${keyspace}'`);
    return rows.map(({ table_name, id, written }) => `${table_name} ${id} ${written}`).join('\n');
  }

  async seedUsers(keyspace, count) {
    const cql = `INSERT INTO ${keyspace}.users (id, email, name) VALUES (?, ?, ?)`;
    const users = Array.from({ length: count }, (_, index) => {
      const first = FIRST_NAMES[index % FIRST_NAMES.length];
      const last = LAST_NAMES[Math.floor(index / FIRST_NAMES.length) % LAST_NAMES.length];
      return [types.Uuid.random(), `${first}.${index}@example.org`.toLowerCase(), `${first} ${last}`];
    });
    await concurrent.executeConcurrent(this.client, cql, users, { concurrencyLevel: 64 });
  }

  /** Leaves nothing behind: its own server ends, and on another's its keyspaces go. */
  async close() {
    if (!this.server) for (const name of this.keyspaces) await this.query(`DROP KEYSPACE IF EXISTS ${name}`);
    await this.client?.shutdown();
    await this.server?.stop();
  }

  async connect() {
    const contactPoints = this.contactPoints.split(',');
    const port = Number(/:(\d+)$/.exec(contactPoints[0])?.[1] ?? 9042);
    const { localDataCenter } = this;
    const socketOptions = { readTimeout: 60_000 };
    this.client = new Client({ contactPoints, localDataCenter, protocolOptions: { port }, socketOptions });
    await this.client.connect();
  }
}
