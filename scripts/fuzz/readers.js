/**
 * Every reader of bytes that anybody may hand us: its name, valid files to begin from, and what reads one. A new reader is one
 * more record. `read` is given bytes and resolves, or rejects with the error that a user would see; `mend`, where there is one,
 * makes the checksums of every second input agree, since nothing would get beyond them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import yazl from 'yazl';
import { parsePack } from '../../dist/datasets/formats/pack.js';
import { memberPictures } from '../../dist/datasets/picture-archive.js';
import { recordOffsets, recordPictures, scannedOffsets } from '../../dist/datasets/recordio.js';
import { partsOf } from '../../dist/files/file-part.js';
import { readPickle } from '../../dist/files/pickle.js';
import { imageRecord, recordAt } from '../../dist/files/recordio.js';
import { tarMembers } from '../../dist/files/tar.js';
import { linesOf } from '../../dist/files/text-lines.js';
import { zipMembersOf } from '../../dist/files/zip.js';
import { pickledPack } from '../pickled-pack.js';
import { PAIR_READERS } from './pair-readers.js';
import { recordFile } from '../record-file.js';

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures', 'packs');
const FILE = 'fuzzed';
const LARGEST = 1 << 20;

/** Fixtures whose names begin so. */
const fixtures = (start) =>
  readdirSync(FIXTURES)
    .filter((name) => name.startsWith(start))
    .map((name) => readFileSync(join(FIXTURES, name)));

/** Reads every picture, and who is on it. */
async function readAll(pictures) {
  await pictures.persons();
  for (const index of pictures.names.keys()) await pictures.read(index);
}

const PICTURES = [
  { name: 'ada/1.jpg', bytes: Buffer.from('one') },
  { name: 'ada/1.cls', bytes: Buffer.from('7') },
  { name: 'b.png', bytes: Buffer.alloc(300, 'ab') },
];

/** Writes the checksum of every block of a tar archive, as if it were a header. */
function withTarChecksums(bytes) {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const block = bytes.subarray(at, at + 512);
    if (block.every((byte) => byte === 0)) continue;
    block.fill(' ', 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return bytes;
}

async function zipFile() {
  const zip = new yazl.ZipFile();
  for (const { name, bytes } of PICTURES) zip.addBuffer(bytes, name, { mtime: new Date(0) });
  zip.end();
  const chunks = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const RECORDS = recordFile([
  { key: 1, labels: [3], data: Buffer.from('one') },
  { key: 2, labels: [3, 0.5], data: Buffer.from([1, 2, 3, 4, 0x0a, 0x23, 0xd7, 0xce, 5]) },
  { key: 0, labels: [3, 4], data: Buffer.alloc(0) },
]);

/** The archive is what it says it is, whoever reads it. */
const inMemory = (bytes) => (use) => use(partsOf(bytes, FILE));

export const READERS = [
  {
    name: 'pickle',
    valid: [...fixtures('values-'), ...fixtures('arrays-')],
    read: async (bytes) => readPickle(bytes, FILE),
  },
  {
    name: 'insightface-pack',
    valid: [
      ...fixtures('pack-'),
      ...fixtures('arrays-'),
      pickledPack([Buffer.from('one'), Buffer.alloc(300)], [true]),
    ],
    read: async (bytes) => parsePack(bytes, FILE),
  },
  {
    name: 'tar',
    valid: ['ustar', 'gnu', 'pax'].flatMap(fixtures),
    mend: withTarChecksums,
    read: async (bytes) => {
      const list = await tarMembers(partsOf(bytes, FILE), bytes.length, FILE);
      await readAll(memberPictures(FILE, list, inMemory(bytes)));
    },
  },
  {
    name: 'zip',
    valid: [await zipFile()],
    read: async (bytes) => {
      const list = await zipMembersOf(bytes, FILE);
      await readAll(memberPictures(FILE, list, inMemory(bytes)));
    },
  },
  {
    name: 'recordio',
    valid: [RECORDS.bytes],
    read: async (bytes) => {
      const read = partsOf(bytes, FILE);
      const offsets = await scannedOffsets(read, bytes.length, FILE, LARGEST);
      const record = async (offset) => {
        const { bytes: found } = await recordAt(read, offset, FILE, LARGEST);
        return imageRecord(found, offset, FILE);
      };
      await readAll(recordPictures(FILE, offsets, Infinity, (use) => use(record)));
    },
  },
  {
    name: 'recordio-index',
    valid: [Buffer.from(RECORDS.index)],
    read: async (bytes) => recordOffsets(linesOf([bytes], FILE), FILE),
  },
  ...PAIR_READERS,
];
