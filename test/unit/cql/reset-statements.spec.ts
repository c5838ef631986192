import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import { resetStatements, type Routine } from '../../../lib/core/plan/reset-statements.js';

const EMPTY = { keyspace: 'Shop', types: [], tables: [], views: [] };
const routine = (kind: Routine['kind'], name: string, ...types: readonly string[]): Routine => ({
  kind,
  name,
  argumentTypes: types.map((type) => parseCqlType(type)),
});

describe('resetStatements', () => {
  it('drops aggregates before the functions that they are made of, each by the types of its arguments', () => {
    const routines = [
      routine('FUNCTION', 'plus', 'int', 'int'),
      routine('FUNCTION', 'plus', 'frozen<list<text>>', 'frozen<address>'),
      routine('AGGREGATE', 'total', 'int'),
      routine('FUNCTION', 'now2'),
    ];
    expect(resetStatements(EMPTY, routines)).toEqual([
      'DROP AGGREGATE "Shop".total(int)',
      'DROP FUNCTION "Shop".plus(int, int)',
      'DROP FUNCTION "Shop".plus(list<text>, address)',
      'DROP FUNCTION "Shop".now2()',
    ]);
  });

  it('drops a type before the types that it is made of', () => {
    const field = (name: string, type: string) => ({ name, type: parseCqlType(type) });
    const types = [
      { name: 'street', fields: [field('name', 'text')] },
      { name: 'town', fields: [field('streets', 'frozen<list<frozen<street>>>')] },
      { name: 'land', fields: [field('towns', 'frozen<map<text, frozen<town>>>')] },
    ];
    expect(resetStatements({ ...EMPTY, types }, [])).toEqual([
      'DROP TYPE "Shop".land',
      'DROP TYPE "Shop".town',
      'DROP TYPE "Shop".street',
    ]);
  });
});
