import { deflateSync } from 'node:zlib';

/** What a test wishes to find in a MATLAB file. */
export type MatValue =
  | { readonly numbers: readonly number[]; readonly shape: readonly number[] }
  | { readonly text: string }
  | { readonly cells: readonly MatValue[]; readonly shape: readonly number[] }
  | { readonly structs: readonly Readonly<Record<string, MatValue>>[] };

/** A MATLAB v5 file with these variables, written apart from the reader after the same description. */
export function matFile(
  variables: Readonly<Record<string, MatValue>>,
  { little = true, compressed = false } = {},
): Buffer {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, written by a test');
  header.fill(0, 116, 124);
  put16(header, 124, 0x0100, little);
  header.write(little ? 'IM' : 'MI', 126, 'latin1');
  const parts = Object.entries(variables).map(([name, value]) => {
    const matrix = matrixOf(name, value, little);
    return compressed ? element(15, deflateSync(matrix), little, 1) : matrix;
  });
  return Buffer.concat([header, ...parts]);
}

/** An element with the whole tag of eight bytes, padded to a multiple of `to`. */
export function element(type: number, data: Uint8Array, little = true, to = 8): Buffer {
  const tag = Buffer.alloc(8);
  put32(tag, 0, type, little);
  put32(tag, 4, data.length, little);
  const padding = Buffer.alloc((to - (data.length % to)) % to);
  return Buffer.concat([tag, data, padding]);
}

function matrixOf(name: string, value: MatValue, little: boolean): Buffer {
  const head = (kind: number, shape: readonly number[]) =>
    Buffer.concat([
      element(6, words([kind, 0], little), little),
      element(5, words(shape, little), little),
      small(1, Buffer.from(name), little),
    ]);
  const inner = (values: readonly MatValue[]) =>
    Buffer.concat(values.map((one) => matrixOf('', one, little)));
  const matrix = (...parts: readonly Buffer[]) => element(14, Buffer.concat(parts), little);
  if ('numbers' in value) {
    return matrix(head(6, value.shape), element(9, doubles(value.numbers, little), little));
  }
  if ('text' in value) {
    const codes = Buffer.alloc(2 * value.text.length);
    for (let i = 0; i < value.text.length; i++) {
      put16(codes, 2 * i, value.text.charCodeAt(i), little);
    }
    return matrix(head(4, [1, value.text.length]), element(4, codes, little));
  }
  if ('cells' in value) return matrix(head(1, value.shape), inner(value.cells));
  const fields = Object.keys(value.structs[0]!);
  const names = Buffer.concat(fields.map((field) => Buffer.concat([Buffer.from(field)], 32)));
  return matrix(
    head(2, [1, value.structs.length]),
    small(5, words([32], little), little),
    element(1, names, little),
    ...value.structs.map((struct) => inner(fields.map((field) => struct[field]!))),
  );
}

/** An element of at most four bytes within its tag, a longer one as usual. */
function small(type: number, data: Buffer, little: boolean): Buffer {
  if (data.length === 0 || data.length > 4) return element(type, data, little);
  const all = Buffer.alloc(8);
  put32(all, 0, data.length * 0x10000 + type, little);
  data.copy(all, 4);
  return all;
}

function words(values: readonly number[], little: boolean): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) put32(bytes, 4 * i, value, little);
  return bytes;
}

function doubles(values: readonly number[], little: boolean): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [i, value] of values.entries()) {
    if (little) bytes.writeDoubleLE(value, 8 * i);
    else bytes.writeDoubleBE(value, 8 * i);
  }
  return bytes;
}

function put32(into: Buffer, at: number, value: number, little: boolean): void {
  if (little) into.writeUInt32LE(value, at);
  else into.writeUInt32BE(value, at);
}

function put16(into: Buffer, at: number, value: number, little: boolean): void {
  if (little) into.writeUInt16LE(value, at);
  else into.writeUInt16BE(value, at);
}
