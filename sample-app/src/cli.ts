import 'reflect-metadata';
import { runCli } from 'nestjs-coodie/cli';
import { AppModule } from './app.module.js';

await runCli(AppModule);
