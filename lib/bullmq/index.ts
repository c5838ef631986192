export { CoodieBackfillModule, type CoodieBackfillOptions } from './coodie-backfill.module.js';
