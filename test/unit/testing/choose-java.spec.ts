import { parseCassandraRelease } from '../../../lib/testing/embedded/cassandra-release.js';
import { chooseJava, parseJavaMajor } from '../../../lib/testing/embedded/choose-java.js';

const java = (major: number, executable = `/java/${major}`) => ({ major, executable });

describe('chooseJava', () => {
  it.each([
    ['5.0.8', [8, 11, 17, 21, 25], 17],
    ['5.0.8', [25, 21, 11], 11],
    ['5.0.8', [25, 21], 21],
    ['5.0.8', [25, 8], undefined],
    ['5.0.8', [], undefined],
    ['4.1.10', [17, 8, 11], 11],
    ['4.0.19', [17, 8], 8],
    ['4.0.19', [17, 21], undefined],
    ['6.0-alpha2', [11, 21], 21],
  ])('for Cassandra %s of Java %j takes %p', (version, majors, chosen) => {
    const candidates = majors.map((major) => java(major));
    expect(chooseJava(candidates, parseCassandraRelease(version))?.major).toBe(chosen);
  });

  it('takes the first of equal ones, so that JAVA_HOME goes before the rest', () => {
    const candidates = [java(11), java(17, '/home/java'), java(17, '/usr/java')];
    expect(chooseJava(candidates, parseCassandraRelease('5.0.8'))).toEqual(java(17, '/home/java'));
  });
});

describe('parseJavaMajor', () => {
  it.each([
    ['IMPLEMENTOR="Debian"\nJAVA_RUNTIME_VERSION="17.0.15+6"\nJAVA_VERSION="17.0.15"\n', 17],
    ['JAVA_VERSION="1.8.0_402"', 8],
    ['JAVA_VERSION="25"', 25],
    ['openjdk version "11.0.13" 2021-10-19\nOpenJDK Runtime Environment', 11],
    ['java version "1.8.0_292"', 8],
    ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
  ])('reads %j as %p', (text, major) => expect(parseJavaMajor(text)).toBe(major));
});
