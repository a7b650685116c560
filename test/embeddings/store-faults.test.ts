import * as files from 'node:fs/promises';
import * as sync from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import type { Store } from '../../src/embeddings/store.js';
import type { UserError } from '../../src/errors.js';
import { addAll, digests, range, SPACE, temporaryFolder, vectors } from './store-fixture.js';

const folder = temporaryFolder();
const real = { ...files };
const realSync = { ...sync };

/** Calls that were made, and the one that fails, from 0. */
let calls = 0;
let failing = Infinity;
let failure = 'ENOSPC';

function fail(syscall: string): void {
  if (calls++ !== failing) return;
  throw Object.assign(new Error(`${failure}: made to fail, ${syscall}`), {
    code: failure,
    syscall,
  });
}

/** A handle whose writing calls may fail; half of what was to be written is written then, as on a full disk. */
function faulty(handle: files.FileHandle): files.FileHandle {
  const write = handle.write.bind(handle) as (...all: unknown[]) => Promise<unknown>;
  const forced = handle.sync.bind(handle);
  return Object.assign(handle, {
    write: async (bytes: Uint8Array, offset: number, length: number) => {
      try {
        fail('write');
      } catch (error) {
        await write(bytes, offset, length >> 1);
        throw error;
      }
      return write(bytes, offset, length);
    },
    sync: async () => {
      fail('fsync');
      return forced();
    },
  });
}

jest.unstable_mockModule('node:fs/promises', () => ({
  ...real,
  mkdir: async (path: string, options: sync.MakeDirectoryOptions) => {
    fail('mkdir');
    return real.mkdir(path, options);
  },
  open: async (path: string, flags: string) => {
    if (flags !== 'r') fail('open');
    return faulty(await real.open(path, flags));
  },
  link: async (from: string, to: string) => {
    fail('link');
    return real.link(from, to);
  },
  unlink: async (path: string) => {
    fail('unlink');
    return real.unlink(path);
  },
}));

jest.unstable_mockModule('node:fs', () => ({
  ...realSync,
  openSync: (path: string, flags: string) => {
    fail('open');
    return realSync.openSync(path, flags);
  },
  writeSync: (handle: number, bytes: Uint8Array, offset: number) => {
    try {
      fail('write');
    } catch (error) {
      realSync.writeSync(handle, bytes, offset, (bytes.length - offset) >> 1);
      throw error;
    }
    return realSync.writeSync(handle, bytes, offset);
  },
  fdatasyncSync: (handle: number) => {
    fail('fdatasync');
    realSync.fdatasyncSync(handle);
  },
}));

const { openStore } = await import('../../src/embeddings/store.js');

const PICTURES = 5;

async function run(store: string): Promise<Store> {
  const opened = await openStore(store, SPACE);
  try {
    addAll(opened, 0, PICTURES);
    await opened.publish();
  } finally {
    opened.close();
  }
  return opened;
}

test.each([
  ['ENOSPC', 74],
  ['EIO', 74],
  ['EROFS', 73],
  ['EMFILE', 75],
])(
  'whichever call fails with %s, the error has a name and exit %d, no vector is wrong, and the next run mends it',
  async (code, exit) => {
    failure = code;
    failing = Infinity;
    calls = 0;
    await run(`${folder()}/sound`);
    const total = calls;
    // A sound run: mkdir, the description, the journal, two files of a segment, and tidying up.
    expect(total).toBeGreaterThan(20);
    let failed = 0;
    for (const call of range(0, total)) {
      const store = `${folder()}/${call}`;
      [calls, failing] = [0, call];
      const outcome = await run(store).catch((error: unknown) => error as UserError);
      expect(calls).toBeGreaterThan(call);
      failing = Infinity;
      if ('code' in outcome) {
        failed++;
        expect(outcome).toMatchObject({ code: expect.stringMatching(/^E_STORE_/), exit });
      }
      const between = await openStore(store, SPACE);
      const there = range(0, PICTURES).filter((i) => between.lookup(digests(i, i + 1))[0]! >= 0);
      // All of them when the run succeeded.
      if (!('code' in outcome)) expect(there).toHaveLength(PICTURES);
      for (const i of there) {
        expect([...(await between.vectors(digests(i, i + 1)))]).toEqual(vectors(i, i + 1));
      }
      const mended = await run(store);
      expect([...(await mended.vectors(digests(0, PICTURES)))]).toEqual(vectors(0, PICTURES));
    }
    expect(failed).toBeGreaterThan(15);
  },
);

test('publishing that failed can be called again, and nothing was lost', async () => {
  failing = Infinity;
  failure = 'ENOSPC';
  const store = await openStore(folder(), SPACE);
  addAll(store, 0, PICTURES);
  [calls, failing] = [0, 2];
  await expect(store.publish()).rejects.toMatchObject({ code: 'E_STORE_WRITE', exit: 74 });
  expect([...(await store.vectors(digests(0, PICTURES)))]).toEqual(vectors(0, PICTURES));
  addAll(store, PICTURES, 2 * PICTURES);
  await store.publish();
  const after = await openStore(folder(), SPACE);
  expect([...(await after.vectors(digests(0, 2 * PICTURES)))]).toEqual(vectors(0, 2 * PICTURES));
  expect(sync.readdirSync(after.folder).filter((name) => /journal|tmp/.test(name))).toEqual([]);
});
