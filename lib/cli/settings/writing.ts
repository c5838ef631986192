import { messageOf } from '../../core/error.js';
import { visible } from '../../core/text/visible.js';
import { UsageError } from './errors.js';

/**
 * Writes files below a path.
 * @throws UsageError if the file system refuses
 */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError([`${visible(path)} cannot be written: ${messageOf(error)}`], {
      hint: 'Check the path and its permissions.',
      cause: error,
    });
  }
}
