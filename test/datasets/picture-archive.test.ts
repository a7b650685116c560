import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openArchive } from '../../src/datasets/picture-archive.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';
import { refusalOf } from './parsing.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const PACKS = join(PROJECT, 'fixtures', 'packs');
const LONG = `${'d'.repeat(90)}/${'n'.repeat(60)}.jpg`;

function put(name: string, bytes: Uint8Array): string {
  mkdirSync(folder.path, { recursive: true });
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  return path;
}

describe('a tar that Python wrote', () => {
  test.each(['ustar', 'gnu', 'pax'])(
    'as %s holds its pictures, persons and a link',
    async (form) => {
      const archive = await openArchive(join(PACKS, `${form}.tar`));
      expect(archive.names).toEqual(['ada/1.jpg', LONG]);
      expect(Buffer.from(await archive.read(1)).toString()).toBe('two');
      expect(await archive.persons()).toEqual(['7', '8']);
      expect(archive.remarks).toEqual([`${archive.path}: symbolic links passed over: 1`]);
      expect(archive.find('ada/2.jpg')).toBeUndefined();
    },
  );

  test('is refused where it is cut', async () => {
    const whole = readFileSync(join(PACKS, 'ustar.tar'));
    const error = await refusalOf(openArchive(put('cut.tar', whole.subarray(0, 700))));
    expect(error.message).toMatch(/^E_TAR .*byte 0: 3 bytes are said to follow/);
  });
});

/** A record of one label: magic number, length, header, picture, bytes up to a multiple of 4. */
function record(id: number, label: number, data: string): Buffer {
  const bytes = Buffer.alloc(32 + Math.ceil(data.length / 4) * 4);
  bytes.writeUInt32LE(0xced7230a, 0);
  bytes.writeUInt32LE(24 + data.length, 4);
  bytes.writeFloatLE(label, 12);
  bytes.writeBigUInt64LE(BigInt(id), 16);
  bytes.write(data, 32);
  return bytes;
}

describe('records of MXNet', () => {
  const bytes = Buffer.concat([record(5, 3, 'one'), record(9, 4, 'four')]);

  test('are called by their ids where no index is there, else by its keys', async () => {
    const path = put('a.rec', bytes);
    const scanned = await openArchive(path);
    expect(scanned.names).toEqual(['5', '9']);
    expect(await scanned.persons()).toEqual(['3', '4']);
    put('a.idx', Buffer.from('7\t36\n'));
    const indexed = await openArchive(path);
    expect(indexed.names).toEqual(['7']);
    expect(indexed.find('7.jpg')).toBe(0);
    expect(Buffer.from(await indexed.read(0)).toString()).toBe('four');
  });

  test('are put together where the magic number was cut out of them', async () => {
    const first = Buffer.from(record(1, 0, 'abcd'));
    first.writeUInt32LE(2 ** 29 + 28, 4);
    const last = Buffer.from([0x0a, 0x23, 0xd7, 0xce, 2, 0, 0, 0x60, 101, 102, 0, 0]);
    const archive = await openArchive(put('cut.rec', Buffer.concat([first, last])));
    expect(Buffer.from(await archive.read(0)).toString('latin1')).toBe('abcd\x0a\x23\xd7\xceef');
  });

  test.each([
    ['no magic number', Buffer.alloc(40), 'E_RECORD FILE: byte 0: no record begins here'],
    ['an id twice', Buffer.concat([bytes, record(5, 0, '')]), 'a second record of the id 5'],
    ['a length beyond the end', bytes.subarray(0, 30), 'E_FILE_SHORT FILE: byte 30'],
  ])('with %s are refused', async (_, wrong, message) => {
    const path = put('wrong.rec', wrong);
    const error = await refusalOf(openArchive(path));
    expect(error.message.replace(path, 'FILE')).toContain(message);
  });
});
