export { CoodieHealthIndicator, type IsReadyOptions, type IsUpOptions } from './coodie-health-indicator.js';
export { CoodieTerminusModule } from './coodie-terminus.module.js';
