/**
 * What a pickle may hold. Bytes are views of the file where they lie in it as they are, so they must not be changed. Lists may
 * hold themselves: nothing may walk a value to its end without counting.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleSequence
  | PickleDict
  | PickleArray
  | PickleDtype
  | PickleGlobal;

export interface PickleSequence {
  readonly kind: 'list' | 'tuple';
  readonly items: PickleValue[];
}

/** Entries in the order of the file: of those with equal keys the last counts. */
export interface PickleDict {
  readonly kind: 'dict';
  readonly keys: PickleValue[];
  readonly values: PickleValue[];
}

/** A NumPy array. */
export interface PickleArray {
  readonly kind: 'array';
  readonly dtype: PickleDtype;
  readonly shape: readonly number[];
  /** Whether the first index runs fastest. */
  readonly fortran: boolean;
  readonly bytes: Uint8Array;
}

/** The type of a NumPy array's items. */
export interface PickleDtype {
  readonly kind: 'dtype';
  /** Such as `u1`, `f4`, `b1`. */
  readonly code: string;
  readonly bigEndian: boolean;
}

/** A name that a pickle calls; one that is left in a value was never called. */
export interface PickleGlobal {
  readonly kind: 'global';
  /** What it is, whichever module it goes by. */
  readonly means: PickleCallable;
}

/** What may be called. Each makes a value of its arguments and does nothing else. */
export type PickleCallable =
  'encode' | 'bytes' | 'bytearray' | 'ndarray' | 'dtype' | 'reconstruct' | 'scalar' | 'frombuffer';

/** How a message calls `value`. */
export function pickleKind(value: PickleValue): string {
  if (value === null) return 'None';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return Number.isInteger(value) ? `the number ${value}` : 'a number with a fraction';
    case 'bigint':
      return 'a number of more than 53 bits';
    case 'string':
      return 'a text';
  }
  switch (value.kind) {
    case 'list':
      return `a list of ${value.items.length}`;
    case 'tuple':
      return `a tuple of ${value.items.length}`;
    case 'dict':
      return 'a dictionary';
    case 'array':
      return `an array (${value.shape.join(', ')}) of ${value.dtype.code}`;
    case 'dtype':
      return 'a type of NumPy';
    case 'global':
      return 'a function';
  }
}
