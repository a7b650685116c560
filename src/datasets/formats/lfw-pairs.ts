import { FormatError } from '../../errors.js';
import { fieldsOf, plainName, wholeNumber } from './fields.js';
import type { Line, TextFile } from './text-lines.js';

/** One comparison as LFW writes it: person and number of each picture, from 1. */
export interface LfwPair {
  readonly line: number;
  readonly genuine: boolean;
  /** From 0. */
  readonly fold: number;
  readonly left: LfwPicture;
  readonly right: LfwPicture;
}

export interface LfwPicture {
  readonly person: string;
  readonly number: number;
}

/**
 * The comparisons of LFW's `pairs.txt` (View 2): a header `FOLDS<TAB>N`, then for each fold N genuine lines
 * `NAME<TAB>I<TAB>J` and N impostor lines `NAME<TAB>I<TAB>NAME<TAB>J`.
 *
 * @throws FormatError E_LFW_HEADER, E_LFW_PAIRS, E_NUMBER, E_PATH with line and column
 */
export function parseView2(file: TextFile): { readonly folds: number; readonly pairs: LfwPair[] } {
  const header = headerOf(file, 2, 'FOLDS<tab>PAIRS, such as 10<tab>300');
  const [folds, each] = [header[0]!, header[1]!];
  return { folds, pairs: parseBlocks(file, file.lines.slice(1), folds, each) };
}

/**
 * The comparisons of LFW's `pairsDevTrain.txt` or `pairsDevTest.txt` (View 1): N genuine lines, then N impostor lines, after
 * a header `N` that some copies have lost.
 */
export function parseView1(file: TextFile): LfwPair[] {
  const bare = (file.lines[0]?.text ?? '').includes('\t');
  if (!bare)
    return parseBlocks(file, file.lines.slice(1), 1, headerOf(file, 1, 'PAIRS, such as 500')[0]!);
  if (file.lines.length % 2 === 0) return parseBlocks(file, file.lines, 1, file.lines.length / 2);
  throw new FormatError(
    'E_LFW_PAIRS',
    { file: file.path, line: file.lines.length },
    `${file.lines.length} lines without a header cannot be half genuine, half impostor`,
    'fetch the file again',
  );
}

/** The id of a picture in LFW's own layout, without the extension: `NAME/NAME_0001`. */
export function lfwStem({ person, number }: LfwPicture): string {
  return `${person}/${person}_${String(number).padStart(4, '0')}`;
}

function headerOf({ path, lines }: TextFile, count: number, expected: string): number[] {
  const line = lines[0] ?? { number: 1, text: '' };
  const fields = fieldsOf(line, '\t', path);
  if (fields.length !== count || !/^\d/.test(line.text)) {
    throw new FormatError(
      'E_LFW_HEADER',
      { file: path, line: 1, column: 1 },
      `expected the header ${expected}, found ${JSON.stringify(line.text)}`,
      'use the file as LFW distributes it',
    );
  }
  return fields.map((field) => wholeNumber(field, 'a count'));
}

function parseBlocks(
  { path }: TextFile,
  lines: readonly Line[],
  folds: number,
  each: number,
): LfwPair[] {
  const expected = folds * each * 2;
  if (lines.length !== expected) {
    throw new FormatError(
      'E_LFW_PAIRS',
      { file: path, line: lines.at(-1)?.number ?? 1 },
      `the header promises ${expected} comparisons (${folds} x (${each} + ${each})), the file holds ${lines.length}`,
      'fetch the file again',
    );
  }
  return lines.map((line, k) => {
    const genuine = k % (2 * each) < each;
    return parsePair(line, path, genuine, Math.floor(k / (2 * each)));
  });
}

function parsePair(line: Line, path: string, genuine: boolean, fold: number): LfwPair {
  const fields = fieldsOf(line, '\t', path);
  const expected = genuine ? 3 : 4;
  if (fields.length !== expected) {
    const grammar = genuine ? 'NAME, I, J (a genuine pair)' : 'NAME, I, NAME, J (an impostor pair)';
    throw new FormatError(
      'E_LFW_PAIRS',
      { file: path, line: line.number, column: 1 },
      `expected ${expected} fields between tabs, ${grammar}, found ${fields.length} in ${JSON.stringify(line.text)}`,
      'use the file as LFW distributes it',
    );
  }
  const first = plainName(fields[0]!);
  const second = genuine ? first : plainName(fields[2]!);
  if (!genuine && first === second) {
    throw new FormatError(
      'E_LFW_PAIRS',
      fields[2]!.position,
      `an impostor pair of one person, ${JSON.stringify(first)}`,
      'use the file as LFW distributes it',
    );
  }
  const picture = (person: string, index: number) => ({
    person,
    number: wholeNumber(fields[index]!, "a picture's number"),
  });
  return {
    line: line.number,
    genuine,
    fold,
    left: picture(first, 1),
    right: picture(second, genuine ? 2 : 3),
  };
}
