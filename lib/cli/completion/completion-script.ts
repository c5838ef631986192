import { bashScript } from './bash-script.js';
import type { CommandNode } from './command-tree.js';
import { fishScript } from './fish-script.js';
import { zshScript } from './zsh-script.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

const SCRIPTS: Readonly<Record<Shell, (program: CommandNode) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Script that teaches a shell the commands of a program. It starts no process of Node's and asks no database. */
export function completionScript(shell: Shell, program: CommandNode): string {
  return SCRIPTS[shell](program);
}
