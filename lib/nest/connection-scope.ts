import { dirname, join, resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import type { DiscoveryService, ModuleRef } from '@nestjs/core';
import { BackfillDirectory } from '../backfill/background/backfill-directory.js';
import { Definitions } from '../backfill/background/background-definition.js';
import { ignoredDeclarations } from '../core/diff/ignored.js';
import type { EntityClass } from '../core/entity/metadata.js';
import { parseEntities } from '../core/entity/parse-entities.js';
import { canonicalReplication } from '../core/model/replication.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { Report } from '../core/progress/progress.js';
import { LeaseLock, type LeaseLockOptions } from '../lock/lease-lock.js';
import { MigrationClasses } from '../migrations/source/migration-classes.js';
import { MigrationDirectory } from '../migrations/source/migration-directory.js';
import type { MigrationSource } from '../migrations/source/migration-source.js';
import { RenamedSource } from '../migrations/verify/renamed-source.js';
import { scratchDatabase } from '../session/scratch-database.js';
import type { Database } from '../session/session.js';
import { NO_TELEMETRY, UNWATCHED, type Span, type Telemetry } from '../session/telemetry.js';
import { backfillsIn } from './backfill.decorator.js';
import { CoodieConnection } from './connection.js';
import type { CoodieModuleOptions } from './coodie-options.interface.js';
import type { CliContext } from './coodie.constants.js';
import { InvalidOptionsError } from './errors.js';
import { entitiesOf } from './feature-entities.js';
import { instantiateWith } from './instantiate.js';
import { logProgress } from './log-progress.js';
import { Readiness } from './readiness.js';
import { settingsOf, type CoodieSettings } from './settings.js';

/** Seconds until the lock of a process is free that ran a backfill and was killed. */
const BACKFILL_TTL = 30;

/** Parts of an application that only some have. */
export interface Surroundings {
  readonly cli?: CliContext | undefined;
  readonly telemetry?: Telemetry | undefined;
}

/** State shared by the services of one connection. */
export class ConnectionScope {
  readonly settings: CoodieSettings;
  readonly report: Report;
  readonly connection: CoodieConnection;
  readonly readiness = new Readiness();
  readonly telemetry: Telemetry;
  /** From here until the start-up migrations and sync are done. A command has no start: what it runs stands alone. */
  readonly start: Span;
  private readonly cli: CliContext | undefined;

  constructor(
    options: CoodieModuleOptions,
    readonly name: string,
    private readonly discovery: DiscoveryService,
    { cli, telemetry = NO_TELEMETRY }: Surroundings,
  ) {
    this.cli = cli;
    this.telemetry = telemetry;
    this.settings = settingsOf(options, name, cli?.overrides ?? (isCommandLine(discovery) ? {} : undefined));
    this.report = cli?.report ?? logProgress(new Logger('Coodie'));
    this.connection = new CoodieConnection(this.settings, this.report);
    const { keyspace } = this.settings;
    const attributes = () => ({ 'db.namespace': keyspace, 'coodie.connection': name });
    this.start = this.settings.cli ? UNWATCHED : telemetry.begin('coodie.start', attributes);
  }

  readonly database = async (): Promise<Database> => {
    const { scratch } = this.settings;
    const database = await this.connection.database();
    return scratch?.isShared ? scratchDatabase(database, new Set(scratch.names.values())) : database;
  };

  /** Aborts when the command is asked to stop; an application has none. */
  get interruption(): AbortSignal | undefined {
    return this.cli?.interruption;
  }

  /** A lock for each use; each hold of it has an owner of its own, so that calls of one process exclude each other. */
  readonly lock = (database: Database): LeaseLock => this.lockOf(database);

  /** The lock of a backfill: another process goes on soon after one that was killed. */
  readonly backfillLock = (database: Database, backfill: string): LeaseLock =>
    this.lockOf(database, { backfill, ttl: Math.min(this.settings.lock.ttl, BACKFILL_TTL) });

  private lockOf(database: Database, more: Partial<LeaseLockOptions> = {}): LeaseLock {
    return new LeaseLock(database, {
      ...this.settings.lock,
      interruption: this.interruption,
      closed: this.connection.closed,
      telemetry: this.telemetry,
      ...more,
    });
  }

  /**
   * The schema that the registered entities declare, with some more. What a class declares does not change: it is read once,
   * for as long as the same entities are registered.
   * @throws InvalidOptionsError where `schema.ignore` leaves some of it alone
   */
  readonly declared = (more: readonly EntityClass[]): readonly SchemaModel[] => {
    const entities = [...this.entities(), ...more];
    if (this.known && isSame(entities, this.known.entities)) return this.known.schemas;
    const schemas = this.read(entities);
    this.known = { entities, schemas };
    return schemas;
  };

  private known: { readonly entities: readonly EntityClass[]; readonly schemas: readonly SchemaModel[] } | undefined;

  private read(entities: readonly EntityClass[]): readonly SchemaModel[] {
    const { keyspace, naming, createKeyspace, schema: rules } = this.settings;
    const schemas = parseEntities(entities, { keyspace, naming });
    const problems = schemas.flatMap((schema) => ignoredDeclarations(schema, rules.ignore));
    if (problems.length > 0) throw new InvalidOptionsError(this.name, problems);
    const [own, ...others] = schemas;
    if (!own || !createKeyspace) return [own, ...others].flatMap((schema) => schema ?? []);
    return [{ ...own, replication: canonicalReplication(createKeyspace.replication) }, ...others];
  }

  entities(): readonly EntityClass[] {
    return entitiesOf(this.discovery, this.name);
  }

  migrations(moduleRef: ModuleRef): MigrationSource {
    const { classes, dir, dirOptions } = this.settings.migrations;
    const instantiate = instantiateWith(moduleRef, this.discovery);
    const warn = (message: string) => this.report({ kind: 'migration-log', level: 'warn', message });
    const source = classes
      ? new MigrationClasses(classes, instantiate)
      : new MigrationDirectory(dir, instantiate, { options: dirOptions, warn });
    const { scratch } = this.settings;
    return scratch?.isShared ? new RenamedSource(source, scratch.names) : source;
  }

  private directory: BackfillDirectory | undefined;

  /** Backfills of providers, and of files in the directory `backfills` beside that of the migrations. */
  async backfills(moduleRef: ModuleRef): Promise<Definitions> {
    const { classes, dir } = this.settings.migrations;
    const ofProviders = backfillsIn(this.discovery, this.name);
    const path = join(dirname(resolve(dir)), 'backfills');
    this.directory ??= new BackfillDirectory(path, instantiateWith(moduleRef, this.discovery));
    const ofFiles = classes ? [] : await this.directory.definitions();
    return new Definitions([...ofProviders, ...ofFiles], this.settings.cli && ofProviders.length === 0);
  }
}

// nest-commander is optional, so its runner is known by name only.
function isCommandLine(discovery: DiscoveryService): boolean {
  return discovery.getProviders().some(({ name }) => name === 'CommandRunnerService');
}

const isSame = (some: readonly EntityClass[], others: readonly EntityClass[]): boolean =>
  some.length === others.length && some.every((entity, position) => entity === others[position]);
