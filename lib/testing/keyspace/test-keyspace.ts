import { type DynamicModule, Module } from '@nestjs/common';
import { Client, type ClientOptions } from 'cassandra-driver';
import type { EntityClass } from '../../core/entity/metadata.js';
import { messageOf } from '../../core/error.js';
import { quoteName } from '../../core/model/identifier.js';
import type { CoodieModuleOptions } from '../../nest/coodie-options.interface.js';
import { changeToken, DEFAULT_CONNECTION } from '../../nest/coodie.constants.js';
import { CoodieModule } from '../../nest/coodie.module.js';
import { optionsAt } from './application-options.js';
import { emptyTables } from './empty-tables.js';
import { overrideOptions, type TestingBuilder } from './override-options.js';
import type { TestPlace } from './test-place.js';

/** Options of `CoodieModule.forRoot` that a test may set. */
export type TestModuleOptions = Partial<Omit<CoodieModuleOptions, 'client' | 'keyspace' | 'createKeyspace'>>;

@Module({})
class CoodieTestingModule {}

/**
 * A keyspace of one test file, on a server that other files use at the same time.
 * @publicApi
 */
export class TestKeyspace {
  private opened: Client | undefined;

  constructor(
    readonly name: string,
    private readonly place: TestPlace,
  ) {}

  /** In the keyspace; connects at the first query. A test that never asks for it has nothing to close. */
  get client(): Client {
    this.opened ??= new Client({ ...this.place.client, keyspace: this.name, isMetadataSyncEnabled: false });
    return this.opened;
  }

  /** Options for a client of one's own, without the keyspace. */
  get clientOptions(): ClientOptions {
    return { ...this.place.client };
  }

  /** A module with a connection to this keyspace, and with the entities registered. */
  module(entities: readonly EntityClass[] = [], options: TestModuleOptions = {}): DynamicModule {
    const connection = CoodieModule.forRoot(optionsAt(this.place.client, this.name, options));
    return { module: CoodieTestingModule, imports: [connection, CoodieModule.forFeature(entities)] };
  }

  /**
   * Puts this keyspace in the place of a connection of the application: it connects here, applies its migrations and
   * syncs. Answers the same builder.
   * @throws TestConnectionError, when it compiles, where the application has no such connection
   */
  override<B extends TestingBuilder>(builder: B, connection: string = DEFAULT_CONNECTION): B {
    const change = (options: unknown) => optionsAt(this.place.client, this.name, options);
    return overrideOptions(builder, { connection, token: changeToken(connection), change });
  }

  /** Removes all rows. The tables stay, and so does the history of the migrations. */
  async empty(): Promise<void> {
    await emptyTables(this.client, this.name);
  }

  /** Drops the keyspace, unless its server ends with the tests anyway. A failure is a warning: no test is worth less for it. */
  async drop(): Promise<void> {
    try {
      if (!this.place.isPassing) await this.client.execute(`DROP KEYSPACE IF EXISTS ${quoteName(this.name)}`);
    } catch (error) {
      process.emitWarning(`The test keyspace ${this.name} could not be dropped: ${messageOf(error)}`);
    } finally {
      await this.opened?.shutdown();
      await this.place.stop();
    }
  }
}
