import { NATIVE_TYPES } from '../../../lib/core/model/cql-type.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import type { TypeModel } from '../../../lib/core/model/schema-model.js';
import { userType } from '../../support/models.js';

export const USER_TYPES: readonly TypeModel[] = [
  userType('plain', { a: 'int', b: 'text' }),
  userType('collected', { a: 'list<int>' }),
  userType('frozen_collected', { a: 'frozen<list<int>>' }),
  userType('blobs', { a: 'blob' }),
  userType('lasting', { a: 'duration' }),
  userType('outer_plain', { a: 'frozen<plain>' }),
  userType('outer_lasting', { a: 'frozen<list<frozen<lasting>>>' }),
  userType('outer_collected', { a: 'frozen<collected>' }),
];

const CLASSIC = [
  ...NATIVE_TYPES,
  'list<int>',
  'set<text>',
  'map<text, int>',
  'list<duration>',
  'list<blob>',
  'map<blob, int>',
  'map<int, blob>',
  'frozen<set<blob>>',
  'tuple<blob, int>',
  'list<frozen<list<int>>>',
  'list<frozen<set<frozen<map<int, text>>>>>',
  'list<tuple<int, text>>',
  'map<int, frozen<plain>>',
  'frozen<list<int>>',
  'frozen<map<text, map<int, list<text>>>>',
  'frozen<list<duration>>',
  'tuple<int, tuple<text, double>>',
  'tuple<int, duration>',
  'tuple<list<int>, plain>',
  ...USER_TYPES.flatMap(({ name }) => [name, `frozen<${name}>`]),
  "'org.apache.cassandra.db.marshal.LexicalUUIDType'",
];

const VECTORS = [
  'vector<float, 3>',
  'vector<float, 1>',
  'vector<text, 2>',
  'vector<duration, 2>',
  'vector<list<int>, 2>',
  'vector<frozen<list<int>>, 2>',
  'vector<vector<float, 2>, 2>',
  'vector<plain, 2>',
  'vector<frozen<plain>, 2>',
  'list<vector<float, 2>>',
  'frozen<list<vector<list<int>, 2>>>',
  'tuple<vector<list<int>, 2>>',
];

/** Servers without vectors are asked for them as well: coodie must know that they refuse. */
export const TYPES = [...CLASSIC, ...VECTORS].map((text) => parseCqlType(text));
