import { toSnakeCase } from '../core/model/identifier.js';
import type { Rule, Tree } from './tree.js';

export interface NestAddOptions {
  readonly sourceRoot?: string;
}

const IMPORT = "import { CoodieModule } from 'nestjs-coodie';";
const EMPTY_IMPORTS = /^( *)imports: \[\],$/m;

/**
 * Adds coodie to a project: `nest add nestjs-coodie`. Only a module as `nest new` writes it is edited; for any other one the
 * lines to paste are printed.
 */
export function nestAdd({ sourceRoot = 'src' }: NestAddOptions): Rule {
  return (tree, { logger }) => {
    const path = `${sourceRoot}/app.module.ts`;
    const text = tree.read(path)?.toString();
    const keyspace = keyspaceOf(tree);
    if (text?.includes('nestjs-coodie')) logger.info(`${path} uses nestjs-coodie already.`);
    else if (text && EMPTY_IMPORTS.test(text)) {
      tree.overwrite(path, withModule(text, keyspace));
      logger.info(`${path} connects to Cassandra on 127.0.0.1, keyspace ${keyspace}: change that to yours.`);
    } else logger.info(`Add these lines to your module:\n\n${IMPORT}\n\n${moduleLines(keyspace).join('\n')}\n`);
    logger.info('No Cassandra available? npx coodie cassandra runs one. The driver belongs to your own dependencies:');
    logger.info('  npm install cassandra-driver nest-commander');
    return tree;
  };
}

function withModule(text: string, keyspace: string): string {
  const lastImport = [...text.matchAll(/^import .*;$/gm)].at(-1);
  const at = lastImport ? lastImport.index + lastImport[0].length : 0;
  const imported = `${text.slice(0, at)}${at > 0 ? '\n' : ''}${IMPORT}${text.slice(at)}`;
  return imported.replace(EMPTY_IMPORTS, (_, indent: string) => {
    const lines = moduleLines(keyspace).map((line) => `${indent}  ${line}`);
    return [`${indent}imports: [`, ...lines, `${indent}],`].join('\n');
  });
}

const moduleLines = (keyspace: string): readonly string[] => [
  'CoodieModule.forRoot({',
  "  client: { contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1' },",
  `  keyspace: '${keyspace}',`,
  "  createKeyspace: { replication: { class: 'NetworkTopologyStrategy', datacenter1: 1 } }, // 3 in production",
  '}),',
];

/** The name of the project, as a keyspace may have it: `@acme/shop-api` is `shop_api`. */
function keyspaceOf(tree: Tree): string {
  const manifest = tree.read('package.json')?.toString();
  const name = /"name"\s*:\s*"(?:@[^/"]*\/)?([^"]*)"/.exec(manifest ?? '')?.[1] ?? '';
  const word = toSnakeCase(name.replaceAll(/\W+/g, '_'))
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 48);
  return word === '' ? 'app' : word;
}
