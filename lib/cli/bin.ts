#!/usr/bin/env node
import { createRequire } from 'node:module';
import { tolerate } from './terminal/tolerate.js';

// Before anything is written: the reader may be gone.
tolerate(process.stdout, process.stderr);

// nest-commander is an optional peer: who installs coodie for the application alone has no command line.
if (isInstalled('nest-commander')) {
  const { runCli } = await import('./index.js');
  await runCli();
} else {
  process.stderr.write('✖ The command line needs a package that is not installed: npm install nest-commander\n');
  process.exitCode = 1;
}

// An application may leave a timer or a connection open. The process does not wait for those once the output is written and the exit code is set.
process.stdout.write('', () => setTimeout(() => process.exit(), 2_000).unref());

function isInstalled(name: string): boolean {
  try {
    return createRequire(import.meta.url).resolve(name) !== '';
  } catch {
    return false;
  }
}
