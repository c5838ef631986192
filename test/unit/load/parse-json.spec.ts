import { parseJson } from '../../../lib/load/parse-json.js';

const parse = (text: string) =>
  parseJson({ path: '/p/coodie.config.json', bytes: Buffer.from(text), text, version: '' });

describe('parseJson', () => {
  it.each(['{}', '[]', ' { "a": [1, -2.5e3, true, false, null, "\\u00e9\\n"], "b": { "c": [] } }\n', '"text"', '0'])(
    'answers the value: %s',
    (text) => expect(parse(text)).toEqual(JSON.parse(text)),
  );

  it.each([
    ['a merge conflict', '{\n  "keyspace": "a",\n<<<<<<< HEAD\n  "port": 1\n}', 3, 1],
    ['the middle of a conflict', '{\n  "keyspace": "a"\n=======\n}', 3, 1],
    ['a comma at the end', '{\n  "a": 1,\n}', 3, 1],
    ['a comma at the end of a list', '[1, ]', 1, 5],
    ['a missing comma', '{ "a": 1\n  "b": 2 }', 2, 3],
    ['a missing colon', '{ "a" 1 }', 1, 7],
    ['a missing value', '{ "a": }', 1, 8],
    ['a comment', '// settings\n{}', 1, 1],
    ['a key without quotes', '{ a: 1 }', 1, 3],
    ['single quotes', "{ 'a': 1 }", 1, 3],
    ['a text without an end', '{ "a": "b }\n', 1, 8],
    ['a word of JavaScript', '{ "a": undefined }', 1, 8],
    ['a wrong bracket', '{ "a": [1} }', 1, 10],
    ['an end that is missing', '{ "a": [1', 1, 10],
    ['an empty file', '', 1, 1],
    ['something after the end', '{} {}', 1, 4],
    ['a number with a zero before it', '[01]', 1, 3],
  ])('names the place of %s', (_, text, line, column) => {
    const failure = (): unknown => {
      try {
        return parse(text);
      } catch (error) {
        return error;
      }
    };
    expect(failure()).toMatchObject({ code: 'COODIE_SOURCE_SYNTAX', path: '/p/coodie.config.json', line, column });
  });
});
