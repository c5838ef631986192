import { type JavaCommandInput, renderJavaArguments } from '../../../lib/testing/embedded/java-command.js';

const input: JavaCommandInput = {
  javaMajor: 17,
  jars: '/cache/5.0.8',
  agent: '/cache/5.0.8/jamm-0.4.0.jar',
  folder: '/tmp/a folder/node0',
  heap: '512m',
  nodes: 1,
  fast: false,
};

const SECURITY_MANAGER = '-Djava.security.manager=allow';

describe('renderJavaArguments', () => {
  it('ends with the class path and the main class', () => {
    expect(renderJavaArguments(input).slice(-3)).toEqual([
      '-cp',
      '/cache/5.0.8/*',
      'org.apache.cassandra.service.CassandraDaemon',
    ]);
  });

  it('keeps everything in the folder of the node, whatever is in its name', () => {
    expect(renderJavaArguments(input)).toEqual(
      expect.arrayContaining([
        '-javaagent:/cache/5.0.8/jamm-0.4.0.jar',
        '-Dcassandra.config=file:///tmp/a%20folder/node0/cassandra.yaml',
        '-Dlogback.configurationFile=file:///tmp/a%20folder/node0/logback.xml',
        '-Dcassandra.storagedir=/tmp/a folder/node0/data',
        '-Djava.io.tmpdir=/tmp/a folder/node0/tmp',
        '-Xmx512m',
      ]),
    );
  });

  it('opens no port for JMX, which would clash', () => {
    expect(renderJavaArguments(input).filter((argument) => argument.includes('jmx.'))).toEqual([
      '--add-exports=java.management.rmi/com.sun.jmx.remote.internal.rmi=ALL-UNNAMED',
      '--add-exports=java.management/com.sun.jmx.remote.security=ALL-UNNAMED',
    ]);
  });

  it.each([
    [8, false, false],
    [11, true, false],
    [17, true, false],
    [18, true, true],
    [21, true, true],
  ])('on Java %i opens modules: %p, allows a security manager: %p', (javaMajor, modules, manager) => {
    const args = renderJavaArguments({ ...input, javaMajor });
    expect(args.some((argument) => argument.startsWith('--add-opens='))).toBe(modules);
    expect(args.includes(SECURITY_MANAGER)).toBe(manager);
  });

  it('gives several nodes the time to meet', () => {
    expect(renderJavaArguments(input)).toContain('-Dcassandra.ring_delay_ms=0');
    expect(renderJavaArguments({ ...input, nodes: 3 })).toContain('-Dcassandra.ring_delay_ms=2000');
  });

  it('lets a node of several that was paused ask for the schema of the others soon', () => {
    const soon = '-Dcassandra.migration_delay_ms=1000';
    expect(renderJavaArguments({ ...input, nodes: 3 })).toContain(soon);
    expect(renderJavaArguments(input)).not.toContain(soon);
  });

  it.each([
    '-Dcassandra.unsafesystem=true',
    '-Dcassandra.test.flush_local_schema_changes=false',
    '-Dcassandra.skip_sync=true',
    '-Dorg.apache.cassandra.disable_mbean_registration=true',
  ])('gives up durability and JMX only where speed was wished: %s', (property) => {
    expect(renderJavaArguments(input)).not.toContain(property);
    expect(renderJavaArguments({ ...input, fast: true })).toContain(property);
  });
});
