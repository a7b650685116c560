import { EXIT, FormatError, UserError } from '../errors.js';
import type { ArchiveList, ArchiveMember } from '../files/archive.js';
import { withParts, type ReadPart } from '../files/file-part.js';
import { quote } from '../files/quote.js';
import { tarMembers } from '../files/tar.js';
import { zipMembers } from '../files/zip.js';
import type { ImageCollection } from '../types.js';
import { pathFault } from './formats/paths.js';
import { isPictureName } from './picture-name.js';
import { openRecords } from './recordio.js';

/** Encoded pictures are smaller: a face of 112x112 has some 10 kB, and pixels without any compression 50 MB at 4096x4096. */
export const LARGEST_PICTURE = 1 << 26;
/** A label is a number or a name. */
const LONGEST_LABEL = 4096;

/** Pictures that lie together in one file. */
export interface PictureArchive {
  readonly path: string;
  /** Name of each picture, unique, in the order of the file. */
  readonly names: readonly string[];
  /** What was passed over. */
  readonly remarks: readonly string[];
  /** The picture that a list calls so; undefined where there is none. */
  readonly find: (name: string) => number | undefined;
  /** Who is on each picture, where the archive tells it of all. */
  readonly persons: () => Promise<readonly string[] | undefined>;
  readonly read: (index: number) => Promise<Uint8Array>;
}

/** Whether `path` is called as an archive of pictures is. */
export function isArchiveName(path: string): boolean {
  return /\.(tar|zip|rec|tgz|tar\.gz)$/i.test(path);
}

/**
 * The pictures in the archive at `path`: tar, zip, or MXNet's RecordIO.
 *
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_TAR, E_ZIP, E_RECORD..., E_ARCHIVE_TWICE,
 *   E_PATH_TRAVERSAL
 */
export async function openArchive(path: string): Promise<PictureArchive> {
  if (/\.rec$/i.test(path)) return openRecords(path, LARGEST_PICTURE);
  const list = /\.zip$/i.test(path)
    ? await zipMembers(path)
    : await withParts(path, (read, size) => tarMembers(read, size, path));
  return memberPictures(path, list, (use) => withParts(path, use));
}

/**
 * The pictures among the members of an archive. Where each has a text of the same name beside it that ends in `.cls`, as
 * WebDataset writes them, that is who is on it.
 *
 * @param within gives a reader of the archive's bytes for as long as its argument runs
 * @throws FormatError E_PATH_TRAVERSAL, E_ARCHIVE_TWICE with the byte
 */
export function memberPictures(
  path: string,
  { members, passedOver }: ArchiveList,
  within: <T>(use: (read: ReadPart) => Promise<T>) => Promise<T>,
): PictureArchive {
  const pictures: ArchiveMember[] = [];
  const labels = new Map<string, ArchiveMember>();
  const numbers = new Map<string, number>();
  for (const member of members) {
    const { name, byte } = member;
    const fault = pathFault(name);
    if (fault !== undefined) {
      throw refusal('E_PATH_TRAVERSAL', path, byte, `${fault}, ${quote(name)}`);
    }
    if (/(^|\/)\./.test(name)) continue;
    if (name.endsWith('.cls')) labels.set(keyOf(name), member);
    if (!isPictureName(name)) continue;
    if (numbers.has(name)) {
      throw refusal('E_ARCHIVE_TWICE', path, byte, `${quote(name)} stands twice in it`);
    }
    numbers.set(name, pictures.length);
    pictures.push(member);
  }
  const names = pictures.map(({ name }) => name);
  return {
    path,
    names,
    remarks: Array.from(passedOver, ([what, count]) => `${path}: ${what} passed over: ${count}`),
    find: (name) => numbers.get(name),
    persons: async () => {
      const each = names.map((name) => labels.get(keyOf(name)));
      if (each.length === 0 || !each.every((label) => label !== undefined)) return undefined;
      return within((read) => labelsOf(path, each, read));
    },
    read: async (index) => {
      const member = pictures[index]!;
      if (member.size > LARGEST_PICTURE) {
        const what = `${quote(member.name)} has ${member.size} bytes, at most ${LARGEST_PICTURE} are read`;
        throw refusal('E_ARCHIVE_LARGE', path, member.byte, what);
      }
      return within((read) => member.read(read));
    },
  };
}

async function labelsOf(
  path: string,
  labels: readonly ArchiveMember[],
  read: ReadPart,
): Promise<string[]> {
  const persons: string[] = [];
  for (const label of labels) {
    if (label.size > LONGEST_LABEL) {
      const what = `a label of ${label.size} bytes, ${quote(label.name)}`;
      throw refusal('E_ARCHIVE_LARGE', path, label.byte, what);
    }
    persons.push(new TextDecoder().decode(await label.read(read)).trim());
  }
  return persons;
}

/** What WebDataset calls the key of a sample: its path up to the first dot of the last part. */
function keyOf(name: string): string {
  const last = name.lastIndexOf('/') + 1;
  const dot = name.indexOf('.', last);
  return dot < 0 ? name : name.slice(0, dot);
}

/**
 * The pictures `ids` out of an archive, read one at a time as asked for.
 *
 * @param paths what the archive calls them, where that is not their id
 * @throws UserError from `read`: E_IMAGE_MISSING (66), and those of the archive
 */
export function archiveImages(
  archive: PictureArchive,
  ids: readonly string[],
  paths: readonly string[] = ids,
): ImageCollection {
  const describe = (index: number) => `${archive.path}(${paths[index]!})`;
  return {
    ids,
    describe,
    missing: () =>
      Promise.resolve(paths.flatMap((path, i) => (archive.find(path) === undefined ? [i] : []))),
    read: async (index) => {
      const found = archive.find(paths[index]!);
      if (found !== undefined) return archive.read(found);
      throw new UserError(
        'E_IMAGE_MISSING',
        `${describe(index)} is not there`,
        'point --images at the archive that holds it',
        EXIT.missingInput,
      );
    },
  };
}

/** Every picture of an archive. @throws UserError E_PICTURES_NONE (66) */
export function allPictures(archive: PictureArchive): ImageCollection {
  const { path, names, read } = archive;
  if (names.length === 0) {
    throw new UserError(
      'E_PICTURES_NONE',
      `no picture (.jpg, .jpeg, .png, .webp) is in ${path}`,
      'name the archive that holds them',
      EXIT.missingInput,
    );
  }
  return {
    ids: names,
    describe: (index) => `${path}(${names[index]!})`,
    missing: () => Promise.resolve([]),
    read,
  };
}

function refusal(code: `E_${string}`, file: string, byte: number, what: string): FormatError {
  return new FormatError(code, { file }, `byte ${byte}: ${what}`, 'pack it again');
}
