import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { types } from 'cassandra-driver';
import { ReviewsService, type NewReview } from './reviews.service.js';

@Controller('products/:id/reviews')
export class ReviewsController {
  constructor(private readonly reviews: ReviewsService) {}

  @Post()
  add(@Param('id', ParseUUIDPipe) id: string, @Body() review: NewReview) {
    return this.reviews.add(types.Uuid.fromString(id), review);
  }

  @Get()
  newest(@Param('id', ParseUUIDPipe) id: string) {
    return this.reviews.newestOf(types.Uuid.fromString(id));
  }
}
