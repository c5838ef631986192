export { CoodieBackfillModule, type CoodieBackfillOptions } from './coodie-backfill.module.js';
export { QueueUnusableError } from './errors.js';
