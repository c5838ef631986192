import { spawnSync } from 'node:child_process';

/** A test that runs a program; left out where the program is not installed, and its title says so. */
export function itWith(program: string, title: string, work: () => void): void {
  if (isInstalled(program)) it(title, work);
  else it.skip(`${title} (${program} is not installed here)`, work);
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['-c', 'exit 0']).status === 0;
}
