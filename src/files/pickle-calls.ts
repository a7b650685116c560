import { dtypeNamed, itemsOf, itemSize } from './pickle-arrays.js';
import type { PickleMachine } from './pickle-machine.js';
import type {
  PickleArray,
  PickleCallable,
  PickleDtype,
  PickleGlobal,
  PickleSequence,
  PickleValue,
} from './pickle-values.js';
import { quote } from './quote.js';

/** NumPy before 2 and after. */
const NUMPY = ['numpy.core', 'numpy._core'] as const;

/** Every name that a pickle may call. Python 2 says `__builtin__`, NumPy before 2 `numpy.core`. */
const CALLABLES: ReadonlyMap<string, PickleCallable> = new Map<string, PickleCallable>([
  ['_codecs.encode', 'encode'],
  ['__builtin__.bytes', 'bytes'],
  ['builtins.bytes', 'bytes'],
  ['__builtin__.bytearray', 'bytearray'],
  ['builtins.bytearray', 'bytearray'],
  ['numpy.ndarray', 'ndarray'],
  ['numpy.dtype', 'dtype'],
  ...NUMPY.flatMap((numpy): readonly (readonly [string, PickleCallable])[] => [
    [`${numpy}.multiarray._reconstruct`, 'reconstruct'],
    [`${numpy}.multiarray.scalar`, 'scalar'],
    [`${numpy}.numeric._frombuffer`, 'frombuffer'],
  ]),
]);

/** Dimensions that NumPy knows. */
const MOST_DIMENSIONS = 64;

/** A name that may be called. @throws FormatError E_PICKLE_GLOBAL for any other */
export function globalOf(machine: PickleMachine, module: string, name: string): PickleGlobal {
  const means = CALLABLES.get(`${module}.${name}`);
  if (means === undefined) throw foreign(machine, `${module}.${name}`);
  return { kind: 'global', means };
}

/** The error for a name that is called and not known. */
export function foreign(machine: PickleMachine, name: string): Error {
  return machine.refuse(
    'E_PICKLE_GLOBAL',
    `it calls ${quote(name)}, which could do anything and is never called`,
    'save it as lists, bytes and numbers, or as .npz',
  );
}

/** What a name makes of its arguments, both taken from the stack. @throws FormatError E_PICKLE_REDUCE and others */
export function calledOf(machine: PickleMachine): PickleValue {
  const args = machine.pop();
  const called = machine.pop();
  if (!isSequence(args, 'tuple')) throw machine.unexpected('a tuple of arguments', args);
  if (!isKind(called, 'global')) throw machine.unexpected('a name to call', called);
  return CALLS[called.means](machine, args.items);
}

/** Gives the state on the stack to the object below it. @throws FormatError E_PICKLE_REDUCE, E_PICKLE_DTYPE, E_PICKLE_ARRAY */
export function buildTop(machine: PickleMachine): void {
  const state = machine.pop();
  const object = machine.top();
  if (!isSequence(state, 'tuple')) throw machine.unexpected('a tuple of state', state);
  if (isKind(object, 'array')) Object.assign(object, arrayOfState(machine, state.items));
  else if (isKind(object, 'dtype'))
    Object.assign(object, dtypeOfState(machine, object, state.items));
  else throw machine.unexpected('an array or a type', object);
}

type Call = (machine: PickleMachine, args: readonly PickleValue[]) => PickleValue;

const CALLS: Readonly<Record<PickleCallable, Call>> = {
  // Python 3 writes bytes so in the protocols that know of none.
  encode: (machine, [text, encoding]) => {
    const name = textOf(encoding)?.toLowerCase();
    if (typeof text !== 'string' || (name !== 'latin1' && name !== 'latin-1')) {
      throw misused(machine, '_codecs.encode', 'a text in latin1');
    }
    machine.make(text.length);
    // Code units above U+00FF would lose their upper half.
    if (/[^\0-\xff]/.test(text)) throw misused(machine, '_codecs.encode', 'a text in latin1');
    return Buffer.from(text, 'latin1');
  },
  bytes: bytesOf,
  bytearray: bytesOf,
  dtype: (machine, [code]) => {
    const name = textOf(code);
    if (name === undefined) throw misused(machine, 'numpy.dtype', 'a name');
    return dtypeNamed(name, machine.refuse);
  },
  // Empty until its state is built.
  reconstruct: (machine, [type]) => {
    if (type === undefined || !isKind(type, 'global') || type.means !== 'ndarray') {
      throw misused(machine, '_reconstruct', 'numpy.ndarray');
    }
    const dtype: PickleDtype = { kind: 'dtype', code: 'u1', bigEndian: false };
    return { kind: 'array', dtype, shape: [0], fortran: false, bytes: new Uint8Array() };
  },
  scalar: (machine, [dtype, bytes]) => {
    if (dtype === undefined || !isKind(dtype, 'dtype') || !(bytes instanceof Uint8Array)) {
      throw misused(machine, 'scalar', 'a type and bytes');
    }
    if (bytes.length !== itemSize(dtype)) throw misfit(machine, dtype, [], bytes.length);
    return itemsOf({ kind: 'array', dtype, shape: [], fortran: false, bytes }).next().value!;
  },
  frombuffer: (machine, [bytes, dtype, shape, order]) =>
    arrayOf(machine, shape, dtype, textOf(order) === 'F', bytes),
  ndarray: (machine) => {
    throw misused(machine, 'numpy.ndarray', 'to be named and not called');
  },
};

