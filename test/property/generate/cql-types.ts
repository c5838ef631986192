import { freeze, isMultiCell, isNative, NATIVE_TYPES, type CqlType } from '../../../lib/core/model/cql-type.js';
import { hasMultiCellField, holdsDuration, type KnownTypes } from '../../../lib/core/model/known-types.js';
import { pick, upTo, type Draw } from './draw.js';

export interface TypeRoom {
  /** The user types that there are. */
  readonly known: KnownTypes;
  readonly vectors: boolean;
}

const VALUES = NATIVE_TYPES.filter((name) => name !== 'counter');
const DEPTH = 3;

/** What a column beside the key may be. */
export function columnType(draw: Draw, room: TypeRoom): CqlType {
  const type = anyType(draw, room, DEPTH);
  return hasMultiCellField(type, room.known) ? freeze(type) : type;
}

/** What a field may be: a user type inside another is frozen. */
export function fieldType(draw: Draw, room: TypeRoom): CqlType {
  const type = anyType(draw, room, DEPTH - 1);
  return type.kind === 'user' ? freeze(type) : type;
}

/** What has an order and is one value. */
export function keyType(draw: Draw, room: TypeRoom): CqlType {
  const type = freeze(anyType(draw, room, DEPTH - 1));
  return holdsDuration(type, room.known) ? { kind: 'native', name: 'timeuuid' } : type;
}

function anyType(draw: Draw, room: TypeRoom, depth: number): CqlType {
  const kinds = depth === 0 ? ['native'] : kindsIn(room);
  const type = typeOfKind(draw, pick(draw, kinds), { ...room, depth });
  return upTo(draw, 2) === 0 ? freeze(type) : type;
}

function kindsIn({ known, vectors }: TypeRoom): readonly string[] {
  return [
    ...Array.from({ length: 6 }, () => 'native'),
    'list',
    'set',
    'map',
    'tuple',
    'frozen',
    ...(vectors ? ['vector'] : []),
    ...(known.size > 0 ? ['user', 'user'] : []),
  ];
}

interface Place extends TypeRoom {
  readonly depth: number;
}

function typeOfKind(draw: Draw, kind: string, place: Place): CqlType {
  const inner = () => anyType(draw, place, place.depth - 1);
  switch (kind) {
    case 'list':
      return { kind, element: inOne(inner()), frozen: false };
    case 'set':
      return { kind, element: ordered(inOne(inner())), frozen: false };
    case 'map':
      return { kind, key: ordered(inOne(inner())), value: inOne(inner()), frozen: false };
    case 'tuple':
      return { kind, items: Array.from({ length: upTo(draw, 2) + 1 }, () => freeze(inner())) };
    case 'vector':
      return { kind, element: inner(), dimension: upTo(draw, 9) + 1 };
    case 'user':
      return { kind, name: pick(draw, [...place.known.keys()]), frozen: false };
    case 'frozen':
      return freeze(typeOfKind(draw, 'list', place));
    default:
      return { kind: 'native', name: pick(draw, VALUES) };
  }
}

/** What is inside a collection is one value. */
function inOne(type: CqlType): CqlType {
  return isMultiCell(type) ? freeze(type) : type;
}

function ordered(type: CqlType): CqlType {
  return isNative(type, 'duration') ? { kind: 'native', name: 'text' } : type;
}
