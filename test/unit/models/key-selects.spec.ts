import { ConnectionModels } from '../../../lib/models/connection-models.js';
import { q, type Model } from '../../../lib/models/index.js';
import type { ModelClient } from '../../../lib/models/table-reader.js';
import { ENTITIES, Reading } from '../../integration/models/entities.js';

type Sent = readonly [cql: string, params: readonly unknown[]];

/** A model over a server without rows, and what it is asked. */
function modelOfReadings(): { readonly readings: Model<Reading>; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const execute = (cql: string, params: readonly unknown[]) => {
    sent.push([cql, params]);
    return Promise.resolve({ rows: [] });
  };
  const client = { execute, batch: jest.fn(), connect: () => Promise.resolve() } as unknown as ModelClient;
  const models = new ConnectionModels({ client, entities: () => ENTITIES, scope: { keyspace: 'shop' } });
  return { readings: models.model<Reading>(Reading), sent };
}

const ALL = 'SELECT sensor_id, taken_no, measured_value FROM shop.reading WHERE sensor_id = ? AND taken_no = ?';

describe('a read by key', () => {
  it('is one statement, whatever the order in which the key is written, with values in the order of the key', async () => {
    const { readings, sent } = modelOfReadings();
    await readings.get({ sensorId: 1, takenNo: 2 });
    await readings.get({ takenNo: 4, sensorId: 3 });
    expect(sent).toEqual([
      [ALL, [1, 2]],
      [ALL, [3, 4]],
    ]);
  });

  it('reads the fields of each call, and those of no other', async () => {
    const { readings, sent } = modelOfReadings();
    const key = { sensorId: 1, takenNo: 2 };
    await readings.get(key, { fields: ['measuredValue'] });
    await readings.get(key, { fields: ['takenNo', 'measuredValue'] });
    await readings.get(key, { fields: ['measuredValue'] });
    await readings.get(key);
    expect(sent.map(([cql]) => cql.split(' FROM ')[0])).toEqual([
      'SELECT measured_value',
      'SELECT taken_no, measured_value',
      'SELECT measured_value',
      'SELECT sensor_id, taken_no, measured_value',
    ]);
  });

  it('is in the keyspace that the model is bound to', async () => {
    const { readings, sent } = modelOfReadings();
    const key = { sensorId: 1, takenNo: 2 };
    await readings.get(key);
    await readings.in('acme').get(key);
    await readings.in('globex').get(key);
    expect(sent.map(([cql]) => /FROM (\w+)\./.exec(cql)?.[1])).toEqual(['shop', 'acme', 'globex']);
  });

  it('keeps no statement of a key with conditions for one with values', async () => {
    const { readings, sent } = modelOfReadings();
    await readings.get({ sensorId: 1, takenNo: q.gt(2) as never });
    await readings.get({ sensorId: 1, takenNo: 2 });
    expect(sent).toEqual([
      [ALL.replace('taken_no = ?', 'taken_no > ?'), [1, 2]],
      [ALL, [1, 2]],
    ]);
  });
});
