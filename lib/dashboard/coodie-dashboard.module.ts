import { Module, type DynamicModule } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { dashboardController } from './dashboard.controller.js';
import { assertDashboardOptions, type CoodieDashboardOptions } from './dashboard-options.js';
import { StartCheck } from '../nest/feature-entities.js';
import { assertConnections, DashboardPages } from './dashboard-pages.js';

/**
 * One page that shows connections, tenants, migrations, backfills, the lock, differences, drift, tables and a diagram. It only reads.
 * @publicApi
 */
@Module({})
export class CoodieDashboardModule {
  /** @throws InvalidDashboardError where there are neither guards nor `public: true` */
  static register(options: CoodieDashboardOptions = {}): DynamicModule {
    assertDashboardOptions(options);
    const { connections, imports = [] } = options;
    const check = new StartCheck((modules) => assertConnections(connections ?? [], modules));
    return {
      module: CoodieDashboardModule,
      imports,
      controllers: [dashboardController(options)],
      providers: [
        { provide: Symbol('coodie:dashboard-check'), useValue: check },
        {
          provide: DashboardPages,
          inject: [ModulesContainer, ModuleRef],
          useFactory: (modules: ModulesContainer, moduleRef: ModuleRef) =>
            new DashboardPages(modules, moduleRef, connections),
        },
      ],
    };
  }
}
