import { Global, Module } from '@nestjs/common';
import { OtelTelemetry } from './otel-telemetry.js';

/** COODIE_TELEMETRY of lib/nest. An import at run time would cut one more file off those that every application loads. */
const COODIE_TELEMETRY = Symbol.for('nestjs-coodie:telemetry');

/**
 * Tells OpenTelemetry what coodie does: spans of starts and of runs above those of the driver, and metrics. Without an
 * SDK in the process it does nothing.
 * @publicApi
 */
@Global()
@Module({
  providers: [{ provide: COODIE_TELEMETRY, useFactory: () => new OtelTelemetry() }],
  exports: [COODIE_TELEMETRY],
})
export class CoodieOtelModule {}
