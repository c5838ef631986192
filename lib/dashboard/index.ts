export { CoodieDashboardModule } from './coodie-dashboard.module.js';
export type { CoodieDashboardOptions } from './dashboard-options.js';
export { InvalidDashboardError } from './dashboard-options.js';
