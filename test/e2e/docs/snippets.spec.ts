import { classifyStatement } from '../../../lib/core/cql/classify-statement.js';
import { parseMigrationScript } from '../../../lib/core/history/migration-script.js';
import { blocksOf, PAGES, type Block } from '../../support/markdown.js';
import { compileSnippets } from './compile-snippets.js';

const of = (page: string, ...languages: readonly string[]) =>
  blocksOf(page).filter(({ language }) => languages.includes(language));

/** The problems of one CQL snippet, read as a migration is read. */
function problemsOf({ place, text }: Block): readonly string[] {
  try {
    const { upgrade, downgrade } = parseMigrationScript(text);
    const unknown = [...upgrade, ...downgrade].filter(({ cql }) => classifyStatement(cql).kind === 'unknown');
    return unknown.map(({ cql }) => `${place} is no statement: ${cql}`);
  } catch (error) {
    return [`${place} ${error instanceof Error ? error.message : String(error)}`];
  }
}

describe('the snippets of README.md and docs/', () => {
  it.each(PAGES)('compile: %s', (page) => expect(compileSnippets(of(page, 'ts'))).toEqual([]));

  it.each(PAGES)('are CQL: %s', (page) => expect(of(page, 'sql', 'cql').flatMap(problemsOf)).toEqual([]));

  it('are seen to be wrong, and where', () => {
    const wrong = { place: 'page.md:10', language: 'ts', text: '@Entity({ nam: 1 })\nexport class Product {}\n' };
    expect(compileSnippets([wrong])).toEqual([expect.stringMatching(/^page\.md:10 .*'nam' does not exist/)]);
    expect(problemsOf({ ...wrong, text: 'CREAT TABLE products (id int PRIMARY KEY);' })).toHaveLength(1);
    expect(problemsOf({ ...wrong, text: "INSERT INTO products (name) VALUES ('open);" })).toHaveLength(1);
  });
});
