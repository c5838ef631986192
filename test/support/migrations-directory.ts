import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MigrationsDirectory {
  readonly path: string;
  write(fileName: string, text: string): void;
  remove(fileName: string): void;
}

/** A directory of migrations for the suite around it; removed afterwards. */
export function useMigrationsDirectory(): MigrationsDirectory {
  const path = mkdtempSync(join(tmpdir(), 'coodie-migrations-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write: (fileName, text) => writeFileSync(join(path, fileName), text),
    remove: (fileName) => rmSync(join(path, fileName)),
  };
}
