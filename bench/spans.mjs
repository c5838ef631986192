// What the spans of a start cost: an application that boots, finds nothing to do and closes, with CoodieOtelModule and without
// it. The SDK records spans in both cases.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { CoodieOtelModule } from '../dist/otel/index.js';
import { entitiesOf, withApplication } from './application.mjs';
import { inFreshKeyspace, inTurn, spent, withClient } from './measure.mjs';

const TABLES = 20;
const ROUNDS = 60;

/** Row of the processor time of an unchanged start. */
export function spans(options) {
  return withClient(options, (client) =>
    inFreshKeyspace(client, 1, async (keyspace) => {
      const names = [];
      const sdk = started(names);
      const entities = entitiesOf(TABLES, { indexes: 0 });
      const start = async (imports) => {
        const module = { client: options, keyspace, onBootstrap: 'sync', imports };
        return (await spent(() => withApplication(module, entities, async () => {}))).cpu;
      };
      try {
        await start([]);
        const times = await inTurn(
          ROUNDS,
          () => start([CoodieOtelModule]),
          () => start([]),
        );
        const what = `unchanged start with spans against one without, ${TABLES} tables, processor time`;
        const statements = `${names.length / (ROUNDS + 1)} spans`;
        return { what, coodie: times.first, bare: times.second, statements, bound: 'at most 1.02' };
      } finally {
        await sdk.shutdown();
      }
    }),
  );
}

/** An SDK that keeps the names of the spans that ended, and sends nothing. */
function started(names) {
  Object.assign(process.env, { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' });
  const spanProcessors = [
    { onStart() {}, onEnd: ({ name }) => names.push(name), shutdown: async () => {}, forceFlush: async () => {} },
  ];
  const sdk = new NodeSDK({ spanProcessors, autoDetectResources: false, instrumentations: [] });
  sdk.start();
  return sdk;
}
