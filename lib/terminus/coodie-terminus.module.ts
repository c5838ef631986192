import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CoodieHealthIndicator } from './coodie-health-indicator.js';

/**
 * Makes `CoodieHealthIndicator` injectable.
 * @publicApi
 */
@Module({ imports: [TerminusModule], providers: [CoodieHealthIndicator], exports: [CoodieHealthIndicator] })
export class CoodieTerminusModule {}
