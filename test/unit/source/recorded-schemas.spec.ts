import type { Options } from 'prettier';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';
import { parseCatalog } from '../../../lib/core/catalog/parse-catalog.js';
import { DEFAULT_POLICY } from '../../../lib/core/diff/risk.js';
import type { Naming } from '../../../lib/core/entity/naming.js';
import { parseEntities } from '../../../lib/core/entity/parse-entities.js';
import { planSchema } from '../../../lib/core/plan/plan-schema.js';
import { renderSources } from '../../../lib/core/source/render-sources.js';
import { loadCatalogRows, RECORDED_VERSIONS, type RecordedVersion } from '../../fixtures/system-schema/load.js';
import { entitiesOf, problemsOf } from './compiled-entities.js';

const KEYSPACES = ['fx', 'fx_nts', 'FxMixed', 'fx_empty'];
const NAMINGS: readonly Naming[] = ['snake_case', 'as-declared'];
const CASES = RECORDED_VERSIONS.flatMap((version) =>
  KEYSPACES.flatMap((keyspace) => NAMINGS.map((naming) => ({ version, keyspace, naming }))),
).filter(({ version, naming }) => version === '5.0.6' || naming === 'snake_case');
const STYLE: Options = {
  parser: 'typescript',
  plugins: [typescript, estree],
  singleQuote: true,
  trailingComma: 'all',
  printWidth: 120,
};

const schemaOf = (version: RecordedVersion, keyspace: string) =>
  parseCatalog(keyspace, loadCatalogRows(version, keyspace));

describe('the files pulled from a recorded schema', () => {
  it.each(CASES)('declare it: $version $keyspace, $naming', ({ version, keyspace, naming }) => {
    const schema = schemaOf(version, keyspace);
    const [desired = schema] = parseEntities(entitiesOf(renderSources(schema, naming)), { keyspace, naming });
    const { changes, drift } = planSchema(schema, desired, { policy: DEFAULT_POLICY });
    expect(changes.flatMap(({ differences }) => differences)).toEqual([]);
    expect(drift).toEqual([]);
    expect(desired).not.toBe(schema);
  });

  it('compile', () => {
    const pulled = KEYSPACES.map((keyspace) => [keyspace, renderSources(schemaOf('5.0.6', keyspace))] as const);
    expect(problemsOf(Object.fromEntries(pulled))).toEqual([]);
  });

  it('are as prettier would have them', async () => {
    const files = renderSources(schemaOf('5.0.6', 'fx'));
    // A text that is longer than a line cannot be broken, and is left on it.
    const usual = files.filter(({ fileName }) => fileName !== 'custom-types.entity.ts');
    for (const { text } of usual) expect(text).toBe(await format(text, STYLE));
  });
});
