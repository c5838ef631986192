import { Module } from '@nestjs/common';
import { CoodieModule } from 'nestjs-coodie';
import { Dimensions } from './dimensions.type.js';
import { Product } from './product.entity.js';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';
import { Slugs } from './slugs.js';

@Module({
  imports: [CoodieModule.forFeature([Product, Dimensions])],
  controllers: [ProductsController],
  providers: [ProductsService, Slugs],
})
export class ProductsModule {}
