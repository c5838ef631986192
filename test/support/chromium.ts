import { existsSync } from 'node:fs';
import { installFromDebian } from './debian.js';

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of Chromium, which is installed from Debian's packages where there is none and it can be. */
export function chromium(): string {
  return found() ?? installed();
}

const found = () => PLACES.find((path): path is string => path !== undefined && existsSync(path));

function installed(): string {
  try {
    installFromDebian('chromium', 'fonts-dejavu-core');
  } catch (cause) {
    throw new Error(`There is no Chromium, and it cannot be installed here. Set CHROMIUM to its path.`, { cause });
  }
  const path = found();
  if (path === undefined) throw new Error('The package chromium has left none of the programs that are looked for.');
  return path;
}
