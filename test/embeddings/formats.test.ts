import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deflateRawSync, crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import yazl from 'yazl';
import { fromRaw } from '../../src/embeddings/embedding-set.js';
import {
  EMBEDDING_FORMATS,
  readEmbeddings,
  writeEmbeddings,
} from '../../src/embeddings/formats.js';
import { npyHeader } from '../../src/files/npy-header.js';

const FIXTURES = resolve('fixtures/embeddings');
const IDS = ['a/1.jpg', 'ü.png', '__proto__'];
const RAW = Float32Array.of(3, -4, 0.1, 1e-3, 2.5, -0);
const NAMED = { ids: IDS, raw: RAW, dim: 2 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embeddings-'));
});
afterEach(() => rm(folder, { recursive: true }));

const PATHS = [
  ...['out', 'out.npy', 'out.npz', 'out.list', 'out.txt'],
  ...['out.safetensors', 'out.parquet', 'out.bin'],
];
const contents = async () => {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const named = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Promise.all(named.map(async (file) => [file, (await readFile(file)).toString('hex')]));
};

describe.each(PATHS)('embeddings in %s', (path) => {
  test('are read back bit for bit, with their names', async () => {
    await writeEmbeddings(join(folder, path), NAMED);
    const { ids, raw, dim, warnings } = await readEmbeddings(join(folder, path));
    expect({ ids, dim, warnings }).toEqual({ ids: IDS, dim: 2, warnings: [] });
    expect(raw.every((value, i) => Object.is(value, RAW[i]))).toBe(true);
  });

  test('are the same bytes when they are written again', async () => {
    await writeEmbeddings(join(folder, path), NAMED, { model: 'm' });
    const before = await contents();
    await writeEmbeddings(join(folder, path), NAMED, { model: 'm' });
    expect(await contents()).toEqual(before);
  });

  test('have the digest that they have in every other format', async () => {
    await writeEmbeddings(join(folder, path), NAMED);
    const expected = createHash('sha256')
      .update(JSON.stringify({ dim: 2, ids: IDS }))
      .update(RAW)
      .digest('hex');
    expect((await readEmbeddings(join(folder, path))).digest).toBe(expected);
  });

  test('come with a warning where all have length 1', async () => {
    await writeEmbeddings(join(folder, path), {
      ids: ['a', 'b'],
      raw: Float32Array.of(0.6, 0.8, 0, -1),
      dim: 2,
    });
    const { warnings } = await readEmbeddings(join(folder, path));
    expect(warnings).toEqual([
      expect.stringContaining('every vector has length 1, so magnitude carries no quality'),
    ]);
  });

  test('leave no unfinished file behind when an id cannot be written, and the old ones untouched', async () => {
    await writeEmbeddings(join(folder, path), NAMED);
    const before = await contents();
    const failed = writeEmbeddings(join(folder, path), { ...NAMED, ids: ['a', 'b', '\ud800\n'] });
    await expect(failed).rejects.toMatchObject({ code: 'E_EMBED_ID', exit: 65 });
    expect(await contents()).toEqual(before);
  });
});

describe('writeEmbeddings', () => {
  test('writes the raw vectors of a set, never unit rows', async () => {
    const set = fromRaw(['a'], Float32Array.of(3, 4), 2);
    await writeEmbeddings(join(folder, 'x.npy'), set);
    expect([...(await readEmbeddings(join(folder, 'x.npy'))).raw]).toEqual([3, 4]);
  });

  test('puts the provenance into the folder, or beside the file', async () => {
    await writeEmbeddings(join(folder, 'new', 'run'), NAMED, { model: 'm.onnx' });
    await writeEmbeddings(join(folder, 'lfw.npy'), NAMED, { model: 'm.onnx' });
    expect((await readdir(join(folder, 'new', 'run'))).sort()).toEqual([
      'embeddings.npy',
      'ids.txt',
      'magnitudes.npy',
      'provenance.json',
    ]);
    expect((await readdir(folder)).sort()).toEqual([
      'lfw.ids.txt',
      'lfw.npy',
      'lfw.provenance.json',
      'new',
    ]);
    expect(await readFile(join(folder, 'lfw.provenance.json'), 'utf8')).toBe(
      '{\n  "model": "m.onnx"\n}\n',
    );
  });

  test.each([
    ['file/x.npy', 'a file where a folder should be'],
    ['taken.npy', 'a folder where a file should be'],
  ])('says that %s cannot be written: %s', async (path) => {
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'taken.npy', 'full'), { recursive: true });
    await expect(writeEmbeddings(join(folder, path), NAMED)).rejects.toMatchObject({
      code: 'E_EMBED_WRITE',
      exit: 73,
    });
    expect((await readdir(folder)).sort()).toEqual(['file', 'taken.npy']);
  });
});