function bytesOf(machine: PickleMachine, [first, ...more]: readonly PickleValue[]): Uint8Array {
  if (first === undefined) return new Uint8Array();
  if (first instanceof Uint8Array && more.length === 0) return first;
  // Python 2 writes a bytearray as a text and its encoding.
  if (typeof first === 'string') return CALLS.encode(machine, [first, ...more]) as Uint8Array;
  throw misused(machine, 'bytes', 'bytes');
}

/** NumPy's state of an array: version, shape, type, whether in Fortran order, bytes. */
function arrayOfState(machine: PickleMachine, state: readonly PickleValue[]): PickleArray {
  const [, shape, dtype, fortran, bytes] = state.length === 5 ? state : [null, ...state];
  return arrayOf(machine, shape, dtype, fortran === true || fortran === 1, bytes);
}

function arrayOf(
  machine: PickleMachine,
  shape: PickleValue | undefined,
  dtype: PickleValue | undefined,
  fortran: boolean,
  bytes: PickleValue | undefined,
): PickleArray {
  if (
    shape === undefined ||
    dtype === undefined ||
    !isSequence(shape, 'tuple') ||
    !isKind(dtype, 'dtype') ||
    !(bytes instanceof Uint8Array)
  ) {
    throw machine.refuse('E_PICKLE_ARRAY', 'an array without its shape, type or bytes');
  }
  const sizes = shape.items.map((size) => {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0) {
      throw machine.refuse('E_PICKLE_ARRAY', 'the shape of an array is no tuple of whole numbers');
    }
    return size;
  });
  if (sizes.length > MOST_DIMENSIONS) {
    throw machine.refuse('E_PICKLE_ARRAY', `an array of ${sizes.length} dimensions`);
  }
  const expected = sizes.reduce((product, size) => product * size, itemSize(dtype));
  if (bytes.length !== expected) throw misfit(machine, dtype, sizes, bytes.length);
  return { kind: 'array', dtype, shape: sizes, fortran, bytes };
}

/** NumPy's state of a type: version, byte order, and five that are empty for plain numbers. */
function dtypeOfState(
  machine: PickleMachine,
  { code }: PickleDtype,
  state: readonly PickleValue[],
): PickleDtype {
  const [version, order, ...fields] = state;
  const mark = textOf(order);
  if (typeof version !== 'number' || mark === undefined || !/^[<>|=]$/.test(mark)) {
    throw machine.refuse('E_PICKLE_DTYPE', 'the state of a type is not understood');
  }
  if (fields.slice(0, 3).some((field) => field !== null)) {
    throw machine.refuse('E_PICKLE_DTYPE', 'an array of records, not of numbers');
  }
  return { kind: 'dtype', code, bigEndian: mark === '>' };
}

/** A text, which Python 2 writes as bytes; undefined for anything else. */
export function textOf(value: PickleValue | undefined): string | undefined {
  if (value instanceof Uint8Array && value.length <= 64)
    return Buffer.from(value).toString('latin1');
  return typeof value === 'string' ? value : undefined;
}

export function isSequence(
  value: PickleValue,
  kind?: PickleSequence['kind'],
): value is PickleSequence {
  if (!isObject(value)) return false;
  return kind === undefined ? value.kind === 'list' || value.kind === 'tuple' : value.kind === kind;
}

type PickleObject = Extract<PickleValue, { readonly kind: string }>;

export function isKind<Kind extends PickleObject['kind']>(
  value: PickleValue,
  kind: Kind,
): value is Extract<PickleObject, { readonly kind: Kind }> {
  return isObject(value) && value.kind === kind;
}

function isObject(value: PickleValue): value is PickleObject {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

function misused(machine: PickleMachine, name: string, wanted: string): Error {
  return machine.refuse('E_PICKLE_REDUCE', `${name} wants ${wanted}`);
}

function misfit(
  machine: PickleMachine,
  { code }: PickleDtype,
  shape: readonly number[],
  length: number,
): Error {
  return machine.refuse(
    'E_PICKLE_ARRAY',
    `${length} bytes are not those of shape (${shape.join(', ')}) of ${code}`,
  );
}
