import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONFIGURABLE,
  environmentVariableOf,
  flagOf,
  OPTION_NAMES,
} from '../../../../lib/cli/settings/option-definitions.js';

const PAGE = readFileSync(join(__dirname, '../../../../docs/command-line.md'), 'utf8');

describe('docs/command-line.md', () => {
  it.each(OPTION_NAMES.map(flagOf))('explains %s', (flag) => {
    expect(PAGE).toMatch(new RegExp(`\`[^\`]*${flag}\\b[^\`]*\``));
  });

  it.each(CONFIGURABLE.map(environmentVariableOf))('explains %s', (variable) => {
    expect(PAGE).toContain(`\`${variable}\``);
  });
});
