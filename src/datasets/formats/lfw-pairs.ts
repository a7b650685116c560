import { FormatError } from '../../errors.js';
import { fieldsOf, type Field } from '../../files/fields.js';
import { wholeNumber } from '../../files/integers.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { plainName } from './paths.js';

const VIEW2_HEADER = 'FOLDS<tab>PAIRS, such as 10<tab>300';
const VIEW1_HEADER = 'PAIRS, such as 500';
const AS_DISTRIBUTED = 'use the file as LFW distributes it, with tabs';

/** One comparison as LFW writes it: person and number of each picture, from 1. */
export interface LfwPair {
  readonly file: string;
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

/** The id of a picture in LFW's own layout, without the extension: `NAME/NAME_0001`. */
export function lfwStem({ person, number }: LfwPicture): string {
  return `${person}/${person}_${String(number).padStart(4, '0')}`;
}

/**
 * The comparisons of LFW's `pairs.txt` (View 2) in its order: a header `FOLDS<TAB>N`, then for each fold N genuine lines
 * `NAME<TAB>I<TAB>J` and N impostor lines `NAME<TAB>I<TAB>NAME<TAB>J`.
 *
 * Source: README of the LFW distribution, section on `pairs.txt`.
 * @throws FormatError E_LFW_HEADER, E_LFW_PAIRS, E_NUMBER, E_PATH_TRAVERSAL with line and column
 */
export function* parseView2(lines: Iterable<Line>, file: string): Generator<LfwPair, void> {
  let shape: Shape | undefined;
  let count = 0;
  for (const line of lines) {
    if (shape === undefined) {
      const [folds, each] = headerOf(line, file, 2, VIEW2_HEADER);
      shape = { folds: folds!, each: each! };
    } else {
      yield pairAt(line, file, count++, shape);
    }
  }
  requireAll(shape, count, file, VIEW2_HEADER);
}

/**
 * The comparisons of LFW's `pairsDevTrain.txt` or `pairsDevTest.txt` (View 1): N genuine lines, then N impostor lines, after
 * a header `N` that some copies have lost. All are of `fold`.
 *
 * Source: README of the LFW distribution, section on `pairsDevTrain.txt`.
 * @throws FormatError E_LFW_HEADER, E_LFW_PAIRS, E_NUMBER, E_PATH_TRAVERSAL with line and column
 */
export function* parseView1(
  lines: Iterable<Line>,
  file: string,
  fold: number,
): Generator<LfwPair, void> {
  let shape: Shape | undefined;
  let [count, impostors] = [0, 0];
  for (const line of lines) {
    if (line.number === 1 && !line.text.includes('\t')) {
      shape = { folds: 1, each: headerOf(line, file, 1, VIEW1_HEADER)[0]! };
      continue;
    }
    // Without a header the first impostor line tells that the genuine ones are over.
    const pair =
      shape === undefined
        ? parsePair(line, file, impostors === 0 && fieldsOf(line, '\t', file).length === 3)
        : pairAt(line, file, count, shape);
    count++;
    if (!pair.genuine) impostors++;
    yield { ...pair, fold };
  }
  if (shape !== undefined || count === 0) requireAll(shape, count, file, VIEW1_HEADER);
  else if (count !== 2 * impostors) {
    throw new FormatError(
      'E_LFW_PAIRS',
      { file },
      `${count - impostors} genuine and ${impostors} impostor comparisons, where View 1 has as many of each`,
      'fetch the file again',
    );
  }
}

/**
 * The comparisons of a list in LFW's grammar without a header, such as RFW's: `NAME<TAB>I<TAB>J` is genuine,
 * `NAME<TAB>I<TAB>NAME<TAB>J` an impostor, in whatever order. All are of fold 0.
 *
 * @throws FormatError E_LFW_PAIRS, E_NUMBER, E_PATH_TRAVERSAL with line and column; a list of nothing is E_LFW_PAIRS too
 */
export function* parseWithoutHeader(lines: Iterable<Line>, file: string): Generator<LfwPair, void> {
  let count = 0;
  for (const line of lines) {
    yield parsePair(line, file, fieldsOf(line, '\t', file).length === 3);
    count++;
  }
  if (count > 0) return;
  throw new FormatError(
    'E_LFW_PAIRS',
    { file, line: 1 },
    'the list holds no comparison',
    'fetch the file again',
  );
}

/** What a header promises: `each` genuine and `each` impostor comparisons in each of `folds` folds. */
interface Shape {
  readonly folds: number;
  readonly each: number;
}

/** Folds are columns of 16 bits. */
const MOST_FOLDS = 65_535;

function headerOf(line: Line, file: string, count: number, expected: string): number[] {
  const fields = fieldsOf(line, '\t', file);
  if (fields.length !== count || !/^\d/.test(line.text)) {
    throw new FormatError(
      'E_LFW_HEADER',
      { file, line: line.number, column: 1 },
      `expected the header ${expected}, found ${quote(line.text)}`,
      AS_DISTRIBUTED,
    );
  }
  const numbers = fields.map((field) => wholeNumber(field, 'a count'));
  if (count === 2 && numbers[0]! > MOST_FOLDS) {
    throw new FormatError(
      'E_LFW_HEADER',
      fields[0]!,
      `${numbers[0]!} folds, at most ${MOST_FOLDS} are possible`,
      AS_DISTRIBUTED,
    );
  }
  return numbers;
}

/** Comparison `index` of a file with a header, whose place tells whether it is genuine and of which fold. */
function pairAt(line: Line, file: string, index: number, { folds, each }: Shape): LfwPair {
  if (index >= 2 * folds * each) {
    throw new FormatError(
      'E_LFW_PAIRS',
      { file, line: line.number, column: 1 },
      `a line more than the ${2 * folds * each} comparisons that the header promises, ${quote(line.text)}`,
      'fetch the file again',
    );
  }
  const genuine = index % (2 * each) < each;
  return { ...parsePair(line, file, genuine), fold: Math.floor(index / (2 * each)) };
}

function requireAll(shape: Shape | undefined, count: number, file: string, header: string): void {
  if (shape === undefined) {
    throw new FormatError(
      'E_LFW_HEADER',
      { file, line: 1, column: 1 },
      `expected the header ${header}, found an empty file`,
      AS_DISTRIBUTED,
    );
  }
  const promised = 2 * shape.folds * shape.each;
  if (count === promised) return;
  throw new FormatError(
    'E_LFW_PAIRS',
    { file },
    `the header promises ${promised} comparisons, the file ends after ${count}`,
    'fetch the file again',
  );
}

function parsePair(line: Line, file: string, genuine: boolean): LfwPair {
  const fields = fieldsOf(line, '\t', file);
  const expected = genuine ? 3 : 4;
  if (fields.length !== expected) {
    const grammar = genuine
      ? 'NAME I J of a genuine comparison'
      : 'NAME I NAME J of an impostor comparison';
    throw new FormatError(
      'E_LFW_PAIRS',
      { file, line: line.number, column: 1 },
      `expected ${expected} fields between tabs, ${grammar}, found ${fields.length} in ${quote(line.text)}`,
      AS_DISTRIBUTED,
    );
  }
  const first = plainName(fields[0]!);
  const second = genuine ? first : plainName(fields[2]!);
  if (!genuine && first === second) {
    throw new FormatError(
      'E_LFW_PAIRS',
      fields[2]!,
      `an impostor comparison of one person, ${quote(first)}`,
      AS_DISTRIBUTED,
    );
  }
  const picture = (person: string, field: Field) => ({
    person,
    number: wholeNumber(field, "a picture's number"),
  });
  return {
    file,
    line: line.number,
    genuine,
    fold: 0,
    left: picture(first, fields[1]!),
    right: picture(second, fields[genuine ? 2 : 3]!),
  };
}
