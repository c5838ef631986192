/** The parts of a schematic's tree that are used here: a package of schematics needs no toolkit of its own. */
export interface Tree {
  exists(path: string): boolean;
  read(path: string): { toString(): string } | null;
  create(path: string, content: string): void;
  overwrite(path: string, content: string): void;
  getDir(path: string): { readonly subfiles: readonly string[] };
}

export interface SchematicContext {
  readonly logger: { info(message: string): void };
}

/** A change of a tree of files, as the schematics of Angular and Nest know it. */
export type Rule = (tree: Tree, context: SchematicContext) => Tree;
