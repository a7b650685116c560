import { FormatError } from '../errors.js';
import { quote } from './quote.js';

/** What a file says of pictures, as far as their names go. */
export interface NamedEntries {
  readonly file: string;
  /** What each entry calls its picture. */
  readonly pictures: readonly string[];
  /** The line of each entry. */
  readonly lines: ArrayLike<number>;
  /** Whether two entries say the same, so that it does not matter which of them is meant. */
  readonly alike: (entry: number, other: number) => boolean;
  /** Code of the error for a name that may be several pictures. */
  readonly ambiguous: `E_${string}`;
}

/** Endings that a name may have or lack; a dot in a person's name begins none of them. */
const EXTENSION = /\.(?:jpe?g|png|webp|bmp|gif|tiff?|p[gp]m|npy)$/i;

/** How names are made alike before they are compared: as little as is needed. */
interface Way {
  readonly alike: (names: readonly string[]) => readonly string[];
  /**
   * Whether an entry may have folders in front of the whole name of a picture: not where the picture's own were taken off, since
   * `b/1.jpg` is not `a/1.jpg`.
   */
  readonly longer: boolean;
}

const WAYS: readonly Way[] = [
  { alike: (names) => names, longer: true },
  { alike: withoutCommonFolder, longer: false },
  { alike: withoutExtension, longer: true },
  { alike: (names) => withoutExtension(withoutCommonFolder(names)), longer: false },
];

/**
 * Which entry of a file each picture of `ids` is, -1 where none is.
 *
 * A picture is what is named exactly so, with `\` as `/` and without `./`. Else it is the entry that ends in the picture's whole
 * name, as an absolute path of another machine does; else the longest entry that the picture's name ends in, as a bare file name
 * does. Names are cut only at slashes. What is still open is looked for without the folders that all pictures, and that all
 * entries, have in common, and at last without extensions: so the flat folder of one machine is the tree of another.
 *
 * @param wanted whether the picture at an index is looked for; the others stay -1
 * @throws FormatError with the code `ambiguous` where two entries that are not alike, or one entry for several pictures, fit a
 *   wanted picture equally well
 */
export function entriesOf(
  ids: readonly string[],
  table: NamedEntries,
  wanted: (index: number) => boolean,
): Int32Array {
  const entries = new Int32Array(ids.length).fill(-1);
  const [own, named] = [ids.map(normalised), table.pictures.map(normalised)];
  let open = [...ids.keys()].filter(wanted);
  for (const { alike, longer } of WAYS) {
    const found = match(alike(own), alike(named), { ids, table, open, longer });
    open = open.filter((index) => {
      const entry = found.get(index);
      if (entry !== undefined) entries[index] = entry;
      return entry === undefined;
    });
    if (open.length === 0) break;
  }
  return entries;
}

interface Search {
  readonly ids: readonly string[];
  readonly table: NamedEntries;
  /** Pictures whose entry is not known yet. */
  readonly open: readonly number[];
  readonly longer: boolean;
}

/** The entry of each open picture that has one. */
function match(
  own: readonly string[],
  entries: readonly string[],
  { ids, table, open, longer }: Search,
): Map<number, number> {
  const found = new Map<number, number>();
  const byName = indicesOf(entries);
  const behind = longer ? longerEntries(own, entries) : new Map<string, number[]>();
  const users = new Map<number, number>();
  const within = own.map((name) => {
    const entry = suffixesOf(name).find((suffix) => byName.has(suffix));
    const first = entry === undefined ? undefined : byName.get(entry)![0]!;
    if (first !== undefined) users.set(first, (users.get(first) ?? 0) + 1);
    return entry === undefined ? [] : byName.get(entry)!;
  });
  for (const index of open) {
    const exact = byName.get(own[index]!) ?? [];
    const fitting = [exact, behind.get(own[index]!) ?? [], within[index]!].find(
      (some) => some.length > 0,
    );
    if (fitting === undefined) continue;
    const [entry, ...others] = fitting as [number, ...number[]];
    const rival = others.find((other) => !table.alike(entry, other));
    const shared = fitting === within[index] && users.get(entry)! > 1;
    if (rival !== undefined || shared) throw ambiguous(table, ids[index]!, entry, rival);
    found.set(index, entry);
  }
  return found;
}

/** By picture, the entries that end in its whole name and in no longer one. */
function longerEntries(own: readonly string[], entries: readonly string[]): Map<string, number[]> {
  const names = new Set(own);
  const behind = new Map<string, number[]>();
  entries.forEach((entry, index) => {
    const name = suffixesOf(entry).find((suffix) => names.has(suffix));
    if (name !== undefined) append(behind, name, index);
  });
  return behind;
}

/** What is left of a path when one folder after the other is taken from its front: the longest first. */
function suffixesOf(path: string): string[] {
  const suffixes: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    suffixes.push(path.slice(slash + 1));
  }
  return suffixes;
}

function indicesOf(names: readonly string[]): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  names.forEach((name, index) => {
    append(indices, name, index);
  });
  return indices;
}

function append(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [index]);
  else list.push(index);
}

/** The path with forward slashes, without empty parts and dots; what leads out of it is left out. */
function normalised(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

function withoutExtension(names: readonly string[]): string[] {
  return names.map((name) => name.replace(EXTENSION, ''));
}

/** The names from where they begin to differ; a name alone stays as it is. */
function withoutCommonFolder(names: readonly string[]): readonly string[] {
  const [first = '', ...rest] = names;
  if (rest.length === 0) return names;
  let common = first.slice(0, first.lastIndexOf('/') + 1);
  for (const name of rest) {
    while (!name.startsWith(common))
      common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
    if (common === '') return names;
  }
  return names.map((name) => name.slice(common.length));
}

function ambiguous(
  { file, pictures, lines, ambiguous: code }: NamedEntries,
  id: string,
  entry: number,
  rival: number | undefined,
): FormatError {
  const position = { file, line: lines[rival ?? entry]!, column: 1 };
  const named = quote(pictures[entry]!);
  return new FormatError(
    code,
    position,
    rival === undefined
      ? `${named} may be ${quote(id)} and other pictures as well`
      : `${quote(pictures[rival]!)} may be ${quote(id)}, and so may ${named} in line ${lines[entry]!}`,
    'name pictures with their folders, as the dataset does',
  );
}
