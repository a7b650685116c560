import { FormatError } from '../../errors.js';
import type { Field } from '../../files/fields.js';
import { wholeNumber } from '../../files/integers.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { insidePath } from './paths.js';

/** One comparison that stands on two lines. */
export interface TwoLinePair {
  /** Of the first of its pictures. */
  readonly line: number;
  readonly left: string;
  readonly right: string;
  readonly genuine: boolean;
}

/** A first line that some copies have been given. */
const HEADER = /^name\s+same_person\s*$/i;

/**
 * The comparisons of CALFW's and CPLFW's lists in their order: a line `PICTURE LABEL` for each of two pictures, with one label. Any
 * label but 0 is genuine: CALFW writes the number of the fold. Blanks or tabs separate the two.
 *
 * Source: the readme files of CALFW and CPLFW.
 * @throws FormatError E_PAIR_LINES, E_NUMBER, E_PATH_TRAVERSAL with line and column; a list of nothing is E_PAIR_LINES too
 */
export function* parseLabelledPairs(
  lines: Iterable<Line>,
  file: string,
): Generator<TwoLinePair, void> {
  const pictures = labelledPictures(lines, file);
  for (const [first, second] of twoByTwo(pictures, file)) {
    if (first.label !== second.label) {
      throw new FormatError(
        'E_PAIR_LINES',
        second.labelField,
        `the label ${second.label}, where the line before has ${first.label}`,
        'give both pictures of a comparison one label',
      );
    }
    const { line, picture: left } = first;
    yield { line, left, right: second.picture, genuine: first.label !== 0 };
  }
}

/**
 * The comparisons of SLLFW's list in its order: a line `PERSON/PICTURE` for each of two pictures, genuine where they are of one
 * person.
 *
 * Source: the page of SLLFW, section on download.
 * @throws FormatError E_PAIR_LINES, E_PATH_TRAVERSAL with line and column; a list of nothing is E_PAIR_LINES too
 */
export function* parsePersonPairs(
  lines: Iterable<Line>,
  file: string,
): Generator<TwoLinePair, void> {
  const pictures = personPictures(lines, file);
  for (const [first, second] of twoByTwo(pictures, file)) {
    const { line, picture: left } = first;
    yield { line, left, right: second.picture, genuine: first.person === second.person };
  }
}

function* labelledPictures(lines: Iterable<Line>, file: string) {
  for (const line of lines) {
    if (line.number === 1 && HEADER.test(line.text)) continue;
    const found = /^(\S+)([ \t]+)(\S+)[ \t]*$/.exec(line.text);
    if (found === null) throw misfit(line, file, 'PICTURE LABEL');
    const [, picture, blanks, label] = found;
    const place = { file, line: line.number };
    const column = 1 + picture!.length + blanks!.length;
    const labelField: Field = { ...place, column, text: label! };
    yield {
      line: line.number,
      picture: insidePath({ ...place, column: 1, text: picture! }),
      label: wholeNumber(labelField, 'a label', 0),
      labelField,
    };
  }
}

function* personPictures(lines: Iterable<Line>, file: string) {
  for (const line of lines) {
    const text = line.text.trimEnd();
    const field = { file, line: line.number, column: 1, text };
    const parts = insidePath(field).split('/');
    if (parts.length !== 2) throw misfit(line, file, 'PERSON/PICTURE');
    yield { line: line.number, picture: text, person: parts[0]! };
  }
}

function misfit({ number, text }: Line, file: string, grammar: string): FormatError {
  return new FormatError(
    'E_PAIR_LINES',
    { file, line: number, column: 1 },
    `expected ${grammar}, found ${quote(text)}`,
    'use the file as distributed',
  );
}

function* twoByTwo<T extends { readonly line: number }>(
  pictures: Iterable<T>,
  file: string,
): Generator<readonly [T, T], void> {
  let first: T | undefined;
  let count = 0;
  for (const picture of pictures) {
    count++;
    if (first === undefined) {
      first = picture;
    } else {
      yield [first, picture];
      first = undefined;
    }
  }
  if (first !== undefined || count === 0) {
    throw new FormatError(
      'E_PAIR_LINES',
      { file, line: first?.line ?? 1 },
      count === 0
        ? 'the list holds no comparison'
        : 'the last picture has none to be compared with',
      'fetch the file again',
    );
  }
}
