import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');
const MODEL = join(ROOT, 'lib/core/model/schema-model.ts');

/** Files of lib that do not compile once `SchemaModel` has functions, too. */
function filesThatBreak(): readonly string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const read = host.readFile.bind(host);
  const source = host.getSourceFile.bind(host);
  const changed = (read(MODEL) ?? '').replace(
    '  readonly views: readonly ViewModel[];',
    '$&\n  readonly functions: readonly { readonly name: string }[];',
  );
  host.getSourceFile = (path, languageVersion) =>
    path === MODEL ? ts.createSourceFile(path, changed, languageVersion) : source(path, languageVersion);
  const core = fileNames.filter((path) => /\/lib\/(?:core|schema)\//.test(path));
  const program = ts.createProgram(core, { ...options, noEmit: true, skipLibCheck: true }, host);
  const broken = program.getSemanticDiagnostics().flatMap(({ file }) => file?.fileName ?? []);
  return [...new Set(broken)].map((path) => relative(join(ROOT, 'lib'), path)).toSorted();
}

describe('a kind of schema object that is added to the model', () => {
  it('breaks the build in every place that must know it', () => {
    expect(filesThatBreak()).toEqual([
      'core/catalog/parse-catalog.ts',
      'core/diff/diff-schema.ts',
      'core/diff/ignored.ts',
      'core/draft/draft-baseline.ts',
      'core/draft/draft-migration.ts',
      'core/draft/with-restored-options.ts',
      'core/draft/without-drift.ts',
      'core/entity/parse-entities.ts',
      'core/model/schema-kinds.ts',
      'core/plan/reset-statements.ts',
      'core/plan/unmanaged-notes.ts',
      'core/replay/without-defaults.ts',
      'core/source/class-names.ts',
      'core/source/pullable.ts',
      'core/source/render-sources.ts',
      'core/validate/validate-schema.ts',
      'schema/reset-keyspace.ts',
      'schema/target.ts',
    ]);
  });
});
