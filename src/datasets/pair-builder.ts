import { FormatError, type Position } from '../errors.js';
import type { PairProtocol } from '../types.js';
import { places } from './places.js';

/** Places that a warning names before it only counts. */
const NAMED = 3;

/** Folds are columns of 16 bits. */
const MOST_FOLDS = 65_536;

/** One comparison as a protocol's file states it. */
export interface StatedPair {
  /** Pictures as `image` numbers them. */
  readonly left: number;
  readonly right: number;
  readonly genuine: boolean;
  /** As the file numbers it, 0 to 2^32 - 1. */
  readonly fold: number;
  readonly file: string;
  /** From 1; of a file without lines, the number of the comparison. */
  readonly line: number;
}

/** Collects comparisons in the order of a protocol's files and gives them back in columns. */
export interface PairBuilder {
  /** The index of picture `id`: the count of pictures so far, if it is new. `person` is its name, where the protocol tells it. */
  image(id: string, person?: string): number;
  add(pair: StatedPair): void;
  /**
   * The protocol, its folds numbered from 0 in the order of the files' numbers, and remarks on comparisons that stand twice or
   * compare a picture with itself: such comparisons are kept.
   *
   * @throws FormatError E_FOLDS for more than 65,536 folds
   */
  build(about: {
    readonly name: string;
    readonly digest: string;
    readonly testFolds: (folds: number) => readonly number[];
  }): {
    readonly protocol: PairProtocol;
    readonly warnings: readonly string[];
    /** Where comparison `index` stands. */
    readonly place: (index: number) => Position;
  };
}

/** An empty PairBuilder. @param unit what `line` counts, which remarks then say */
export function pairBuilder(unit: 'line' | 'comparison' = 'line'): PairBuilder {
  const images = names();
  const persons = names();
  const files = names();
  const identity: number[] = [];
  const rows = new Rows();
  const stands = places();
  return {
    image: (id, person) => {
      const image = images.indexOf(id);
      const known = identity[image] ?? -1;
      identity[image] = person === undefined ? known : persons.indexOf(person);
      return image;
    },
    add: ({ left, right, genuine, fold, file, line }) => {
      rows.push(left, right, genuine ? 1 : 0, fold, files.indexOf(file), line);
      stands.add(file, line);
    },
    build: ({ name, digest, testFolds }) => {
      const fold = rows.column(FOLD);
      const folds = [...new Set(fold)].sort((a, b) => a - b);
      if (folds.length > MOST_FOLDS) {
        throw new FormatError(
          'E_FOLDS',
          { file: files.all()[0]! },
          `${folds.length} folds, at most ${MOST_FOLDS} are possible`,
          'number fewer folds',
        );
      }
      const rank = new Map(folds.map((number, index) => [number, index]));
      return {
        protocol: {
          kind: 'pairs',
          name,
          images: images.all(),
          left: rows.column(LEFT),
          right: rows.column(RIGHT),
          genuine: Uint8Array.from(rows.column(GENUINE)),
          fold: Uint16Array.from(fold, (number) => rank.get(number)!),
          testFolds: testFolds(folds.length),
          identity: Int32Array.from(identity),
          identities: persons.all(),
          digest,
        },
        warnings: remarksOn(rows, images.all().length, files.all(), unit),
        place: (index) => stands.at(index),
      };
    },
  };
}

/** Names numbered in the order of their first use. A Map, not an object: a person may be called __proto__. */
function names() {
  const indices = new Map<string, number>();
  return {
    indexOf: (name: string): number => {
      const known = indices.get(name);
      if (known !== undefined) return known;
      indices.set(name, indices.size);
      return indices.size - 1;
    },
    all: (): string[] => [...indices.keys()],
  };
}

const [LEFT, RIGHT, GENUINE, FOLD, FILE, LINE, WIDTH] = [0, 1, 2, 3, 4, 5, 6];

/** Comparisons as rows of six whole numbers in one growing array: millions of objects would not fit. */
class Rows {
  #cells = new Uint32Array(1024 * WIDTH);
  length = 0;

  push(
    left: number,
    right: number,
    genuine: number,
    fold: number,
    file: number,
    line: number,
  ): void {
    const start = this.length * WIDTH;
    if (start === this.#cells.length) {
      const larger = new Uint32Array(2 * start);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells[start + LEFT] = left;
    this.#cells[start + RIGHT] = right;
    this.#cells[start + GENUINE] = genuine;
    this.#cells[start + FOLD] = fold;
    this.#cells[start + FILE] = file;
    this.#cells[start + LINE] = line;
    this.length++;
  }

  at(row: number, column: number): number {
    return this.#cells[row * WIDTH + column]!;
  }

  column(column: number): Uint32Array {
    const values = new Uint32Array(this.length);
    for (let row = 0; row < this.length; row++) values[row] = this.at(row, column);
    return values;
  }
}

function remarksOn(
  rows: Rows,
  images: number,
  files: readonly string[],
  unit: 'line' | 'comparison',
): string[] {
  const place = (row: number) =>
    `${files[rows.at(row, FILE)]!}:${unit === 'line' ? '' : ` ${unit} `}${rows.at(row, LINE)}`;
  const earlier = (row: number, first: number) =>
    rows.at(row, FILE) === rows.at(first, FILE) ? `${unit} ${rows.at(first, LINE)}` : place(first);
  const own: string[] = [];
  const repeated: string[] = [];
  const contradicted: string[] = [];
  const keys = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const [a, b] = [rows.at(row, LEFT), rows.at(row, RIGHT)];
    keys[row] = Math.min(a, b) * images + Math.max(a, b);
  }
  const twice = repeatedIn(keys);
  const first = new Map<number, number>();
  for (const [row, key] of keys.entries()) {
    if (rows.at(row, LEFT) === rows.at(row, RIGHT)) {
      own.push(place(row));
      continue;
    }
    if (!twice.has(key)) continue;
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, row);
    } else {
      const agrees = rows.at(row, GENUINE) === rows.at(before, GENUINE);
      (agrees ? repeated : contradicted).push(`${place(row)} (as ${earlier(row, before)})`);
    }
  }
  return [
    ...remark(
      contradicted,
      'a comparison that stood before with the other label',
      'comparisons that stood before with the other label',
    ),
    ...remark(repeated, 'a comparison that stood before', 'comparisons that stood before'),
    ...remark(own, 'a comparison of a picture with itself', 'comparisons of a picture with itself'),
  ];
}

/** The values that `keys` holds more than once; sorting finds them where a set of all would not fit. */
function repeatedIn(keys: Float64Array): ReadonlySet<number> {
  const sorted = keys.toSorted();
  return new Set(sorted.filter((key, index) => key === sorted[index - 1]));
}

function remark(places: readonly string[], one: string, many: string): string[] {
  if (places.length === 0) return [];
  const more = places.length > NAMED ? `, and ${places.length - NAMED} more` : '';
  const counted = places.length === 1 ? one : `${places.length} ${many}`;
  return [`${counted}: ${places.slice(0, NAMED).join(', ')}${more}`];
}
