import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { show, showLine } from './stage.mjs';

/** Runs the sample application's own command line, shows what it says, and makes sure how it ended. */
export async function coodie(words, { cli, env, exitCode = 0 }) {
  showLine(`$ npm run coodie -- ${words}`);
  const child = spawn(process.execPath, [cli, ...words.split(' ')], {
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => (said.text += chunk));
  }
  const [code] = await once(child, 'close');
  show(said.text);
  assert.equal(code, exitCode, `coodie ${words} ended with ${code}, not ${exitCode}`);
  return said.text;
}
