import { fromHalf } from '../float16.js';
import type { PickleRefusal } from './pickle-machine.js';
import type { PickleArray, PickleDtype } from './pickle-values.js';
import { quote } from './quote.js';

type Item = number | bigint | boolean;
type ReadItem = (view: DataView, at: number, littleEndian: boolean) => Item;

/** How an item of each type lies in memory. */
const ITEMS: ReadonlyMap<string, readonly [size: number, read: ReadItem]> = new Map<
  string,
  readonly [number, ReadItem]
>([
  ['b1', [1, (view, at) => view.getUint8(at) !== 0]],
  ['u1', [1, (view, at) => view.getUint8(at)]],
  ['i1', [1, (view, at) => view.getInt8(at)]],
  ['u2', [2, (view, at, little) => view.getUint16(at, little)]],
  ['i2', [2, (view, at, little) => view.getInt16(at, little)]],
  ['u4', [4, (view, at, little) => view.getUint32(at, little)]],
  ['i4', [4, (view, at, little) => view.getInt32(at, little)]],
  ['u8', [8, (view, at, little) => safe(view.getBigUint64(at, little))]],
  ['i8', [8, (view, at, little) => safe(view.getBigInt64(at, little))]],
  ['f2', [2, (view, at, little) => fromHalf(view.getUint16(at, little))]],
  ['f4', [4, (view, at, little) => view.getFloat32(at, little)]],
  ['f8', [8, (view, at, little) => view.getFloat64(at, little)]],
]);

/** The type called `code`. @throws FormatError E_PICKLE_DTYPE for all but numbers and truth values */
export function dtypeNamed(code: string, refuse: PickleRefusal): PickleDtype {
  const plain = code.replace(/^[<|=]/, '');
  if (!ITEMS.has(plain)) {
    const object = plain.startsWith('O') ? ', objects which could be anything' : '';
    throw refuse(
      'E_PICKLE_DTYPE',
      `an array of type ${quote(code)}${object}`,
      'save arrays of numbers',
    );
  }
  return { kind: 'dtype', code: plain, bigEndian: false };
}

/** Bytes of an item. */
export function itemSize({ code }: PickleDtype): number {
  return ITEMS.get(code)![0];
}

/** The items of an array as they lie in memory: whole numbers of more than 53 bits as bigint, truth values as such. */
export function* itemsOf({ dtype, bytes }: PickleArray): Generator<Item, void> {
  const [size, read] = ITEMS.get(dtype.code)!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += size) yield read(view, at, !dtype.bigEndian);
}

function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
