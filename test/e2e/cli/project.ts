import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { runNode, type Ended } from '../../support/run-node.js';

const ROOT = resolve(__dirname, '../../..');
const BIN = join(ROOT, 'dist/cli/bin.js');

/** Nothing of the developer's own: neither settings nor wishes about colours. */
const CLEAN = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^(COODIE_|NO_COLOR|FORCE_COLOR|DEBUG|NODE_OPTIONS)/.test(name))
    .map((name) => [name, undefined]),
);

export interface Project {
  readonly path: string;
  write(file: string, text: string): void;
  remove(file: string): void;
  /** `coodie …args` as a process of its own, in a pipe. */
  coodie(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended>;
  /** The same with a script of the project instead. */
  node(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended>;
  /** The same, running; a script may be loaded before it. */
  start(args: readonly string[], preload?: string): Running;
}

export interface Running {
  /** Resolves once it has printed that. */
  printed(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** A user's project for the suite around it: a directory with the packages installed; removed afterwards. */
export function useProject(files: Readonly<Record<string, string>> = {}): Project {
  const path = mkdtempSync(join(tmpdir(), 'coodie-project-'));
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  const node = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    runNode(args, { ...CLEAN, ...environment }, 90_000, path);
  return {
    path,
    write,
    remove: (file) => rmSync(join(path, file)),
    node,
    coodie: (args, environment) => node([BIN, ...args], environment),
    start: (args, preload) => {
      const before = preload === undefined ? [] : ['--import', preload];
      return running(
        spawn(process.execPath, [...before, BIN, ...args], { cwd: path, env: { ...process.env, ...CLEAN } }),
      );
    },
  };
}

function running(child: ChildProcessWithoutNullStreams): Running {
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<Ended>((settle) => child.on('close', (code) => settle({ code, ...output })));
  const printed = (text: string): Promise<void> =>
    new Promise((settle, fail) => {
      const look = (): void => {
        if (`${output.stdout}${output.stderr}`.includes(text)) settle();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      void ended.then(({ stdout, stderr }) => fail(new Error(`It ended without "${text}":\n${stdout}${stderr}`)));
      look();
    });
  return { ended, printed, kill: (signal) => child.kill(signal) };
}

/** How to reach the test server, as arguments. */
export function hosts(): readonly string[] {
  return ['--hosts', process.env['CASSANDRA_CONTACT_POINTS'] ?? ''];
}
