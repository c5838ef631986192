/** The last release of each version that coodie supports, and as a preview one that is to come. */
const VERSIONS = [
  { name: '4.0', release: '4.0.19', isPreview: false },
  { name: '4.1', release: '4.1.10', isPreview: false },
  { name: '5.0', release: '5.0.8', isPreview: false },
  { name: '6.0', release: '6.0-alpha2', isPreview: true },
];

/** Those that are named, as `4.1` or `4.1.10`; all where none is. */
export function chooseVersions(names) {
  const isMeant = (name) => (version) => version.name === name || version.release === name;
  const versions =
    names.length === 0 ? VERSIONS : VERSIONS.filter((version) => names.some((name) => isMeant(name)(version)));
  return { versions, unknown: names.filter((name) => !VERSIONS.some(isMeant(name))) };
}
