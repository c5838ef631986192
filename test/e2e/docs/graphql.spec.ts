import ts from 'typescript';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { blocksOf } from '../../support/markdown.js';
import { useProject } from '../cli/project.js';

const RECIPE = blocksOf('docs/recipes.md').find(({ text }) => text.startsWith('// src/books.resolver.ts'))?.text ?? '';

/** Without a server for HTTP: the schema is made and asked, no more. */
const MAIN = `
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AbstractGraphQLDriver, GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { graphql, printType } from 'graphql';
import { CoodieModule } from 'nestjs-coodie';
import { CoodieModelsModule, getModelToken } from 'nestjs-coodie/models';
import { Book, BooksResolver } from './books.resolver.js';

class NoServer extends AbstractGraphQLDriver {
  async start() {}
  async stop() {}
}

@Module({
  imports: [
    GraphQLModule.forRoot({ driver: NoServer, autoSchemaFile: true }),
    CoodieModule.forRoot({ client: JSON.parse(process.env.CLIENT ?? '{}'), keyspace: process.env.KEYSPACE ?? '' }),
    CoodieModelsModule.forFeature([Book]),
  ],
  providers: [BooksResolver],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.init();
for (const position of [1, 2, 3]) await app.get(getModelToken(Book)).insert({ shelf: 'a', position, title: 'no. ' + position });
const { schema } = app.get(GraphQLSchemaHost);
const source = 'query ($after: String) { books(shelf: "a", first: 2, after: $after) { items { shelf position title } cursor } }';
const ask = async (after) => (await graphql({ schema, source, variableValues: { after } })).data.books;
const first = await ask(null);
const second = await ask(first.cursor);
console.log(JSON.stringify({ type: printType(schema.getType('Book')), pages: [first.items, second.items], end: second.cursor }));
await app.close();
`;

const compiled = (text: string) =>
  ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  }).outputText;

describe('the recipe for GraphQL', () => {
  const keyspace = useKeyspace('graphql');
  const project = useProject({
    'package.json': JSON.stringify({ type: 'module' }),
    'books.resolver.js': compiled(RECIPE),
    'main.js': compiled(MAIN),
  });

  it('answers a query, page by page, out of the table', async () => {
    const environment = { CLIENT: JSON.stringify(clientOptions()), KEYSPACE: keyspace.name };
    const { code, stdout, stderr } = await project.node(['main.js'], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const book = (position: number) => ({ shelf: 'a', position, title: `no. ${position}` });
    expect(JSON.parse(stdout)).toEqual({
      type: 'type Book {\n  shelf: ID!\n  position: Int!\n  title: String\n}',
      pages: [[book(1), book(2)], [book(3)]],
      end: null,
    });
  });
});
