import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const REPOSITORY = resolve(__dirname, '../../..');
const BUILT_FILES = ['index.js', 'testing/index.js', 'cli/index.js', 'cli/bin.js'];

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly folder: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, which must be exit code 0; after the timeout it and all that it started are killed. */
export async function run(command: string, parameters: readonly string[], options: RunOptions): Promise<Outcome> {
  const { folder: cwd, timeout, environment } = options;
  const env = { ...process.env, ...environment };
  const child = spawn(command, parameters, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), timeout);
  try {
    const closed = once(child, 'close');
    const [stdout, stderr, [exitCode, signal]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    if (exitCode === 0) return { stdout, stderr };
    const reason = signal ? `was killed by ${signal}; it had ${timeout} ms` : `ended with exit code ${exitCode}`;
    throw new Error(`${command} ${parameters.join(' ')} ${reason}\n${stdout}\n${stderr}`);
  } finally {
    clearTimeout(timer);
  }
}

/** Gives the suite around it a folder, from before its first test until after its last. */
export function useTemporaryFolder(): { readonly path: string } {
  const made = { path: '' };
  beforeAll(async () => {
    made.path = await mkdtemp(join(tmpdir(), 'nestjs-coodie-package-'));
  });
  afterAll(() => rm(made.path, { recursive: true, force: true }));
  return made;
}

/** Packs what is built, without building: other suites are using it. Returns the tarball's path. */
export async function packRepository(folder: string): Promise<string> {
  const missing = BUILT_FILES.filter((file) => !existsSync(join(REPOSITORY, 'dist', file)));
  if (missing.length > 0) {
    throw new Error(`The library is not built, dist has no ${missing.join(', ')}: run "npm run build" first.`);
  }
  const parameters = ['pack', '--ignore-scripts', '--pack-destination', folder];
  await run('npm', parameters, { folder: REPOSITORY, timeout: 60_000 });
  const [tarball] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack has left no tarball.');
  return join(folder, tarball);
}

/** Runs a program that this repository has installed. */
export function runTool(name: string, parameters: readonly string[]): Promise<Outcome> {
  return run(join(REPOSITORY, 'node_modules/.bin', name), parameters, { folder: REPOSITORY, timeout: 60_000 });
}

/** The exact versions that this repository itself is developed with, by package name. */
export function developmentVersions(names: readonly string[]): Record<string, string> {
  const { devDependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Manifest;
  return Object.fromEntries(names.map((name) => [name, devDependencies[name] ?? 'latest']));
}

/** Packages of an application of Nest. */
export const NEST = ['@nestjs/common', '@nestjs/core', '@nestjs/platform-express'];

/** The same as the last release of Nest 11 has them. */
export const NEST_11 = Object.fromEntries(NEST.map((name) => [name, '11.2.10']));

/** Packages beside Nest. The first versions of 20.19 do not compile where their own declarations are checked, too. */
export const BESIDE_NEST = {
  ...developmentVersions(['cassandra-driver', 'reflect-metadata', 'rxjs']),
  '@types/node': '20.19.43',
};

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

export interface Consumer {
  readonly type: 'module' | 'commonjs';
  readonly dependencies: Readonly<Record<string, string>>;
  readonly compilerOptions: object;
  readonly sources: Readonly<Record<string, string>>;
}

/** Writes the application into the folder and installs what it needs from the registry, or from npm's cache. */
export async function installConsumer(consumer: Consumer, folder: string): Promise<void> {
  const { type, dependencies, compilerOptions, sources } = consumer;
  const files = {
    'package.json': JSON.stringify({ name: 'consumer', version: '1.0.0', private: true, type, dependencies }),
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
    ...sources,
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], { folder, timeout: 120_000 });
}

/** Compiles with the application's own TypeScript, or with ours: then nothing can lean on an installed one. */
export async function compileConsumer(folder: string): Promise<void> {
  const compiler = 'node_modules/typescript/bin/tsc';
  const home = existsSync(join(folder, compiler)) ? folder : REPOSITORY;
  await run(process.execPath, [join(home, compiler)], { folder, timeout: 60_000 });
}
