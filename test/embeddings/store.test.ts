import { readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { recordBytes } from '../../src/embeddings/journal.js';
import { openStore } from '../../src/embeddings/store.js';
import {
  addAll,
  DIM,
  digest,
  digests,
  filesIn,
  id,
  namesOf,
  SPACE,
  temporaryFolder,
  vector,
  vectors,
} from './store-fixture.js';

const folder = temporaryFolder();
const open = () => openStore(folder(), SPACE);

describe('openStore', () => {
  test('keeps each space in a folder of its own that says what it is', async () => {
    const first = await open();
    expect(first.folder).toMatch(/\/[0-9a-f]{16}$/);
    const text = await readFile(join(first.folder, 'space.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(SPACE);
    for (const [key, value] of Object.entries(SPACE)) {
      const other = await openStore(folder(), {
        ...SPACE,
        [key]: typeof value === 'number' ? value + 1 : `${value}x`,
      });
      expect(other.folder).not.toBe(first.folder);
    }
    const reversed = Object.fromEntries(Object.entries(SPACE).reverse()) as unknown as typeof SPACE;
    expect((await openStore(folder(), reversed)).folder).toBe(first.folder);
  });

  test('refuses a folder whose description was changed', async () => {
    const store = await open();
    await writeFile(join(store.folder, 'space.json'), '{}\n');
    await expect(open()).rejects.toMatchObject({ code: 'E_STORE_SPACE', exit: 65 });
  });

  test('says where it cannot be made', async () => {
    await writeFile(join(folder(), 'file'), '');
    const refused = openStore(join(folder(), 'file', 'store'), SPACE);
    await expect(refused).rejects.toMatchObject({ exit: expect.any(Number) });
    await expect(refused).rejects.toThrow(/^E_STORE_(READ|WRITE) .*space\.json/);
  });
});

describe('a store', () => {
  test('has what was added, at once and after publishing and after opening again', async () => {
    const store = await open();
    addAll(store, 0, 5);
    const check = async (at: typeof store) => {
      expect(at.size).toBe(5);
      expect([...at.lookup([digest(4), digest(9), digest(0)])]).toEqual([4, -1, 0]);
      expect([...(await at.vectors([digest(3), digest(0), digest(3)]))]).toEqual([
        ...vector(3),
        ...vector(0),
        ...vector(3),
      ]);
    };
    await check(store);
    await store.publish();
    await check(store);
    store.close();
    await check(await open());
  });

  test('publishes an .npy that numpy opens and a .csv that people read, and no more', async () => {
    const store = await open();
    store.add(digest(0), vector(0), '=cmd|"x",1\n.jpg');
    store.add(digest(1), vector(1), 'b.jpg');
    await store.publish();
    const files = await readdir(store.folder);
    const csv = files.find((name) => name.endsWith('.csv'))!;
    expect(files.sort()).toEqual([csv, csv.replace('.csv', '.npy'), 'space.json'].sort());
    const lines = (await readFile(join(store.folder, csv), 'utf8')).split('\n');
    expect(lines[0]).toBe('sha256,magnitude,crc32,id');
    expect(lines[1]).toMatch(new RegExp(`^${digest(0)},1\\.118034,[0-9a-f]{8},"'=cmd\\|""x"",1$`));
    expect(lines[3]).toMatch(new RegExp(`^${digest(1)},2\\.0883274,[0-9a-f]{8},b\\.jpg$`));
    expect((await open()).size).toBe(2);
  });

  test('grows by a segment with every publishing, and by none where nothing is new', async () => {
    const store = await open();
    addAll(store, 0, 3);
    await store.publish();
    addAll(store, 0, 6);
    await store.publish();
    await store.publish();
    const files = await readdir(store.folder);
    expect(files.filter((name) => name.endsWith('.npy'))).toHaveLength(2);
    expect([...(await store.vectors(digests(0, 6)))]).toEqual(vectors(0, 6));
    expect([...(await (await open()).vectors(digests(0, 6)))]).toEqual(vectors(0, 6));
  });

  test('takes rows while it publishes', async () => {
    const store = await open();
    addAll(store, 0, 50);
    const published = store.publish();
    addAll(store, 50, 60);
    const read = store.vectors(digests(0, 60));
    await published;
    expect([...(await read)]).toEqual(vectors(0, 60));
    store.close();
    expect([...(await (await open()).vectors(digests(0, 60)))]).toEqual(vectors(0, 60));
  });

  test('reads many rows from one segment in any order, near and far apart', async () => {
    const store = await open();
    addAll(store, 0, 3000);
    await store.publish();
    const shuffled = Array.from({ length: 900 }, (_, i) => (i * 1777) % 3000);
    const read = await (await open()).vectors(shuffled.map(digest));
    expect([...read]).toEqual(shuffled.flatMap((i) => [...vector(i)]));
  });

  test('leaves a picture as it is that is added again', async () => {
    const store = await open();
    store.add(digest(0), vector(0), 'a');
    store.add(digest(0), vector(7), 'b');
    expect([...(await store.vectors([digest(0)]))]).toEqual([...vector(0)]);
  });

  test('keeps its own copy of a vector', async () => {
    const store = await open();
    const reused = vector(0);
    store.add(digest(0), reused, 'a');
    reused.fill(9);
    expect([...(await store.vectors([digest(0)]))]).toEqual([...vector(0)]);
  });

  test.each([
    [[0, 0, 0], 'E_EMBED_ZERO'],
    [[1, NaN, 1], 'E_EMBED_NONFINITE'],
  ])('refuses the vector %p, which would be found again by every run', async (bad, code) => {
    const store = await open();
    expect(() => {
      store.add(digest(0), Float32Array.from(bad), 'bad.jpg');
    }).toThrow(expect.objectContaining({ code, message: expect.stringContaining('"bad.jpg"') }));
    expect(store.size).toBe(0);
  });

  test('calls a wrong length, a digest that is none and a picture it lacks bugs', async () => {
    const store = await open();
    expect(() => {
      store.add(digest(0), new Float32Array(2), 'a');
    }).toThrow(RangeError);
    expect(() => {
      store.add('AB', vector(0), 'a');
    }).toThrow(RangeError);
    await expect(store.vectors([digest(0)])).rejects.toThrow(RangeError);
  });
});

describe('a store of several processes', () => {
  test('that publish the same pictures at once has them once', async () => {
    const stores = await Promise.all([open(), open(), open(), open()]);
    for (const store of stores) addAll(store, 0, 40);
    await Promise.all(stores.map((store) => store.publish()));
    for (const store of stores) {
      expect([...(await store.vectors(digests(0, 40)))]).toEqual(vectors(0, 40));
    }
    const files = await readdir(stores[0].folder);
    expect(files.map((name) => name.replace(/^[0-9a-f]{16}/, '')).sort()).toEqual([
      '.csv',
      '.npy',
      'space.json',
    ]);
  });

  test('that publish overlapping pictures has them all', async () => {
    const [a, b] = await Promise.all([open(), open()]);
    addAll(a, 0, 30);
    addAll(b, 20, 50);
    await Promise.all([a.publish(), b.publish()]);
    const store = await open();
    expect(store.size).toBe(50);
    expect([...(await store.vectors(digests(0, 50)))]).toEqual(vectors(0, 50));
  });

  test('lets one take over what another has only in its journal, and take it away from neither', async () => {
    const working = await open();
    addAll(working, 0, 10);
    const second = await open();
    expect([...second.lookup(digests(0, 11))]).toEqual([...Array(10).keys(), -1]);
    await second.publish();
    // The first is alive, so that its journal stays until it publishes itself.
    expect((await readdir(second.folder)).filter((name) => name.endsWith('.journal'))).toHaveLength(
      1,
    );
    addAll(working, 10, 12);
    await working.publish();
    expect((await readdir(second.folder)).filter((name) => name.endsWith('.journal'))).toEqual([]);
    expect([...(await (await open()).vectors(digests(0, 12)))]).toEqual(vectors(0, 12));
  });
});

describe('a journal left behind', () => {
  const host = hostname().replaceAll(/[^A-Za-z0-9-]/g, '-');
  /** No process has so high a number. */
  const GONE = `${host}.4194305.0.journal`;

  /** The journal of pictures 0 to `rows`, under the name of a process that is gone. */
  async function abandon(rows: number, name = GONE): Promise<string> {
    const store = await open();
    addAll(store, 0, rows);
    store.close();
    const [journal] = (await readdir(store.folder)).filter((file) => file.endsWith('.journal'));
    await rename(join(store.folder, journal!), join(store.folder, name));
    return join(store.folder, name);
  }

  test('gives back its sound rows at every length it may be cut to', async () => {
    const path = await abandon(3);
    const whole = await readFile(path);
    const size = recordBytes(DIM);
    expect(whole.length).toBe(3 * size);
    for (let length = 0; length <= whole.length; length++) {
      await writeFile(path, whole.subarray(0, length));
      const store = await open();
      const sound = Math.floor(length / size);
      expect(store.size).toBe(sound);
      expect([...(await store.vectors(digests(0, sound)))]).toEqual(vectors(0, sound));
      const rest = length - sound * size;
      expect(store.remarks).toEqual(
        rest === 0
          ? []
          : [`${path}: ${sound} rows are sound, the ${rest} bytes after them are not`],
      );
    }
  });

  test('gives back the rows before a changed bit, wherever it is', async () => {
    const path = await abandon(3);
    const whole = await readFile(path);
    for (let bit = 0; bit < whole.length * 8; bit += 5) {
      const changed = Buffer.from(whole);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await writeFile(path, changed);
      const store = await open();
      const sound = Math.floor((bit >> 3) / recordBytes(DIM));
      expect(store.size).toBe(sound);
      expect([...(await store.vectors(digests(0, sound)))]).toEqual(vectors(0, sound));
    }
  });

  test.each([
    ['zeros', Buffer.alloc(500)],
    ['ones', Buffer.alloc(500, 0xff)],
    ['text', Buffer.from('something else entirely '.repeat(20))],
  ])('passes over %s after its rows', async (_, tail) => {
    const path = await abandon(3);
    await writeFile(path, Buffer.concat([await readFile(path), tail]));
    const store = await open();
    expect(store.size).toBe(3);
    expect(store.remarks).toHaveLength(1);
  });

  test('reads more rows than fit its buffer', async () => {
    await abandon(1500);
    expect([...(await (await open()).vectors(digests(0, 1500)))]).toEqual(vectors(0, 1500));
  });

  test('leads to the very files of a run that was not stopped', async () => {
    const path = await abandon(7);
    await writeFile(path, (await readFile(path)).subarray(0, 5 * recordBytes(DIM) + 11));
    const resumed = await open();
    addAll(resumed, 0, 10);
    await resumed.publish(namesOf(0, 10));
    const undisturbed = await openStore(join(folder(), 'other'), SPACE);
    addAll(undisturbed, 0, 10);
    await undisturbed.publish();
    expect(await filesIn(resumed.folder)).toEqual(await filesIn(undisturbed.folder));
  });

  const present = async (path: string) =>
    (await readFile(path).catch(() => undefined)) !== undefined;

  test.each([
    [GONE, false, 'its process is gone and its rows are published'],
    [`${host}.${process.ppid}.0.journal`, true, 'its process may still write'],
    ['elsewhere.4194305.0.journal', true, 'nothing is known of processes on another host'],
    [`${host}.${process.pid}.7.journal`, true, 'it may be ours'],
  ])('by %s is kept after publishing: %p, since %s', async (name, kept) => {
    const path = await abandon(3, name);
    const store = await open();
    expect(await present(path)).toBe(true);
    await store.publish();
    expect(await present(path)).toBe(kept);
    expect((await open()).size).toBe(3);
  });

  test('by our own number is not ours when we began later, as in containers', async () => {
    const path = await abandon(3, `${host}.${process.pid}.7.journal`);
    await utimes(path, 1000, 1000);
    await (await open()).publish();
    expect(await present(path)).toBe(false);
  });

  test('is not deleted where rows were added since it was read', async () => {
    const path = await abandon(3);
    const store = await open();
    await writeFile(path, await readFile(path), { flag: 'a' });
    await store.publish();
    expect(await present(path)).toBe(true);
  });

  test('is not deleted before its rows are published', async () => {
    const path = await abandon(3);
    const store = await open();
    store.close();
    expect(await present(path)).toBe(true);
  });

  test('takes unfinished files of its process with it', async () => {
    const store = await open();
    const [gone, alive] = [`.x.npy.${host}.4194305.0.tmp`, `.x.npy.${host}.${process.ppid}.0.tmp`];
    await writeFile(join(store.folder, gone), 'half');
    await writeFile(join(store.folder, alive), 'half');
    await store.publish();
    expect((await readdir(store.folder)).sort()).toEqual([alive, 'space.json']);
  });
});

describe('a damaged segment', () => {
  async function published(rows: number) {
    const store = await open();
    addAll(store, 0, rows);
    await store.publish();
    const csv = (await readdir(store.folder)).find((name) => name.endsWith('.csv'))!;
    return { csv: join(store.folder, csv), npy: join(store.folder, csv.replace('.csv', '.npy')) };
  }

  test('never gives a wrong vector, whichever byte of it is changed', async () => {
    const { csv, npy } = await published(4);
    for (const file of [csv, npy]) {
      const whole = await readFile(file);
      for (let at = 0; at < whole.length; at++) {
        const changed = Buffer.from(whole);
        changed[at]! ^= 0x04;
        await writeFile(file, changed);
        const read = open().then((store) => store.vectors(digests(0, 4)));
        await expect(read).rejects.toMatchObject({
          code: 'E_STORE_DAMAGED',
          exit: 65,
          message: expect.stringContaining(file),
        });
      }
      await writeFile(file, whole);
    }
    expect([...(await (await open()).vectors(digests(0, 4)))]).toEqual(vectors(0, 4));
  });

  test('still gives the rows that are sound', async () => {
    const { npy } = await published(4);
    const bytes = await readFile(npy);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(npy, bytes);
    const store = await open();
    expect([...(await store.vectors(digests(0, 3)))]).toEqual(vectors(0, 3));
    await expect(store.vectors(digests(0, 4))).rejects.toThrow('the checksum of row 3 (from 0)');
  });

  test.each(['cut', 'longer', 'gone'])('is refused by name where its .npy is %s', async (how) => {
    const { npy } = await published(4);
    const bytes = await readFile(npy);
    if (how === 'gone') await rm(npy);
    else
      await writeFile(npy, how === 'cut' ? bytes.subarray(0, -1) : Buffer.concat([bytes, bytes]));
    await expect(open()).rejects.toMatchObject({
      code: 'E_STORE_DAMAGED',
      message: expect.stringContaining(npy),
    });
  });

  test('counts for nothing without its index, and is made whole by publishing again', async () => {
    const { csv } = await published(4);
    await rm(csv);
    const store = await open();
    expect(store.size).toBe(0);
    addAll(store, 0, 4);
    await store.publish();
    expect((await open()).size).toBe(4);
  });

  test('that no index vouches for is not vouched for when its bytes are wrong', async () => {
    const { csv, npy } = await published(4);
    const bytes = await readFile(npy);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(npy, bytes);
    await rm(csv);
    const store = await open();
    addAll(store, 0, 4);
    await expect(store.publish()).rejects.toMatchObject({ code: 'E_STORE_DAMAGED' });
    await rm(npy);
    await store.publish();
    expect([...(await (await open()).vectors(digests(0, 4)))]).toEqual(vectors(0, 4));
  });

  test('is mended as the message says: delete both and embed anew', async () => {
    const { csv, npy } = await published(4);
    await rm(csv);
    await rm(npy);
    const store = await open();
    expect([...store.lookup([digest(0)])]).toEqual([-1]);
    store.add(digest(0), vector(0), id(0));
    await store.publish();
    expect((await open()).size).toBe(1);
  });
});
