/** What a module exports, by name; `default` too. Hostile until looked at. */
export type ModuleExports = Readonly<Record<string, unknown>>;
