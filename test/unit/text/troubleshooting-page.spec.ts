import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '../../..');
const LIB = join(ROOT, 'lib');

/** The values that a field called `code` has somewhere in lib, also through the constant or type that it is given. */
function codesIn(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(join(LIB, file), 'utf8'), ts.ScriptTarget.ES2023, true);
  const codes: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && node.text.startsWith('COODIE_')) codes.push(node.text);
    ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    const isField = ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertySignature(node);
    if (isField && node.name.getText() === 'code') collect(node);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return codes;
}

describe('docs/troubleshooting.md', () => {
  const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const codes = [...new Set(files.flatMap(codesIn))].toSorted();
  const page = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');
  const sections = [...page.matchAll(/^### (COODIE_\w+)\n\n([^#]*)/gm)].map(({ 1: code = '', 2: text = '' }) => ({
    code,
    text,
  }));

  it('has a section for exactly the error codes that there are', () => {
    expect(codes.length).toBeGreaterThan(60);
    expect(sections.map(({ code }) => code).toSorted()).toEqual(codes);
  });

  it('says of each more than its name', () => {
    expect(sections.filter(({ text }) => text.trim().split(/\s+/).length < 6).map(({ code }) => code)).toEqual([]);
  });
});
