import { relative } from 'node:path';
import { visible } from '../core/text/visible.js';

/** A path in a message: relative to the working directory. */
export const shownPath = (path: string): string => visible(relative(process.cwd(), path));
