import type * as TypeScript from 'typescript';

/**
 * TypeScript writes down a constructor's types only where a class has a decorator. A migration or a backfill that asks for
 * services in its constructor is given one that does nothing, so that it need not carry `@Injectable()` itself. Lines stay lines.
 */
export function markInjectable(typescript: typeof TypeScript, source: string, fileName: string): string {
  if (!/\b(?:extends|implements)\b/.test(source)) return source;
  const file = typescript.createSourceFile(fileName, source, typescript.ScriptTarget.ES2022, true);
  const starts = file.statements.flatMap((statement) => startOfMarked(typescript, statement) ?? []);
  return starts
    .toReversed()
    .reduce((text, start) => `${text.slice(0, start)}@((_) => {}) ${text.slice(start)}`, source);
}

function startOfMarked(typescript: typeof TypeScript, statement: TypeScript.Statement): number | undefined {
  if (!typescript.isClassDeclaration(statement) || !statement.heritageClauses) return undefined;
  if ((typescript.getDecorators(statement) ?? []).length > 0) return undefined;
  const takesServices = statement.members.some(
    (member) => typescript.isConstructorDeclaration(member) && member.parameters.length > 0,
  );
  return takesServices ? statement.getStart() : undefined;
}
