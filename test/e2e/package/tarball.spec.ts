import { packRepository, run, runTool, useTemporaryFolder } from './consumer.js';

describe('the tarball', () => {
  const folder = useTemporaryFolder();
  const made = { tarball: '' };
  beforeAll(async () => {
    made.tarball = await packRepository(folder.path);
  });

  it('contains the build, the schematics, the documentation, the manifest and four texts, and nothing else', async () => {
    const { stdout } = await run('tar', ['-tzf', made.tarball], { folder: folder.path, timeout: 30_000 });
    const files = stdout
      .trim()
      .split('\n')
      .map((file) => file.replace(/^package\//, ''));
    const others = files.filter(
      (file) => !/^(dist\/(.+\.(js|d\.ts)|schematics\/[a-z.]+\.json)|docs\/[a-z-]+\.md)$/.test(file),
    );
    expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']);
  });

  it('is published as publint wants it', async () => {
    const { stdout } = await runTool('publint', ['run', made.tarball, '--strict']);
    expect(stdout).toContain('All good!');
  });

  it('resolves to right types from every kind of project', async () => {
    const { stdout } = await runTool('attw', [made.tarball, '--ignore-rules', 'cjs-resolves-to-esm']);
    expect(stdout).toContain('No problems found');
  });
});
