import { describe, expect, test } from '@jest/globals';
import { fromStream } from '../../src/files/byte-source.js';
import { npyHeader, readNpyHeader } from '../../src/files/npy-header.js';
import { numbersBehind } from '../../src/files/npy-numbers.js';

/** The numbers of an .npy file of `dtype` that holds the memory of `values`. */
async function read(dtype: string, values: ArrayBufferView, count: number) {
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bytes = Buffer.concat([npyHeader(dtype, [count]), data]);
  const chunks = async function* () {
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += 13) yield bytes.subarray(at, at + 13);
  };
  const source = fromStream('f.npy', bytes.length, chunks());
  return numbersBehind(source, await readNpyHeader(source));
}

describe('numbers of a NumPy array', () => {
  test.each<[string, ArrayBufferView, readonly number[]]>([
    ['<f2', Uint16Array.of(0x3c00, 0xc000, 0x7e00), [1, -2, NaN]],
    ['<f4', Float32Array.of(0.1, -0, NaN), [Math.fround(0.1), -0, NaN]],
    ['<f8', Float64Array.of(0.1, 1e300), [0.1, 1e300]],
    ['|b1', Uint8Array.of(0, 1), [0, 1]],
    ['|u1', Uint8Array.of(0, 255), [0, 255]],
    ['|i1', Int8Array.of(-128, 127), [-128, 127]],
    ['<u2', Uint16Array.of(65535), [65535]],
    ['<i2', Int16Array.of(-32768), [-32768]],
    ['<u4', Uint32Array.of(4294967295), [4294967295]],
    ['<i4', Int32Array.of(-2147483648), [-2147483648]],
    ['<u8', BigUint64Array.of(2n ** 64n - 1n), [2 ** 64]],
    ['<i8', BigInt64Array.of(-(2n ** 53n), 5n), [-(2 ** 53), 5]],
  ])('of %s are what they are', async (dtype, values, expected) => {
    const found = await read(dtype, values, expected.length);
    expect(found).toBeInstanceOf(/f[24]/.test(dtype) ? Float32Array : Float64Array);
    expect([...found]).toEqual(expected);
  });

  test('are read in pieces where there are many', async () => {
    const values = Uint16Array.from({ length: 1_100_000 }, (_, i) => i);
    expect(await read('<u2', values, values.length)).toEqual(Float64Array.from(values));
  });

  test.each([
    ['<c8', 'E_NPY_DTYPE'],
    ['<M8', 'E_NPY_DTYPE'],
    ['<U4', 'E_NPY_DTYPE'],
    ['<f8', 'E_NPY_SIZE'],
  ])('of %s are refused with %s', async (dtype, code) => {
    await expect(read(dtype, Float32Array.of(1, 2), 2)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('byte'),
    });
  });
});
