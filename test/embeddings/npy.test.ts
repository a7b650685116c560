import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withFile } from '../../src/files/byte-source.js';
import type { ByteSource } from '../../src/files/byte-source.js';
import { npyHeader, readNpyHeader } from '../../src/files/npy-header.js';
import { npyTexts, readNpyTexts } from '../../src/files/npy-texts.js';
import { readNpyMatrix, readNpyVector, writeNpy } from '../../src/embeddings/npy.js';

const FIXTURES = resolve('fixtures/embeddings');
/** What NumPy says the fixtures hold: test/reference/npy.py. */
const EXPECTED = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Record<
  string,
  { shape: number[]; bits: number[] }
>;

function bytesSource(bytes: Uint8Array, file = 'x.npy'): ByteSource {
  let at = 0;
  const fill = (into: Uint8Array) => {
    if (at + into.length > bytes.length) throw new Error('read beyond the end');
    into.set(bytes.subarray(at, (at += into.length)));
    return Promise.resolve();
  };
  return { file, size: bytes.length, fill };
}

const bitsOf = (values: Float32Array) => [...new Uint32Array(values.buffer)];
const fixture = (name: string) => join(FIXTURES, `${name}.npy`);

/** A v1 file with this header text, padded to 128 bytes, and `data` bytes of zero behind it. */
function file(header: string, data = 24): Uint8Array {
  const bytes = Buffer.alloc(128 + data);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(118, 8);
  bytes.write(`${header.padEnd(117)}\n`, 10, 'latin1');
  return bytes;
}

const SOUND = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

