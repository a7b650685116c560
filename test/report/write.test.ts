import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileSystem, prepareOutput, writeFiles } from '../../src/report/write.js';
import { temporaryFolder } from '../support/run-cli.js';

const FILES = new Map<string, string | Uint8Array>([
  ['metrics.csv', 'new metrics\n'],
  ['report.json', '{"new": true}\n'],
  ['roc.svg', Uint8Array.of(1, 2, 3)],
]);

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  folder.remove();
});

function contents(): Record<string, string> {
  const names = readdirSync(folder.path).sort();
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(folder.path, name), 'latin1')]),
  );
}

/** A file system whose call number `failing` (from 0) fails as a full disk does, and which counts its calls. */
function faulty(failing: number, code = 'ENOSPC'): FileSystem & { readonly calls: () => number } {
  let calls = 0;
  const call = <T>(act: () => Promise<T>): Promise<T> =>
    calls++ === failing
      ? Promise.reject(Object.assign(new Error(`${code}: injected`), { code, syscall: 'any' }))
      : act();
  const guard = (handle: FileHandle) =>
    new Proxy(handle, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        const method = value.bind(target) as (...args: unknown[]) => Promise<unknown>;
        // A handle that was never closed would leak, so closing is let through and then fails.
        if (key === 'close') return () => method().then(() => call(() => Promise.resolve()));
        return (...args: unknown[]) => call(() => method(...args));
      },
    });
  return {
    mkdir: ((...args: Parameters<typeof nodeFs.mkdir>) =>
      call(() => nodeFs.mkdir(...args))) as typeof nodeFs.mkdir,
    open: (...args) => call(async () => guard(await nodeFs.open(...args))),
    rename: (...args) => call(() => nodeFs.rename(...args)),
    unlink: (...args) => nodeFs.unlink(...args),
    calls: () => calls,
  };
}

describe('writing a report', () => {
  test('puts every file in its place and leaves nothing beside them', async () => {
    writeFileSync(join(folder.path, 'metrics.csv'), 'old');
    await writeFiles(folder.path, FILES);
    expect(contents()).toEqual({
      'metrics.csv': 'new metrics\n',
      'report.json': '{"new": true}\n',
      'roc.svg': '\u0001\u0002\u0003',
    });
  });

  test('leaves each old file whole or replaces it whole, whichever call fails', async () => {
    const counting = faulty(-1);
    await writeFiles(folder.path, FILES, counting);
    expect(counting.calls()).toBeGreaterThan(12);
    for (let failing = 0; failing < counting.calls(); failing++) {
      for (const name of FILES.keys()) writeFileSync(join(folder.path, name), 'old');
      await expect(writeFiles(folder.path, FILES, faulty(failing))).rejects.toMatchObject({
        code: 'E_OUT_WRITE',
        exit: 74,
      });
      const left = contents();
      expect(Object.keys(left)).toEqual([...FILES.keys()].sort());
      for (const [name, content] of FILES) {
        expect(['old', Buffer.from(content).toString('latin1')]).toContain(left[name]);
      }
    }
  });

  test('changes no old file when the disk is full before all are written', async () => {
    for (const name of FILES.keys()) writeFileSync(join(folder.path, name), 'old');
    // open, write, sync and close of each file come before the first rename
    for (let failing = 0; failing < 4 * FILES.size; failing++) {
      await expect(writeFiles(folder.path, FILES, faulty(failing))).rejects.toThrow('E_OUT_WRITE');
      expect(new Set(Object.values(contents()))).toEqual(new Set(['old']));
    }
  });

  test('writes all bytes where the system takes only some at a time', async () => {
    const slow: FileSystem = {
      ...nodeFs,
      open: async (...args) => {
        const handle = await nodeFs.open(...args);
        return new Proxy(handle, {
          get: (target, key) => {
            if (key === 'write') {
              return (bytes: Uint8Array, offset: number) => target.write(bytes, offset, 1);
            }
            const value: unknown = Reflect.get(target, key);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        });
      },
    };
    await writeFiles(folder.path, FILES, slow);
    expect(contents()['metrics.csv']).toBe('new metrics\n');
  });

  test('names the file when a folder lies in its place', async () => {
    mkdirSync(join(folder.path, 'report.json'));
    await expect(writeFiles(folder.path, FILES)).rejects.toThrow(
      `E_OUT_WRITE ${join(folder.path, 'report.json')}: cannot be written (EISDIR`,
    );
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('takes a file system that cannot sync folders as it is', async () => {
    const counting = faulty(-1);
    await writeFiles(folder.path, FILES, counting);
    // the last three calls open, sync and close the folder
    const syncing = counting.calls() - 2;
    await expect(
      writeFiles(folder.path, FILES, faulty(syncing, 'EINVAL')),
    ).resolves.toBeUndefined();
  });

  test.each(['../x', 'a/b', '/x'])('never writes to %j, outside the folder', async (name) => {
    await expect(writeFiles(folder.path, new Map([[name, '']]))).rejects.toThrow(RangeError);
    expect(contents()).toEqual({});
  });
});

describe('the output folder', () => {
  test('is created with its parents and stays empty', async () => {
    const dir = join(folder.path, 'a', 'b');
    await prepareOutput(dir);
    expect(readdirSync(dir)).toEqual([]);
  });

  test('is left as it is where it exists', async () => {
    writeFileSync(join(folder.path, 'metrics.csv'), 'old');
    await prepareOutput(folder.path);
    expect(contents()).toEqual({ 'metrics.csv': 'old' });
  });

  test('cannot be a file or lie under one', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    for (const dir of [file, join(file, 'below')]) {
      await expect(prepareOutput(dir)).rejects.toMatchObject({ code: 'E_OUT_CREATE', exit: 73 });
    }
  });

  (existsSync('/proc/self') ? test : test.skip)(
    'is refused before any work where nothing can be created',
    async () => {
      await expect(prepareOutput('/proc/self/reports')).rejects.toMatchObject({
        code: 'E_OUT_CREATE',
        exit: 73,
      });
    },
  );

  test.each([
    { code: 'EROFS', exit: 73, why: 'a read-only disk cannot be cured by waiting' },
    { code: 'ENOSPC', exit: 74, why: 'a full disk is a fault of the disk, not of the name' },
  ])(
    'answers $code with exit code $exit: $why, and leaves no file behind',
    async ({ code, exit }) => {
      const counting = faulty(-1);
      await prepareOutput(folder.path, counting);
      for (let failing = 0; failing < counting.calls(); failing++) {
        await expect(prepareOutput(folder.path, faulty(failing, code))).rejects.toMatchObject({
          exit,
        });
        expect(contents()).toEqual({});
      }
    },
  );
});