describe('readEmbeddings', () => {
  const text = (file: string, content: string) => writeFile(join(folder, file), content);

  test('knows a format by one extension only', () => {
    const extensions = EMBEDDING_FORMATS.flatMap((format) => format.extensions);
    expect(new Set(extensions).size).toBe(extensions.length);
  });

  test('leaves the names of an .npy to the protocol where none lie beside it', async () => {
    const { ids, raw, dim } = await readEmbeddings(join(FIXTURES, 'float32-v1.npy'));
    expect(ids).toBeUndefined();
    expect([raw.length, dim]).toEqual([6, 3]);
  });

  test('takes NAME.ids.txt before ids.txt', async () => {
    await writeEmbeddings(join(folder, 'x.npy'), NAMED);
    await text('ids.txt', 'p\nq\nr\n');
    expect((await readEmbeddings(join(folder, 'x.npy'))).ids).toEqual(IDS);
    await rm(join(folder, 'x.ids.txt'));
    expect((await readEmbeddings(join(folder, 'x.npy'))).ids).toEqual(['p', 'q', 'r']);
  });

  test.each([
    ['p\nq\n', 'E_EMBED_IDS', 'has 3 rows'],
    ['p\n\nr\n', 'E_IDS', 'x.ids.txt:2: the line is empty'],
    ['p\r\nq\r\np\r\n', 'E_IDS', 'x.ids.txt:3: "p" stands already on line 1'],
    [Buffer.from('\xfc', 'latin1'), 'E_IDS', 'not UTF-8'],
  ])('refuses the names %j', async (names, code, what) => {
    await writeEmbeddings(join(folder, 'x.npy'), NAMED);
    await writeFile(join(folder, 'x.ids.txt'), names);
    await expect(readEmbeddings(join(folder, 'x.npy'))).rejects.toMatchObject({
      code,
      exit: 65,
      message: expect.stringContaining(what),
    });
  });

  test('refuses a folder whose magnitudes belong to other vectors', async () => {
    await writeEmbeddings(join(folder, 'x'), NAMED);
    await writeEmbeddings(join(folder, 'y'), { ...NAMED, raw: RAW.map((value) => 2 * value) });
    const foreign = await readFile(join(folder, 'y', 'magnitudes.npy'));
    await writeFile(join(folder, 'x', 'magnitudes.npy'), foreign);
    await expect(readEmbeddings(join(folder, 'x'))).rejects.toThrow(
      /E_EMBED_MAGNITUDES .*magnitudes\.npy: row 0 \(from 0\) has length 5 in .*, 10 here/,
    );
  });

  test.each([
    ['absent.npy', 'E_EMBED_FILE', 66],
    ['x.csv', 'E_EMBED_FORMAT', 65],
    ['x', 'E_EMBED_FORMAT', 65],
    ['empty', 'E_EMBED_FILE', 66],
  ])('refuses %s with %s', async (path, code, exit) => {
    await text('x.csv', 'a,1\n');
    await text('x', '');
    await mkdir(join(folder, 'empty'));
    await expect(readEmbeddings(join(folder, path))).rejects.toMatchObject({ code, exit });
  });
});

