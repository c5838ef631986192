import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { shownPath } from './errors.js';

/** Whether two paths are one file, or a source file and what a build made of it, as the project's tsconfig files say. */
export function isSameSource(first: string, second: string): boolean {
  if (first === second) return true;
  return isBuiltFrom(first, second) || isBuiltFrom(second, first);
}

/** Whether `built`, below an output directory, has the place that `source` has below a root directory. */
function isBuiltFrom(built: string, source: string): boolean {
  if (!/\.[cm]?tsx?$/.test(source) || !/\.[cm]?jsx?$/.test(built)) return false;
  return buildsAbove(source).some(({ outDir, roots }) => {
    const place = below(outDir, built);
    return place !== undefined && roots.some((root) => below(root, source) === place);
  });
}

/** The directories whose files are built into this one. */
export function sourceDirectoriesOf(directory: string): readonly string[] {
  const sources = buildsAbove(directory).flatMap(({ outDir, roots }) => {
    const place = below(outDir, directory);
    return place === undefined ? [] : roots.map((root) => join(root, place));
  });
  return [...new Set(sources)].filter((source) => source !== directory && existsSync(source));
}

/** The path without its ending, relative to a directory that contains it. */
function below(directory: string, path: string): string | undefined {
  const place = relative(directory, path);
  if (place.startsWith('..') || isAbsolute(place)) return undefined;
  return place.replace(/\.[cm]?[jt]sx?$/, '');
}

/** How files of a project are built. */
interface Build {
  readonly outDir: string;
  /** Without `rootDir`, TypeScript takes the directory that all sources have in common. */
  readonly roots: readonly string[];
}

function buildsAbove(path: string): readonly Build[] {
  const directories = ancestors(dirname(path)).filter((directory) => !directory.includes(`${sep}node_modules${sep}`));
  return directories.flatMap((directory) => tsconfigs(directory).map(buildOf));
}

function ancestors(directory: string): readonly string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...ancestors(above)];
}

function tsconfigs(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((file) => /^tsconfig(?:\.[\w-]+)?\.json$/.test(file))
      .map((file) => join(directory, file));
  } catch {
    return [];
  }
}

function buildOf(path: string): Build {
  const { outDir = join(dirname(path), 'dist'), rootDir } = directoriesIn(path, new Set());
  return { outDir, roots: rootDir === undefined ? [dirname(path), join(dirname(path), 'src')] : [rootDir] };
}

type Directories = Partial<Pick<Build, 'outDir'>> & { readonly rootDir?: string };

/** The nearest settings win over those of the files that it extends; paths are relative to the file that has them. */
function directoriesIn(path: string, seen: Set<string>): Directories {
  if (seen.has(path)) return {};
  seen.add(path);
  const { extends: bases, compilerOptions = {} } = parse(path);
  const inherited = [bases ?? []].flat().map((base) => directoriesIn(resolveBase(path, base), seen));
  const own = Object.entries(compilerOptions).filter(
    ([key, value]) => (key === 'outDir' || key === 'rootDir') && typeof value === 'string',
  );
  const here = own.map(([key, value]) => [key, resolve(dirname(path), String(value))]);
  return Object.assign({}, ...inherited, Object.fromEntries(here)) as Directories;
}

function resolveBase(path: string, base: string): string {
  if (!/^\.{0,2}[\\/]/.test(base)) return inPackage(path, base);
  const resolved = resolve(dirname(path), base);
  return existsSync(resolved) ? resolved : `${resolved}.json`;
}

function inPackage(path: string, base: string): string {
  try {
    return createRequire(path).resolve(base);
  } catch {
    return base;
  }
}

interface TsConfig {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** These files are JSON with comments and trailing commas. */
function parse(path: string): TsConfig {
  try {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    const plain = text.replaceAll(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[^]*?\*\//g, '$1');
    const parsed = JSON.parse(plain.replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, '$1')) as TsConfig | undefined;
    return typeof parsed === 'object' ? parsed : {};
  } catch {
    return {};
  }
}

/** The application's script, if it is a bundle of webpack or Rspack. The script of a package, such as Jest's worker, is not. */
export function runningBundle(): string | undefined {
  const [, script] = process.argv;
  if (script === undefined || script.includes(`${sep}node_modules${sep}`)) return undefined;
  return isBundle(script) ? shownPath(script) : undefined;
}

function isBundle(script: string): boolean {
  try {
    return /__webpack_require__|__webpack_modules__/.test(readFileSync(script, 'utf8'));
  } catch {
    // Node also runs `dist/main` without the ending.
    return !script.endsWith('.js') && isBundle(`${script}.js`);
  }
}
