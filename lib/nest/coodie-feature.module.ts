import { type DynamicModule, Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { startupError } from './errors.js';
import { checkFeatures, type FeatureEntities } from './feature-entities.js';

/** The entities of one `forFeature`, and the check that a connection will have them, which fails the start. */
@Module({})
export class CoodieFeatureModule {
  static for(feature: FeatureEntities): DynamicModule {
    return {
      module: CoodieFeatureModule,
      providers: [
        { provide: Symbol('coodie:feature'), useValue: feature },
        { provide: Symbol('coodie:feature-check'), inject: [ModulesContainer], useFactory: check },
      ],
    };
  }
}

/** Runs wherever the module is made: also under the testing module, and where it is loaded lazily. */
function check(modules: ModulesContainer): true {
  try {
    checkFeatures(modules);
    return true;
  } catch (error) {
    throw startupError(error);
  }
}
