import { FormatError } from '../../errors.js';
import { fieldsOf, type Field } from '../../files/fields.js';
import { wholeNumber } from '../../files/integers.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { insidePath } from './paths.js';

const AS_DISTRIBUTED = 'use the file as CFP distributes it';

/** What paths in CFP's lists begin with, seen from the folder Protocol. */
const IMAGES = '../Data/Images/';

/** One picture of CFP's lists. */
export interface CfpPicture {
  /** Its path below Data/Images, such as `001/frontal/01.jpg`. */
  readonly path: string;
  /** The folder of its person, such as `001`. */
  readonly person: string;
}

/**
 * The pictures of `Pair_list_F.txt` or `Pair_list_P.txt` in their order: lines `NUMBER ../Data/Images/PERSON/POSE/PICTURE`, numbered
 * from 1.
 *
 * Source: Readme.txt of the CFP distribution.
 * @throws FormatError E_CFP_LIST, E_NUMBER, E_PATH_TRAVERSAL with line and column
 */
export function parseCfpList(lines: Iterable<Line>, file: string): CfpPicture[] {
  const pictures: CfpPicture[] = [];
  for (const line of lines) {
    const fields = fieldsOf({ ...line, text: line.text.trimEnd() }, ' ', file);
    const [number, path] = fields;
    if (number === undefined || path === undefined || fields.length !== 2) {
      const what = `expected NUMBER PATH, found ${quote(line.text)}`;
      throw new FormatError('E_CFP_LIST', at(line, file), what, AS_DISTRIBUTED);
    }
    const expected = pictures.length + 1;
    if (wholeNumber(number, "a picture's number") !== expected) {
      const what = `picture ${number.text}, where ${expected} comes next`;
      throw new FormatError('E_CFP_LIST', number, what, AS_DISTRIBUTED);
    }
    pictures.push(pictureAt(path));
  }
  if (pictures.length === 0) {
    throw new FormatError('E_CFP_LIST', { file, line: 1 }, 'the list is empty', AS_DISTRIBUTED);
  }
  return pictures;
}

function pictureAt(field: Field): CfpPicture {
  const { text, column } = field;
  if (!text.startsWith(IMAGES)) {
    const what = `expected a path below ${IMAGES}, found ${quote(text)}`;
    throw new FormatError('E_CFP_LIST', field, what, AS_DISTRIBUTED);
  }
  const below = { ...field, text: text.slice(IMAGES.length), column: column + IMAGES.length };
  const path = insidePath(below);
  const parts = path.split('/');
  if (parts.length !== 3) {
    const what = `expected PERSON/POSE/PICTURE, found ${quote(path)}`;
    throw new FormatError('E_CFP_LIST', below, what, AS_DISTRIBUTED);
  }
  return { path, person: parts[0]! };
}

/** One comparison of CFP's splits. */
export interface CfpPair {
  readonly line: number;
  readonly left: CfpPicture;
  readonly right: CfpPicture;
}

/**
 * The comparisons of a split's `same.txt` or `diff.txt` in its order: lines `I,J` that number a picture of `left` and one of
 * `right`, from 1.
 *
 * @throws FormatError E_CFP_PAIRS for a number that is in no list, and for a comparison whose persons are not the same, or not
 *   different; E_NUMBER; all with line and column
 */
export function* parseCfpSplit(
  lines: Iterable<Line>,
  file: string,
  same: boolean,
  left: readonly CfpPicture[],
  right: readonly CfpPicture[],
): Generator<CfpPair, void> {
  for (const line of lines) {
    const fields = fieldsOf({ ...line, text: line.text.trimEnd() }, ',', file);
    const [first, second] = fields;
    if (first === undefined || second === undefined || fields.length !== 2) {
      const what = `expected I,J, found ${quote(line.text)}`;
      throw new FormatError('E_CFP_PAIRS', at(line, file), what, AS_DISTRIBUTED);
    }
    const pair = { line: line.number, left: pick(left, first), right: pick(right, second) };
    if ((pair.left.person === pair.right.person) !== same) {
      const persons = `${pair.left.person} and ${pair.right.person}`;
      const what = `a comparison of persons ${persons} among the ${same ? 'same' : 'different'}`;
      throw new FormatError('E_CFP_PAIRS', at(line, file), what, AS_DISTRIBUTED);
    }
    yield pair;
  }
}

function pick(pictures: readonly CfpPicture[], field: Field): CfpPicture {
  const picture = pictures[wholeNumber(field, "a picture's number") - 1];
  if (picture !== undefined) return picture;
  const what = `picture ${field.text}, where the list has ${pictures.length}`;
  throw new FormatError('E_CFP_PAIRS', field, what, AS_DISTRIBUTED);
}

function at({ number }: Line, file: string) {
  return { file, line: number, column: 1 };
}
