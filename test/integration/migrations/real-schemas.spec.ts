import { splitScript } from '../../../lib/core/cql/split-script.js';
import { MigrationService } from '../../../lib/index.js';
import { withApplication } from '../../support/application.js';
import { useKeyspace } from '../../support/cassandra.js';
import { useMigrationsDirectory } from '../../support/migrations-directory.js';
import { adapt, describeProjects, migrationName } from '../../support/real-projects.js';
import { itOn } from '../../support/server-version.js';

/** Masked columns, vectors and storage-attached indexes came with 5.0. */
const SINCE: Readonly<Record<string, string>> = { 'killrvideo-v5': '5.0' };

describeProjects('the files of $name', ({ name, files }) => {
  const keyspace = useKeyspace('real');
  const directory = useMigrationsDirectory();

  itOn({ since: SINCE[name] }, 'run as migrations, each statement of each of them', async () => {
    const adapted = files.map((file) => adapt(file, keyspace.name));
    for (const { name: file, leftOut } of adapted.filter(({ leftOut }) => leftOut.length > 0)) {
      process.stderr.write(`${name}/${file}: run without ${leftOut.map((cql) => cql.split('\n')[0]).join('; ')}\n`);
    }
    adapted.forEach(({ text }, index) => {
      directory.write(`${migrationName(index)}.cql`, `-- allow-destructive\n-- upgrade\n${text}`);
    });
    const results = await withApplication({ keyspace: keyspace.name, migrations: { dir: directory.path } }, [], (app) =>
      app.get(MigrationService).apply(),
    );
    expect(results.map((result) => [result.name, result.statements])).toEqual(
      adapted.map(({ text }, index) => [migrationName(index), [...new Set(splitScript(text).map(({ cql }) => cql))]]),
    );
  });
});
