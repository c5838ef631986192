import { auth } from 'cassandra-driver';
import { AuthenticationFailedError } from '../../../lib/index.js';
import { EmbeddedCassandra } from '../../../lib/testing/index.js';
import { withApplication } from '../../support/application.js';

describe('a server that asks for a password', () => {
  let server: EmbeddedCassandra;
  beforeAll(async () => (server = await EmbeddedCassandra.start({ authentication: true, fast: true })));
  afterAll(() => server?.stop());

  const boot = (password: string) =>
    withApplication(
      {
        client: { ...server.clientOptions, authProvider: new auth.PlainTextAuthProvider('cassandra', password) },
        keyspace: 'system',
        connect: { attempts: 5, delay: 60_000 },
      },
      [],
      () => Promise.resolve('booted'),
    );

  it('lets in who knows it', async () => {
    await expect(boot('cassandra')).resolves.toBe('booted');
  });

  it('is not asked again with a wrong one, which never shows', async () => {
    const error: unknown = await boot('a-secret').catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(AuthenticationFailedError);
    expect(JSON.stringify(error) + String(error) + (error as Error).stack).not.toContain('a-secret');
  });

  it('refuses who has no password at all', async () => {
    const { contactPoints, localDataCenter } = server.clientOptions;
    const nobody = withApplication(
      { client: { contactPoints, localDataCenter }, keyspace: 'system' },
      [],
      async () => {},
    );
    await expect(nobody).rejects.toThrow(AuthenticationFailedError);
  });
});
