import { Module, type LoggerService, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** Boots and closes an application; answers what coodie wrote to Nest's log, a line each: `WARN text`. */
export async function logOf(metadata: ModuleMetadata): Promise<readonly string[]> {
  const lines: string[] = [];
  class AppModule {}
  Module(metadata)(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: into(lines) });
  await app.close();
  return lines;
}

/** A logger that keeps what coodie tells: the last parameter of a call is the context of the logger. */
export function into(lines: string[]): LoggerService {
  const level =
    (name: string) =>
    (message: unknown, ...more: readonly unknown[]): void => {
      if (more.at(-1) === 'Coodie') lines.push(`${name} ${String(message)}`);
    };
  return { log: level('LOG'), warn: level('WARN'), error: level('ERROR'), debug: () => {} };
}
