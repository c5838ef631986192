import { loadClass } from '../../../lib/migrations/source/load-code.js';
import { Migration } from '../../../lib/migrations/source/migration.js';

class Clock {}

class Tick extends Migration {
  constructor(readonly clock: Clock) {
    super();
  }
  async upgrade(): Promise<void> {}
}
Reflect.defineMetadata('design:paramtypes', [Clock], Tick);

it('says which services a migration asks for, and that two trees make two classes, where one is not found', async () => {
  const entry = { name: '20260101_001_tick', kind: 'ts', origin: '20260101_001_tick.ts', checksum: '' } as const;
  const instantiate = () => Promise.reject(new Error('Nest could not find Clock element'));
  await expect(loadClass(entry, Tick, instantiate)).rejects.toMatchObject({
    code: 'COODIE_MIGRATION_LOAD',
    hint: expect.stringMatching(/asks for Clock: .*both from src or both from dist/),
  });
});
