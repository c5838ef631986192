import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { EmbeddedCassandra } from '../../../lib/testing/index.js';
import { CREATE_REVIEWS } from './files.js';
import { useProject } from './project.js';

/** It comes with Java. */
const KEYTOOL = 'keytool';

describe('coodie and a server that wants a password and TLS', () => {
  const project = useProject({
    'migrations/20260101_001_create_reviews.cql': CREATE_REVIEWS,
    'other.pem': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
  });
  let server: EmbeddedCassandra;

  beforeAll(async () => {
    const keystore = makeCertificate(project.path);
    const clientEncryption = { keystore, keystorePassword: 'keystore' };
    server = await EmbeddedCassandra.start({ authentication: true, clientEncryption, fast: true });
  });
  afterAll(() => server?.stop());

  const status = (args: readonly string[], password = 'cassandra') =>
    project.coodie(
      [
        'migrate',
        'status',
        '--keyspace',
        'system',
        '--hosts',
        server.contactPoints.join(),
        '--username',
        'cassandra',
        ...args,
      ],
      { COODIE_PASSWORD: password },
    );

  it('gets in with both', async () => {
    const { code, stdout, stderr } = await status(['--ssl-ca', 'server.pem']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('1 pending');
  });

  it.each([[[]], [['--verbose']], [['--json']]])('never shows a password that is wrong (%j)', async (args) => {
    const { code, stdout, stderr } = await status(['--ssl-ca', 'server.pem', ...args], 'a-secret');
    expect(code).toBe(1);
    expect(stderr).toContain('refused the credentials');
    expect(stdout + stderr).not.toContain('a-secret');
  });

  it('does not trust a server that nobody vouches for', async () => {
    const { code, stderr } = await status(['--ssl-ca', join(project.path, 'other.pem')]);
    expect(code).toBe(1);
    expect(stderr).toContain('✖ ');
  });
});

/** A certificate for 127.0.0.1 that vouches for itself. */
function makeCertificate(directory: string): string {
  const keystore = join(directory, 'server.p12');
  const common = ['-keystore', keystore, '-storepass', 'keystore', '-alias', 'server'];
  const keytool = (...args: readonly string[]) => execFileSync(KEYTOOL, [...args, ...common], { stdio: 'pipe' });
  keytool(
    '-genkeypair',
    '-keyalg',
    'RSA',
    '-storetype',
    'PKCS12',
    '-dname',
    'CN=localhost',
    '-ext',
    'SAN=ip:127.0.0.1',
    '-validity',
    '30',
  );
  keytool('-exportcert', '-rfc', '-file', join(directory, 'server.pem'));
  return keystore;
}
