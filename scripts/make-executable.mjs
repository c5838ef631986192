// The compiler writes no executable bit, which `npx coodie` needs where the package is linked and not installed.
import { chmodSync } from 'node:fs';

chmodSync(new URL('../dist/cli/bin.js', import.meta.url), 0o755);
