import { Module, type DynamicModule } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { dashboardController } from './dashboard.controller.js';
import { assertDashboardOptions, type CoodieDashboardOptions } from './dashboard-options.js';
import { DashboardPages } from './dashboard-pages.js';

/**
 * One page that shows connections, migrations, the lock, differences, drift, tables and a diagram. It only reads.
 * @publicApi
 */
@Module({})
export class CoodieDashboardModule {
  /** @throws InvalidDashboardError where there are neither guards nor `public: true` */
  static register(options: CoodieDashboardOptions = {}): DynamicModule {
    assertDashboardOptions(options);
    const { connections, imports = [] } = options;
    return {
      module: CoodieDashboardModule,
      imports,
      controllers: [dashboardController(options)],
      providers: [
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
