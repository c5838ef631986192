/** The last release of each version that coodie supports, and as a preview one that is to come. */
const VERSIONS = [
  { name: '4.0', release: '4.0.19', isPreview: false },
  { name: '4.1', release: '4.1.10', isPreview: false },
  { name: '5.0', release: '5.0.8', isPreview: false },
  { name: '6.0', release: '6.0-alpha2', isPreview: true },
];

/** Those that are named, as `4.1`, `4.1.10` or `4.1:schema`; all where none is. */
export function chooseVersions(names) {
  if (names.length === 0) return { versions: VERSIONS.map((version) => ({ ...version, part: 'all' })), unknown: [] };
  const chosen = names.map((name) => ({ name, version: versionOf(name) }));
  return {
    versions: chosen.flatMap(({ version }) => version ?? []),
    unknown: chosen.filter(({ version }) => !version).map(({ name }) => name),
  };
}

function versionOf(name) {
  const [wanted, part = 'all'] = name.split(':');
  const version = VERSIONS.find((known) => known.name === wanted || known.release === wanted);
  return version && ['all', 'schema'].includes(part) ? { ...version, part } : undefined;
}