describe('readNpyMatrix', () => {
  test.each([
    'float32-v1',
    'float32-v2',
    'float32-v3',
    'float64',
    'float16',
    'no-rows',
    'one-row-one-column',
  ])('gives the bits that NumPy gives for %s', async (name) => {
    const { rows, dim, values } = await withFile(fixture(name), readNpyMatrix);
    const { shape, bits } = EXPECTED[name]!;
    expect([rows, dim]).toEqual(shape);
    // NaN has many bit patterns; which one is kept does not matter.
    const nan = (pattern: number) => ((pattern & 0x7fffffff) > 0x7f800000 ? 'NaN' : pattern);
    expect(bitsOf(values).map(nan)).toEqual(bits.map(nan));
  });

  test('says that float64 was rounded, and nothing for what is exact', async () => {
    const { warnings } = await withFile(fixture('float64'), readNpyMatrix);
    expect(warnings).toEqual([`${fixture('float64')}: float64 values were rounded to float32`]);
    expect((await withFile(fixture('float16'), readNpyMatrix)).warnings).toEqual([]);
  });

  test.each([
    ['fortran-order', 'E_NPY_ORDER', 'Fortran order'],
    ['big-endian', 'E_NPY_DTYPE', '>f4 is big-endian'],
    ['objects', 'E_NPY_DTYPE', 'pickled object'],
    ['records', 'E_NPY_DTYPE', 'records of several fields'],
    ['int64', 'E_NPY_DTYPE', '<i8 is not <f4, <f8 or <f2'],
    ['one-dimension', 'E_NPY_SHAPE', 'shape (3) is not (pictures, dimensions)'],
    ['three-dimensions', 'E_NPY_SHAPE', 'shape (1, 2, 3) is not'],
  ])('refuses %s by name', async (name, code, what) => {
    const refused = withFile(fixture(name), readNpyMatrix);
    await expect(refused).rejects.toMatchObject({
      code,
      exit: 65,
      message: expect.stringContaining(what),
    });
  });

  const sound = file(SOUND);
  const starts = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), sound.subarray(8)]);
  const cut = (bytes: number) => sound.subarray(0, bytes);
  test.each([
    ['an empty file', cut(0), 'E_NPY_MAGIC', 'byte 0: not an .npy file: it is empty'],
    ['a cut magic', cut(5), 'E_NPY_MAGIC', 'byte 0'],
    ['a pickle', starts('\x80\x04\x95'), 'E_NPY_MAGIC', 'Python pickle'],
    ['an archive', starts('PK\x03\x04\x14\0\0\0'), 'E_NPY_MAGIC', 'name it .npz'],
    ['a Git LFS pointer', starts('version https://'), 'E_NPY_MAGIC', 'git lfs pull'],
    ['format 4', starts('\x93NUMPY\x04\x00'), 'E_NPY_VERSION', 'byte 6: format 4.0'],
    ['format 1.1', starts('\x93NUMPY\x01\x01'), 'E_NPY_VERSION', 'byte 6: format 1.1'],
    ['a cut header', cut(100), 'E_NPY_HEADER', 'byte 8: a header of 118 bytes does not fit'],
    [
      'cut values',
      cut(151),
      'E_NPY_SIZE',
      'byte 128: shape (2, 3) of <f4 needs 24 bytes, found 23',
    ],
    ['one byte too many', file(SOUND, 25), 'E_NPY_SIZE', 'needs 24 bytes, found 25'],
    ['no dictionary', file("('descr', )"), 'E_NPY_HEADER', 'byte 10: "{" is missing'],
    ['code', file('__import__("os")'), 'E_NPY_HEADER', 'is no part of a header'],
    ['an unknown entry', file(SOUND.replace('}', "'x': 1}")), 'E_NPY_HEADER', '"x" is unknown'],
    ['an entry twice', file(SOUND.replace('}', "'descr': '<f4'}")), 'E_NPY_HEADER', 'stands twice'],
    ['no shape', file("{'descr': '<f4', 'fortran_order': False}"), 'E_NPY_HEADER', 'missing'],
    ['a negative size', file(SOUND.replace('2', '-2')), 'E_NPY_HEADER', 'is no part of a header'],
    ['a plain number', file(SOUND.replace('(2, 3)', '6')), 'E_NPY_HEADER', '"(" is missing'],
    ['a tuple that is none', file(SOUND.replace('(2, 3)', '(6)')), 'E_NPY_HEADER', 'not a tuple'],
    ['an order that is none', file(SOUND.replace('False', '0')), 'E_NPY_HEADER', 'True or False'],
    ['something behind', file(`${SOUND} x`), 'E_NPY_HEADER', 'something follows'],
    ['no dimension', file(SOUND.replace('(2, 3)', '(2, 0)'), 0), 'E_NPY_SHAPE', '(2, 0) is not'],
    [
      'a size that would fill the memory',
      file(SOUND.replace('(2, 3)', '(99999999999, 512)')),
      'E_NPY_SIZE',
      'found 24',
    ],
  ])('refuses %s, saying where', async (_, bytes, code, what) => {
    await expect(readNpyMatrix(bytesSource(bytes))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what),
    });
  });

  test('takes the long integers that Python 2 wrote, double quotes, and no trailing comma', async () => {
    const header = '{"descr": "<f4", "fortran_order": False, "shape": (2L, 3L)}';
    expect(await readNpyMatrix(bytesSource(file(header)))).toMatchObject({ rows: 2, dim: 3 });
  });

  test('never fails but by name, whatever single byte of the header is changed', async () => {
    for (let at = 0; at < 70; at++) {
      for (const byte of [0, 0x0a, 0x27, 0x30, 0x39, 0x7b, 0x80, 0xff]) {
        const bytes = Buffer.from(file(SOUND));
        bytes[at] = byte;
        const outcome = await readNpyMatrix(bytesSource(bytes)).catch((error: unknown) => error);
        const code = (outcome as { code?: string }).code ?? 'read';
        expect(code).toMatch(/^(E_NPY_[A-Z]+|read)$/);
      }
    }
  });

  test('gives back what writeNpy wrote, in pieces, bit for bit', async () => {
    const matrices = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 9 }))
      .chain(([rows, dim]) =>
        fc.record({
          dim: fc.constant(dim),
          values: fc.float32Array({ minLength: rows * dim, maxLength: rows * dim }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(matrices, async ({ dim, values }) => {
        const parts: Uint8Array[] = [];
        const rows = values.length / dim;
        const writer = await writeNpy((bytes) => Promise.resolve(parts.push(bytes)), [rows, dim]);
        const half = Math.floor(rows / 2) * dim;
        await writer.append(values.subarray(0, half));
        await writer.append(values.subarray(half));
        writer.finish();
        const read = await readNpyMatrix(bytesSource(Buffer.concat(parts)));
        expect([read.rows, read.dim]).toEqual([rows, dim]);
        expect(Buffer.from(read.values.buffer).equals(Buffer.from(values.slice().buffer))).toBe(
          true,
        );
      }),
    );
  });
});

