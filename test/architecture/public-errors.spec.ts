import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as root from '../../lib/index.js';
import * as bullmq from '../../lib/bullmq/index.js';
import * as dashboard from '../../lib/dashboard/index.js';
import * as models from '../../lib/models/index.js';
import * as testing from '../../lib/testing/index.js';

const LIB = join(__dirname, '../../lib');

/** The errors of the command line end in an exit code: nobody can catch them. */
const CAUGHT_NOWHERE = ['cli'];

/** Every class of errors that some module of lib exports. */
async function errorClasses(): Promise<readonly (typeof root.CoodieError)[]> {
  const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /error[^/]*\.ts$/.test(file) && !CAUGHT_NOWHERE.includes(file.split('/')[0] ?? ''),
  );
  const modules = await Promise.all(files.map((file) => import(join(LIB, file)) as Promise<object>));
  return [...new Set(modules.flatMap((module) => Object.values(module) as unknown[]))].filter(isErrorClass);
}

function isErrorClass(value: unknown): value is typeof root.CoodieError {
  return typeof value === 'function' && value.prototype instanceof root.CoodieError;
}

describe('the errors that an application can meet', () => {
  it('can be told by their class: each is exported', async () => {
    const classes = await errorClasses();
    expect(classes.length).toBeGreaterThan(50);
    const exported: readonly unknown[] = [root, bullmq, dashboard, models, testing].flatMap((entry) =>
      Object.values(entry),
    );
    expect(classes.filter((error) => !exported.includes(error)).map(({ name }) => name)).toEqual([]);
  });
});
