import { execFile } from 'node:child_process';

export type ToolResult =
  | { readonly kind: 'done'; readonly output: string }
  | { readonly kind: 'failed'; readonly output: string }
  | { readonly kind: 'missing' };

/** Runs a program to its end; `output` is what it printed on both streams. Never throws. */
export async function runTool(command: string, args: readonly string[], folder?: string): Promise<ToolResult> {
  // The environment is named because a caller may see a copy of the real one, as tests under Jest do.
  const options = { cwd: folder, env: process.env, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      if (!error) resolve({ kind: 'done', output });
      else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
      else resolve({ kind: 'failed', output: output || error.message });
    });
  });
}

/** The last lines of a text. */
export function tail(text: string, lines = 25): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