describe('a NumPy archive', () => {
  test.each<[string, string[] | undefined, string]>([
    ['unicode-ids', ['a/1.jpg', 'ü \u{1f600}.png'], 'ids of str'],
    ['compressed', ['a', 'b'], 'ids of bytes; deflated; the only matrix'],
    ['without-ids', undefined, 'no ids'],
    ['beside-objects', undefined, 'objects beside it are left alone'],
  ])('that NumPy wrote, %s, is read: %s', async (name, ids) => {
    const read = await readEmbeddings(join(FIXTURES, `${name}.npz`));
    expect(read.ids).toEqual(ids);
    expect([...read.raw]).toEqual([...Float32Array.of(3, -4, 0.1, 1e-3, 2.5, -0)]);
  });

  test.each([
    ['two-matrices', 'E_NPZ_ARRAYS', 'several arrays could be meant: "left", "right"'],
    ['too-few-ids', 'E_NPZ_IDS', '1 ids for 2 rows'],
  ])('%s is refused', async (name, code, what) => {
    await expect(readEmbeddings(join(FIXTURES, `${name}.npz`))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what),
    });
  });

  async function archive(entries: Record<string, Uint8Array>, compress = true): Promise<Buffer> {
    const zip = new yazl.ZipFile();
    for (const [name, bytes] of Object.entries(entries)) {
      zip.addBuffer(Buffer.from(bytes), name, { compress });
    }
    zip.end();
    const parts: Buffer[] = [];
    for await (const part of zip.outputStream) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }

  const read = async (bytes: Uint8Array) => {
    await writeFile(join(folder, 'x.npz'), bytes);
    return readEmbeddings(join(folder, 'x.npz'));
  };

  const matrix = (rows: number) =>
    Buffer.concat([npyHeader('<f4', [rows, 512]), Buffer.alloc(rows * 2048)]);

  test('that would grow a thousandfold is refused before it does', async () => {
    await expect(read(await archive({ 'embeddings.npy': matrix(10_000) }))).rejects.toMatchObject({
      code: 'E_NPZ_BOMB',
      exit: 65,
    });
  });

  test('that lies about the size of an entry is refused', async () => {
    const bytes = await archive({ 'embeddings.npy': matrix(100) });
    const size = matrix(100).length;
    const truth = Buffer.alloc(4);
    truth.writeUInt32LE(size);
    for (const lie of [10, size - 2048, size + 2048]) {
      const forged = Buffer.from(bytes);
      for (let at = forged.indexOf(truth); at >= 0; at = forged.indexOf(truth, at + 1)) {
        forged.writeUInt32LE(lie, at);
      }
      expect(forged.equals(bytes)).toBe(false);
      await expect(read(forged)).rejects.toMatchObject({
        code: expect.stringMatching(/^E_(NPZ|NPY_SIZE|NPY_HEADER|EMBED_SHORT)$/),
        exit: 65,
      });
    }
  });

  test('with a changed byte among its values is refused by its checksum', async () => {
    const values = Buffer.concat([
      npyHeader('<f4', [1, 2]),
      Buffer.from(Float32Array.of(1, 2).buffer),
    ]);
    const bytes = await archive({ 'embeddings.npy': values }, false);
    const at = bytes.indexOf(Buffer.from(Float32Array.of(1, 2).buffer));
    bytes[at]! ^= 1;
    await expect(read(bytes)).rejects.toThrow('E_NPZ');
    await expect(read(bytes)).rejects.toThrow('the checksum does not agree');
  });

  test('with a damaged deflate stream is refused', async () => {
    const bytes = await archive({ 'embeddings.npy': matrix(100) });
    const deflated = deflateRawSync(matrix(100));
    const at = bytes.indexOf(deflated.subarray(0, 8));
    expect(at).toBeGreaterThan(0);
    bytes.fill(0xff, at, at + 8);
    await expect(read(bytes)).rejects.toMatchObject({ code: 'E_NPZ' });
  });

  test('that climbs out of its folder by name is refused', async () => {
    const bytes = await archive({ 'aa/embeddings.npy': matrix(1) });
    const forged = Buffer.from(bytes.toString('latin1').replaceAll('aa/', '../'), 'latin1');
    await expect(read(forged)).rejects.toThrow('invalid relative path');
  });

  test('holds what yazl says it holds: its checksums are those of its bytes', async () => {
    await writeEmbeddings(join(folder, 'x.npz'), NAMED);
    const bytes = await readFile(join(folder, 'x.npz'));
    const npy = Buffer.concat([npyHeader('<f4', [3, 2]), Buffer.from(RAW.buffer)]);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32LE(crc32(npy));
    expect(bytes.includes(npy)).toBe(true);
    expect(bytes.includes(checksum)).toBe(true);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('no archive at all, but longer than the shortest zip file')],
    ['no array', undefined],
  ])('that is none is refused: %s', async (_, bytes) => {
    const content = bytes ?? (await archive({ 'readme.txt': Buffer.from('hi') }));
    await expect(read(content)).rejects.toMatchObject({
      code: expect.stringMatching(/^E_NPZ(_ARRAYS)?$/),
      exit: 65,
    });
  });
});
