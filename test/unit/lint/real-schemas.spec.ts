import { lintMigrations } from '../../../lib/core/lint/lint-migrations.js';
import { adapt, describeProjects, migrationName } from '../../support/real-projects.js';

describeProjects('what the rules say about $name', ({ files }) => {
  it('is no error, as a server takes all of it', () => {
    // What the run itself refuses is taken out, as in the integration tests, which run the files.
    const inputs = files.map((file, index) => {
      const text = `-- allow-destructive\n${adapt(file, 'real').text}`;
      return { form: 'script', name: migrationName(index), origin: file.name, text } as const;
    });
    const findings = lintMigrations(inputs, { keyspace: 'real' });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([...new Set(findings.map(({ origin }) => origin))]).toEqual(files.map((file) => file.name));
  });

  it('is said of the files as they are, too', () => {
    const inputs = files.map(
      ({ name, text }, index) => ({ form: 'script', name: migrationName(index), origin: name, text }) as const,
    );
    const codes = lintMigrations(inputs).map(({ code }) => code);
    expect(codes).toContain('C103');
    expect(codes).not.toContain('C101');
  });
});
