import { Module } from '@nestjs/common';
import { CoodieModule } from 'nestjs-coodie';
import { catalogOptions } from './catalog-options.js';
import { ProductsModule } from './products/products.module.js';
import { ReviewsModule } from './reviews/reviews.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { UsersModule } from './users/users.module.js';

@Module({
  imports: [
    CoodieModule.forRootAsync({ useFactory: () => catalogOptions(process.env) }),
    ProductsModule,
    ReviewsModule,
    UsersModule,
    SessionsModule,
  ],
})
export class AppModule {}
