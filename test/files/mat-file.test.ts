import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/errors.js';
import { readMat, type MatArray } from '../../src/files/mat-file.js';
import { messageOf } from '../datasets/parsing.js';
import { element, matFile, type MatValue } from '../support/mat-writer.js';
import { PROJECT, SHARED } from '../support/run-cli.js';

const MAT = join(PROJECT, 'fixtures', 'mat');
const fixture = (name: string) => readFileSync(join(MAT, name));

/** An array as expected.json states it: its shape, then what it holds. */
function shown(array: MatArray): unknown[] {
  if (array.kind === 'numbers') return [array.shape, [...array.values]];
  if (array.kind === 'text') return [array.shape, ...array.rows];
  if (array.kind === 'cells') return [array.shape, 'cells', ...array.cells.map(shown)];
  const structs = array.structs.map((struct) =>
    Object.fromEntries([...struct].map(([field, value]) => [field, shown(value)])),
  );
  return [array.shape, 'structs', ...structs];
}

const all = (bytes: Buffer) =>
  Object.fromEntries([...readMat(bytes, 'f.mat')].map(([name, array]) => [name, shown(array)]));

describe('a MATLAB file', () => {
  test.each(['plain.mat', 'compressed.mat'])('%s of SciPy holds what SciPy wrote', (name) => {
    expect(all(fixture(name))).toEqual(JSON.parse(fixture('expected.json').toString()));
  });

  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,9}$/);
  const { value } = fc.letrec<{ value: MatValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.array(fc.double({ noNaN: true }), { maxLength: 5 }).map((numbers) => ({
        numbers,
        shape: [1, numbers.length],
      })),
      fc.string({ minLength: 1, maxLength: 9, unit: 'grapheme' }).map((text) => ({ text })),
      fc
        .array(tie('value'), { maxLength: 4 })
        .map((cells) => ({ cells, shape: [cells.length, 1] })),
      fc
        .dictionary(name, tie('value'), { minKeys: 1, maxKeys: 3, noNullPrototype: true })
        .map((struct) => ({ structs: [struct] })),
    ),
  }));

  test('comes back as it was written, in both orders of bytes, compressed or not', () => {
    const plain = (one: MatValue): unknown[] => {
      if ('numbers' in one) return [one.shape, [...one.numbers]];
      if ('text' in one) return [[1, one.text.length], one.text];
      if ('cells' in one) return [one.shape, 'cells', ...one.cells.map(plain)];
      const structs = one.structs.map((struct) =>
        Object.fromEntries(Object.entries(struct).map(([field, inner]) => [field, plain(inner)])),
      );
      return [[1, structs.length], 'structs', ...structs];
    };
    fc.assert(
      fc.property(name, value, fc.boolean(), fc.boolean(), (key, one, little, compressed) => {
        const bytes = matFile({ [key]: one }, { little, compressed });
        expect(all(bytes)).toEqual({ [key]: plain(one) });
      }),
      { numRuns: 200 },
    );
  });

  const good = matFile({ a: { numbers: [1, 2], shape: [1, 2] }, t: { text: 'Ada' } });
  const cut = (bytes: Buffer, end: number) => bytes.subarray(0, end);
  const changed = (at: number, ...values: readonly number[]) => {
    const bytes = Buffer.from(good);
    values.forEach((value, i) => (bytes[at + i] = value));
    return bytes;
  };
  const compressed = matFile({ a: { numbers: [1], shape: [1, 1] } }, { compressed: true });
  const nested = (depth: number): MatValue =>
    depth === 0 ? { text: 'x' } : { cells: [nested(depth - 1)], shape: [1, 1] };

  test.each([
    [
      'nothing',
      Buffer.alloc(0),
      'E_MAT_HEADER f.mat: byte 0: the file ends within its header of 128',
    ],
    ['text', Buffer.alloc(200, 'a'), 'E_MAT_HEADER f.mat: byte 126: expected IM or MI'],
    ['HDF5', changed(124, 0, 2), 'E_MAT_VERSION f.mat: byte 124: version 7.3, which is HDF5; only'],
    [
      'a cut within a tag',
      cut(good, 132),
      'E_MAT_SHORT f.mat: byte 128: expected an element, 4 bytes are left',
    ],
    [
      'a cut within values',
      cut(good, 192),
      'E_MAT_SHORT f.mat: byte 128: an element of 64 bytes, 56 are left',
    ],
    [
      'no array',
      Buffer.concat([cut(good, 128), element(9, Buffer.alloc(8))]),
      'E_MAT_TYPE f.mat: byte 128: expected an array, found type 9',
    ],
    [
      'another count than the shape',
      changed(160, 3),
      'E_MAT_SHAPE f.mat: byte 176: expected 6 numbers of 8 bytes, found 16 bytes',
    ],
    [
      'a negative side',
      changed(160, 255, 255, 255, 255),
      'E_MAT_SHAPE f.mat: byte 152: an array of the shape -1x2',
    ],
    ['an object', changed(144, 3), 'E_MAT_KIND f.mat: byte 128: an object; save cells'],
    [
      'numbers of no type',
      changed(176, 99),
      'E_MAT_TYPE f.mat: byte 176: expected numbers, found type 99',
    ],
    [
      'cells that cannot be there',
      changed(144, 1),
      'E_MAT_TYPE f.mat: byte 176: expected an array, found type 9',
    ],
    [
      'a name that is none',
      changed(172, 0x2f),
      'E_MAT_TEXT f.mat: byte 168: expected a name of letters',
    ],
    ['complex numbers', fixture('complex.mat'), 'E_MAT_KIND f.mat: byte 128: complex numbers'],
    ['a sparse matrix', fixture('sparse.mat'), 'E_MAT_KIND f.mat: byte 128: a sparse matrix'],
    [
      'a variable twice',
      Buffer.concat([good, good.subarray(128)]),
      'E_MAT_TWICE f.mat: byte 264: the variable "a" stands twice',
    ],
    ['too deep', matFile({ d: nested(40) }), 'E_MAT_DEEP f.mat: byte '],
    [
      'damaged compression',
      Buffer.concat([cut(compressed, 140), Buffer.alloc(compressed.length - 140)]),
      'E_MAT_ZLIB f.mat: byte 128: it cannot be decompressed (',
    ],
    [
      'nothing compressed',
      Buffer.concat([
        cut(good, 128),
        matFile({}, {}).subarray(128),
        element(15, Buffer.from('789c030000000001', 'hex'), true, 1),
      ]),
      'E_MAT_SHORT f.mat: byte 0 of what is compressed at byte 128: expected an element, 0 bytes are left',
    ],
  ])('is refused with its byte: %s', (_, bytes, message) => {
    expect(messageOf(() => readMat(bytes, 'f.mat'))).toContain(message);
  });

  test('asks for no more memory than its bytes can fill', () => {
    const many = matFile({ c: { cells: [], shape: [1 << 30, 1] } });
    expect(messageOf(() => readMat(many, 'f.mat'))).toContain(
      '1073741824 arrays are promised, 0 bytes are left',
    );
  });

  test('of zeros that grow beyond 64 MiB is refused before they are there', async () => {
    const { deflateSync } = await import('node:zlib');
    const bomb = deflateSync(Buffer.alloc(65 * 1024 * 1024));
    const bytes = Buffer.concat([good.subarray(0, 128), element(15, bomb, true, 1)]);
    expect(bytes.length).toBeLessThan(100_000);
    expect(messageOf(() => readMat(bytes, 'f.mat'))).toContain(
      'E_MAT_LARGE f.mat: byte 128: it grows to more than 67108864 bytes; check',
    );
  });

  test('is read or refused with its byte, whatever is changed in it', () => {
    const seeds = [good, compressed, fixture('plain.mat'), fixture('compressed.mat')];
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(), { freq: 3 }),
        (seed, changes, end) => {
          const bytes = Buffer.from(seed);
          for (const [at, byte] of changes) bytes[128 + (at % (bytes.length - 128))] = byte;
          const cutAt = end === null ? bytes.length : end % bytes.length;
          try {
            readMat(bytes.subarray(0, cutAt), 'f.mat');
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            expect(error.message).toMatch(
              /^E_MAT_[A-Z]+ f\.mat: byte \d+( of what is compressed at byte \d+)?: /,
            );
            refused++;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  const TINYFACE = join(SHARED, 'data', 'protocols', 'tinyface');
  (existsSync(TINYFACE) ? test : test.skip)('of TinyFace lists pictures with their persons', () => {
    for (const [file, kind, count] of [
      ['gallery_match_img_ID_pairs.mat', 'gallery', 4443],
      ['probe_img_ID_pairs.mat', 'probe', 3728],
    ] as const) {
      const variables = readMat(readFileSync(join(TINYFACE, file)), file);
      const ids = variables.get(`${kind}_ids`)!;
      const set = variables.get(`${kind}_set`)!;
      if (ids.kind !== 'numbers' || set.kind !== 'cells') throw new Error('other kinds');
      expect([...variables.keys()].sort()).toEqual([`${kind}_ids`, `${kind}_set`]);
      expect([ids.shape, set.shape]).toEqual([
        [count, 1],
        [count, 1],
      ]);
      const names = set.cells.map((cell) =>
        cell.kind === 'text' ? cell.rows.join('|') : cell.kind,
      );
      expect(names.filter((name) => !/^\d+_\d+\.jpg$/.test(name))).toEqual([]);
      expect([Math.min(...ids.values), Math.max(...ids.values)]).toEqual([1, 2569]);
    }
  });
});
