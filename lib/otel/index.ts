export { CoodieOtelModule } from './coodie-otel.module.js';
