/**
 * Program of the process between us and the servers, run by `node -e`: given as text because it needs no file of its own,
 * whatever bundler or transform the caller uses. Each message of ours starts a server, and it reports what becomes of
 * them. When we disconnect, because we asked or because we died, even of SIGKILL, it ends every server, removes the
 * folder, and goes.
 */
export const SUPERVISOR_SCRIPT = String.raw`
const { spawn, spawnSync } = require('node:child_process');
const { appendFileSync, openSync, closeSync, rmSync } = require('node:fs');
const { folder, gentle, cleanup } = JSON.parse(process.argv[1]);
const servers = new Map();
let ending = false;

const report = (event) => process.connected && process.send(event, () => {});

function run({ node, command, args, cwd, log }) {
  const output = openSync(log, 'w');
  const server = spawn(command, args, { cwd, stdio: ['ignore', output, output] });
  closeSync(output);
  servers.set(node, server);
  report({ kind: 'running', node, pid: server.pid });
  const gone = () => {
    if (!servers.delete(node)) return;
    report({ kind: 'gone', node });
    if (ending) leaveWhenEmpty();
  };
  server.on('exit', gone).on('error', (error) => {
    appendFileSync(log, String(error));
    gone();
  });
}

function end() {
  if (ending) return;
  ending = true;
  for (const server of servers.values()) {
    if (gentle) server.kill('SIGCONT');
    server.kill(gentle ? 'SIGTERM' : 'SIGKILL');
  }
  setTimeout(() => servers.forEach((server) => server.kill('SIGKILL')), 15000).unref();
  leaveWhenEmpty();
}

function leaveWhenEmpty() {
  if (servers.size > 0) return;
  for (const [command, ...args] of cleanup) spawnSync(command, args, { stdio: 'ignore' });
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  if (process.connected) process.disconnect();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
process.on('message', (server) => ending || run(server)).on('disconnect', end);
`;