describe('writeNpy', () => {
  test('writes the very bytes that NumPy writes', async () => {
    const parts: Uint8Array[] = [];
    const writer = await writeNpy((bytes) => Promise.resolve(parts.push(bytes)), [2, 3]);
    await writer.append(Float32Array.of(3, -4, 0.1, 1e-3, 2.5, -0));
    writer.finish();
    expect(Buffer.concat(parts)).toEqual(readFileSync(fixture('float32-v1')));
  });

  test('does not finish before the last row', async () => {
    const writer = await writeNpy(() => Promise.resolve(), [2, 3]);
    await writer.append(new Float32Array(3));
    expect(() => {
      writer.finish();
    }).toThrow('3 of 6 values were written');
  });

  test('begins the values at a multiple of 64, whatever the shape', async () => {
    for (const shape of [[7], [1, 1], [123_456_789, 512], [1e14, 1e14]]) {
      const header = npyHeader('<f4', shape);
      expect(header.length % 64).toBe(0);
      const read = await readNpyHeader(bytesSource(header));
      expect(read).toEqual({ dtype: '<f4', shape, dataOffset: header.length });
    }
  });
});

describe('readNpyVector', () => {
  test('reads one dimension and refuses two', async () => {
    const values = await withFile(fixture('one-dimension'), readNpyVector);
    expect([...values]).toEqual([3, -4, Math.fround(0.1)]);
    const refused = withFile(fixture('float32-v1'), readNpyVector);
    await expect(refused).rejects.toMatchObject({ code: 'E_NPY_SHAPE' });
  });
});

describe('readNpyTexts', () => {
  const texts = (dtype: string, shape: string, data: Buffer) =>
    Buffer.concat([
      file(`{'descr': '${dtype}', 'fortran_order': False, 'shape': ${shape}, }`, 0),
      data,
    ]);

  test('gives back what npyTexts wrote', async () => {
    // NumPy pads with NUL, so that a NUL at the end cannot be kept.
    const unicode = fc.string({ unit: 'binary' }).map((text) => text.replace(/\0+$/, ''));
    await fc.assert(
      fc.asyncProperty(fc.array(unicode), async (ids) => {
        expect(await readNpyTexts(bytesSource(npyTexts(ids)))).toEqual(ids);
      }),
    );
  });

  test.each([
    ['a lone surrogate', '<U1', '(1,)', Buffer.from([0, 0xd8, 0, 0]), 'E_NPY_TEXT', 'byte 128'],
    ['no code point', '<U1', '(1,)', Buffer.from([0, 0, 0x11, 0]), 'E_NPY_TEXT', 'id 0 (from 0)'],
    ['Latin-1', '|S2', '(2,)', Buffer.from('ok\xfc\0', 'latin1'), 'E_NPY_TEXT', 'byte 130'],
    ['numbers', '<f4', '(1,)', Buffer.alloc(4), 'E_NPY_DTYPE', 'not text'],
    ['a width of 0', '<U0', '(999999999,)', Buffer.alloc(0), 'E_NPY_DTYPE', '<U0'],
    ['two dimensions', '<U1', '(1, 1)', Buffer.alloc(4), 'E_NPY_SHAPE', 'one-dimensional'],
    ['too few', '<U1', '(2,)', Buffer.alloc(4), 'E_NPY_SIZE', 'needs 8 bytes, found 4'],
  ])('refuses %s', async (_, dtype, shape, data, code, what) => {
    await expect(readNpyTexts(bytesSource(texts(dtype, shape, data)))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what),
    });
  });
});
