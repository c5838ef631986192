import { type DockerCommandInput, renderDockerArguments } from '../../../lib/testing/embedded/docker-command.js';

const input: DockerCommandInput = {
  image: 'cassandra:5.0.8',
  name: 'nestjs-coodie-1',
  folder: '/tmp/x/node0',
  port: 19042,
  heap: '512m',
  fast: false,
  keepData: false,
};

describe('renderDockerArguments', () => {
  it('runs one named container with our cassandra.yaml, reachable from this machine only', () => {
    expect(renderDockerArguments(input)).toEqual([
      'run',
      '--name=nestjs-coodie-1',
      '--publish=127.0.0.1:19042:19042',
      '--volume=/tmp/x/node0/cassandra.yaml:/coodie/cassandra.yaml:ro',
      '--env=MAX_HEAP_SIZE=512m',
      '--env=HEAP_NEWSIZE=128m',
      expect.stringMatching(/^--env=JVM_EXTRA_OPTS=-Dcassandra.config=file:\/\/\/coodie\/cassandra.yaml -D/),
      'cassandra:5.0.8',
    ]);
  });

  it('is fast only where that was wished', () => {
    const speed = expect.stringContaining('-Dcassandra.unsafesystem=true') as string;
    expect(renderDockerArguments(input)).not.toContainEqual(speed);
    expect(renderDockerArguments({ ...input, fast: true })).toContainEqual(speed);
  });

  it('shows the key files to the container under the same paths', () => {
    const clientEncryption = {
      keystore: '/keys/server.p12',
      keystorePassword: 'secret',
      truststore: '/keys/trust.p12',
    };
    const args = renderDockerArguments({ ...input, clientEncryption });
    expect(args).toContain('--volume=/keys/server.p12:/keys/server.p12:ro');
    expect(args).toContain('--volume=/keys/trust.p12:/keys/trust.p12:ro');
  });

  it('keeps the data outside only where a directory was given', () => {
    expect(renderDockerArguments(input).join(' ')).not.toContain('/var/lib/cassandra');
    expect(renderDockerArguments({ ...input, keepData: true })).toContain(
      '--volume=/tmp/x/node0/data:/var/lib/cassandra',
    );
  });
});
