// Loaded into the sample application with --import: tells the demo each statement that it sends, by its first word.
import { Client } from 'cassandra-driver';

const { execute, batch } = Client.prototype;

Client.prototype.execute = function (cql, ...more) {
  process.send?.({ verb: /^\w+/.exec(cql.trim())?.[0].toUpperCase() });
  return execute.call(this, cql, ...more);
};

Client.prototype.batch = function (...given) {
  process.send?.({ verb: 'BATCH' });
  return batch.call(this, ...given);
};

process.on('message', () => process.send?.({ counted: true }));
// Listening must not keep the application alive.
process.channel?.unref();
