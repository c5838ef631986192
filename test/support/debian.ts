import { execFileSync } from 'node:child_process';

/**
 * Installs packages of Debian; the suite runs as root, or as a user who needs no password for sudo.
 * @throws Error where that is not so, or the packages cannot be had
 */
export function installFromDebian(...packages: readonly string[]): void {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...parameters: readonly string[]) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', ...parameters];
    execFileSync(command, rest, { stdio: 'pipe', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  };
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
}
