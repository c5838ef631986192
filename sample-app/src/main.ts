import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule);
// So that coodie closes its connection when the process is told to end.
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000);
new Logger('Catalog').log(`listening on ${await app.getUrl()}`);
