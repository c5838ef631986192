/** Options that people look for in the wrong place, or know by another library's name, and the right ones. */
type Strays = Readonly<Record<string, string>>;

export const ROOT_STRAYS: Strays = {
  onBootstrap: 'schema.onBootstrap or migrations.onBootstrap',
  synchronize: "schema: { onBootstrap: 'sync' }",
  sync: "schema: { onBootstrap: 'sync' }",
  autoSync: "schema: { onBootstrap: 'sync' }",
  when: 'schema.when',
  allow: 'schema.allow',
  ignore: 'schema.ignore',
  drop: 'schema.drop',
  dropRemovedIndexes: 'schema.dropRemovedIndexes',
  migrationsRun: "migrations: { onBootstrap: 'apply' }",
  runMigrations: "migrations: { onBootstrap: 'apply' }",
  dir: 'migrations.dir',
  baseDir: 'migrations.baseDir',
  migrationsDir: 'migrations.dir',
  outOfOrder: 'migrations.outOfOrder',
  ttl: 'lock.ttl',
  lockTtl: 'lock.ttl',
  lockWait: 'lock.wait',
  attempts: 'connect.attempts',
  retryAttempts: 'connect.attempts',
  retryDelay: 'connect.delay',
  delay: 'connect.delay',
  lazy: 'connect.lazy',
  host: 'client.contactPoints',
  hosts: 'client.contactPoints',
  contactPoints: 'client.contactPoints',
  localDataCenter: 'client.localDataCenter',
  clientOptions: 'client',
  credentials: 'client.credentials',
  replication: 'createKeyspace.replication',
  entities: 'CoodieModule.forFeature([…])',
  autoLoadEntities: 'CoodieModule.forFeature([…])',
  isGlobal: 'isGlobal beside useFactory, not in what it returns',
};

export const SCHEMA_STRAYS: Strays = {
  synchronize: "schema: { onBootstrap: 'sync' }",
  sync: "schema: { onBootstrap: 'sync' }",
  mode: 'schema.onBootstrap',
  autoSync: "schema: { onBootstrap: 'sync' }",
  entities: 'CoodieModule.forFeature([…])',
};

export const MIGRATIONS_STRAYS: Strays = {
  directory: 'migrations.dir',
  folder: 'migrations.dir',
  path: 'migrations.dir',
  migrationsDir: 'migrations.dir',
  run: "migrations: { onBootstrap: 'apply' }",
  migrationsRun: "migrations: { onBootstrap: 'apply' }",
  autoRun: "migrations: { onBootstrap: 'apply' }",
};

export const CLIENT_STRAYS: Strays = {
  host: 'client.contactPoints',
  hosts: 'client.contactPoints',
  nodes: 'client.contactPoints',
  dataCenter: 'client.localDataCenter',
  datacenter: 'client.localDataCenter',
  localDc: 'client.localDataCenter',
  dc: 'client.localDataCenter',
  port: 'client.protocolOptions.port',
  username: 'client.credentials.username',
  user: 'client.credentials.username',
  password: 'client.credentials.password',
  auth: 'client.authProvider',
  ssl: 'client.sslOptions',
  tls: 'client.sslOptions',
};
