import { Migration, ServiceNotFoundError } from '../../../lib/index.js';
import { loadClass } from '../../../lib/migrations/source/load-code.js';

class Clock {}
class Tick extends Migration {
  constructor(readonly clock: Clock) {
    super();
  }
  override async upgrade(): Promise<void> {}
}

it('names the file and the service where a migration asks for one that is not there, and says what to do', async () => {
  const entry = { name: '20260101_001_tick', kind: 'ts', origin: '20260101_001_tick.ts', checksum: '' } as const;
  const instantiate = () => Promise.reject(new ServiceNotFoundError('Clock', undefined));
  await expect(loadClass(entry, Tick, instantiate)).rejects.toMatchObject({
    code: 'COODIE_MIGRATION_LOAD',
    message: '20260101_001_tick.ts cannot be loaded: it asks for Clock, which no module of the application provides',
    hint: 'List Clock in the providers of a module that the application imports.',
  });
});
