import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { types } from 'cassandra-driver';
import { found } from '../found.js';
import { ProductsService, type NewProduct } from './products.service.js';

@Controller('products')
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Post()
  add(@Body() product: NewProduct) {
    return this.products.add(product);
  }

  @Get()
  listOfBrand(@Query('brand') brand: string) {
    return this.products.listOfBrand(brand);
  }

  @Get('by-slug/:slug')
  async findBySlug(@Param('slug') slug: string) {
    return found(await this.products.findBySlug(slug));
  }

  @Get(':id')
  async find(@Param('id', ParseUUIDPipe) id: string) {
    return found(await this.products.find(types.Uuid.fromString(id)));
  }
}
