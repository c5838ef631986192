/** Exports of a module by name, with `default`. Untrusted until checked. */
export type ModuleExports = Readonly<Record<string, unknown>>;
