import { suggestion } from '../text/suggestion.js';

type Options = Readonly<Record<string, unknown>>;

/** Options of the driver that its mapper takes and ignores: an execution profile has them. */
const OF_A_PROFILE = ['consistency', 'serialConsistency', 'readTimeout', 'retry', 'loadBalancing', 'executionProfile'];

const CONDITIONS = ['ifNotExists', 'ifExists', 'when'];

/** Problems of the options of a call, by the options that it takes. */
export function callOptionProblems(options: Options, known: readonly string[]): readonly string[] {
  const given = Object.keys(options).filter((name) => options[name] !== undefined);
  if (given.length === 0) return [];
  const conditions = given.filter((name) => CONDITIONS.includes(name) && options[name] !== false);
  return [
    ...given.filter((name) => !known.includes(name)).map((name) => unknownOption(name, known)),
    ...(conditions.length > 1 ? [`${conditions.join(' and ')} exclude each other`] : []),
    ...given.flatMap((name) => (known.includes(name) ? valueProblems(name, options[name]) : [])),
  ];
}

function unknownOption(name: string, known: readonly string[]): string {
  if (!OF_A_PROFILE.includes(name)) return `there is no option ${name}${suggestion(name, known)}`;
  return `there is no option ${name}: define an execution profile in the client options and name it with profile`;
}

function valueProblems(name: string, value: unknown): readonly string[] {
  switch (name) {
    case 'limit':
    case 'size':
    case 'fetchSize':
      return isWholeNumber(value, 1) ? [] : [`${name} must be a whole number from 1`];
    case 'ttl':
      return isWholeNumber(value, 0) ? [] : ['ttl must be a whole number of seconds'];
    case 'profile':
      return typeof value === 'string' ? [] : ['profile must be the name of an execution profile'];
    case 'when':
      return isEmpty(value) ? ['when names no column'] : [];
    default:
      return [];
  }
}

const isWholeNumber = (value: unknown, from: number) => Number.isSafeInteger(value) && Number(value) >= from;
const isEmpty = (value: unknown) => typeof value !== 'object' || value === null || Object.keys(value).length === 0;
