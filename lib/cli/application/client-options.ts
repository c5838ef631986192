import { readFile } from 'node:fs/promises';
import type { ClientOptions } from 'cassandra-driver';
import { messageOf } from '../../core/error.js';
import { UsageError } from '../settings/errors.js';
import { flagOf } from '../settings/option-definitions.js';
import type { ConnectionSettings, TlsFiles } from '../settings/settings.js';
import { findLocalDataCenter } from './local-data-center.js';

/**
 * Options of the driver that follow from the settings.
 * @throws UsageError for files that cannot be read
 */
export async function clientOptionsOf(connection: ConnectionSettings): Promise<ClientOptions> {
  const { hosts, port, localDc, credentials, tls, secureConnectBundle } = connection;
  const authentication = credentials ? { credentials: { ...credentials } } : {};
  if (secureConnectBundle !== undefined) {
    await readable([['secureConnectBundle', secureConnectBundle]]);
    return { ...authentication, cloud: { secureConnectBundle } };
  }
  const options: ClientOptions = {
    ...authentication,
    ...(tls ? { sslOptions: await tlsOptions(tls) } : {}),
    contactPoints: [...hosts],
    protocolOptions: { port },
  };
  return { ...options, localDataCenter: localDc ?? (await findLocalDataCenter(options)) };
}

async function tlsOptions({ ca, cert, key }: TlsFiles): Promise<NonNullable<ClientOptions['sslOptions']>> {
  const [authority, certificate, privateKey] = await readable([
    ['sslCa', ca],
    ['sslCert', cert],
    ['sslKey', key],
  ]);
  return {
    rejectUnauthorized: true,
    ...(authority ? { ca: [authority] } : {}),
    ...(certificate ? { cert: certificate } : {}),
    ...(privateKey ? { key: privateKey } : {}),
  };
}

type FileOption = 'sslCa' | 'sslCert' | 'sslKey' | 'secureConnectBundle';

/** Reads all of them, and tells of all that cannot be read. */
async function readable(
  files: readonly (readonly [option: FileOption, path: string | undefined])[],
): Promise<readonly (Buffer | undefined)[]> {
  const results = await Promise.allSettled(files.map(([, path]) => readIfNamed(path)));
  const problems = results.flatMap((result, index) => {
    const [option, path] = files[index] ?? ['sslCa', ''];
    return result.status === 'rejected'
      ? [`${flagOf(option)}: ${path} cannot be read: ${messageOf(result.reason)}`]
      : [];
  });
  if (problems.length > 0) throw new UsageError(problems);
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
}

async function readIfNamed(path: string | undefined): Promise<Buffer | undefined> {
  return path === undefined ? undefined : readFile(path);
}
