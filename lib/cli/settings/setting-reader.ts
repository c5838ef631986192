import { suggestion } from '../../core/text/suggestion.js';
import { visible } from '../../core/text/visible.js';
import type { OptionName } from './option-definitions.js';
import type { RawSettings } from './raw-settings.js';

export interface Limits {
  readonly least: number;
  readonly most?: number;
}

/** Reads raw values one by one, and keeps count of everything that is wrong with them. */
export class SettingReader {
  readonly problems: string[] = [];

  constructor(private readonly raw: RawSettings) {}

  text(name: OptionName): string | undefined {
    const given = this.raw[name];
    if (given === undefined) return undefined;
    if (typeof given.value === 'string' && given.value !== '') return given.value;
    return this.refuse(name, 'must be a text that is not empty');
  }

  /** A text, or true where the option stands without one. */
  textOrTrue(name: OptionName): string | true | undefined {
    return this.raw[name]?.value === true ? true : this.text(name);
  }

  isGiven(name: OptionName): boolean {
    return this.raw[name] !== undefined;
  }

  wholeNumber(name: OptionName, { least, most }: Limits): number | undefined {
    const given = this.raw[name];
    if (given === undefined) return undefined;
    const number = /^\d+$/.test(String(given.value)) ? Number(given.value) : Number.NaN;
    if (number >= least && (most === undefined || number <= most)) return number;
    return this.refuse(name, `must be a whole number from ${least}${most === undefined ? '' : ` to ${most}`}`);
  }

  choice<T extends string>(name: OptionName, choices: readonly T[]): T | undefined {
    const given = this.raw[name];
    const chosen = choices.find((choice) => choice === given?.value);
    if (given === undefined || chosen !== undefined) return chosen;
    const meant = typeof given.value === 'string' ? suggestion(given.value, choices) : '';
    return this.refuse(name, `must be ${choices.join(' or ')}`, meant);
  }

  /** `a,b`, or a list as a configuration file can hold it. */
  list(name: OptionName): readonly string[] | undefined {
    const given = this.raw[name];
    if (given === undefined) return undefined;
    const items: readonly unknown[] = Array.isArray(given.value) ? given.value : String(given.value).split(',');
    const texts = items.filter((item) => typeof item === 'string').map((item) => item.trim());
    if (texts.length === items.length && texts.length > 0 && !texts.includes('')) return texts;
    return this.refuse(name, 'must be a list of texts, separated by commas');
  }

  /** Notes a problem with a value that was given. */
  refuse(name: OptionName, demand: string, ending = ''): undefined {
    const { origin = name, value } = this.raw[name] ?? {};
    const given = typeof value === 'string' ? `"${visible(value)}"` : JSON.stringify(value);
    this.problems.push(`${origin} ${demand}, not ${given}${ending}`);
    return undefined;
  }
}
