import { NotFoundException } from '@nestjs/common';

/** A row that was asked for by its key, or 404. */
export function found<T>(row: T | undefined | null): T {
  if (row === undefined || row === null) throw new NotFoundException();
  return row;
}
