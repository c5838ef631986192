import picocolors from 'picocolors';

/** Colours, or functions that leave a text as it is. */
export type Paint = ReturnType<typeof picocolors.createColors>;

export const PLAIN: Paint = picocolors.createColors(false);

export interface ColorWish {
  readonly isTerminal: boolean;
  /** False where `--no-color` was said. */
  readonly color: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** picocolors' own rule colours pipes of continuous integrations too; here a pipe has none, unless FORCE_COLOR says so. */
export function paintFor({ isTerminal, color, environment }: ColorWish): Paint {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (!color || NO_COLOR) return PLAIN;
  return picocolors.createColors(Boolean(FORCE_COLOR) || (isTerminal && TERM !== 'dumb'));
}
