import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { say, show, showLine } from './stage.mjs';

const COUNTER = new URL('count-statements.mjs', import.meta.url).href;
const DDL = ['CREATE', 'ALTER', 'DROP', 'TRUNCATE'];

/** The sample application, as a process of its own, that has said where it listens. */
export class Application {
  lines = [];
  verbs = [];

  /** @param {{ main: string, env: NodeJS.ProcessEnv }} options */
  static async start({ main, env }) {
    const application = new Application();
    application.child = spawn(process.execPath, ['--import', COUNTER, main], {
      env: { ...process.env, ...env, PORT: '0', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    application.child.on('message', ({ verb }) => verb && application.verbs.push(verb));
    application.url = await application.untilListening();
    await application.untilCounted();
    return application;
  }

  get schemaChanges() {
    return this.verbs.filter((verb) => DDL.includes(verb)).length;
  }

  async get(path) {
    return this.ask(path);
  }

  async post(path, body) {
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }

  /** What was sent before is told before this is answered: standard output may be faster than the counter. */
  async untilCounted() {
    const counted = new Promise((resolve) => {
      this.child.on('message', (message) => message.counted && resolve());
    });
    this.child.send('count');
    await counted;
  }

  async ask(path, options = {}) {
    const response = await fetch(new URL(path, this.url), options);
    const text = await response.text();
    showLine(`${options.method ?? 'GET'} ${path}${options.body ? ` ${options.body}` : ''}`);
    show(`${response.status} ${text}`);
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
    return JSON.parse(text);
  }

  /** Nest's own lines about modules and routes are left out. */
  async untilListening() {
    for await (const line of createInterface({ input: this.child.stdout })) {
      const [, level, context, text] = /(LOG|WARN|ERROR|DEBUG) \[(\w+)\] (.*?)(?: \+\d+ms)?$/.exec(line) ?? [];
      if (level === 'LOG' && context !== 'Coodie' && context !== 'Catalog') continue;
      if (level === 'DEBUG') continue;
      this.lines.push(text ?? line);
      showLine(text === undefined ? line : `${level.padEnd(4)} [${context}] ${text}`);
      const url = /listening on (\S+)$/.exec(text ?? '')?.[1];
      if (url === undefined) continue;
      say();
      return url;
    }
    throw new Error('The application ended before it listened.');
  }
}
