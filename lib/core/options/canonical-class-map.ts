import { classDefinition, shortClassName, type ClassFamily, type TextMap } from './class-map.js';
import { canonicalText } from './rule.js';

/**
 * One spelling for the class, and for each value that the server understands by its meaning. What only the class itself
 * understands stays as it is.
 */
export function canonicalClassMap(map: TextMap, family: ClassFamily): TextMap {
  const className = shortClassName(map.class ?? '', family);
  const { subOptions = family.common } = classDefinition(className, family);
  const entries = Object.entries(map).map(([name, text]) => {
    const rule = Object.hasOwn(subOptions, name) ? subOptions[name] : undefined;
    return [name, rule === undefined ? text : canonicalText(rule.read(text) ?? text)] as const;
  });
  return { ...Object.fromEntries(entries), class: className };
}
