import { FormatError } from '../../errors.js';
import { fieldsOf, insidePath, wholeNumber, type Field } from './fields.js';
import type { TextFile } from './text-lines.js';

export interface ListedPair {
  readonly line: number;
  readonly left: string;
  readonly right: string;
  readonly genuine: boolean;
  /** From 0; absent where the list has no such column. */
  readonly fold?: number;
}

/** Every word a label may be, in small letters. */
const LABELS: Readonly<Record<string, boolean>> = {
  '1': true,
  genuine: true,
  same: true,
  true: true,
  '0': false,
  '-1': false,
  impostor: false,
  diff: false,
  different: false,
  false: false,
};

const SEPARATORS = ['\t', ',', ' '] as const;
const HEADER = /^(path_?a|left|image_?1|img_?1|file_?1)\b/i;

/**
 * The comparisons of a list with lines `PATH PATH LABEL [FOLD]`, the fields between tabs, commas or single spaces: whichever
 * the first line has, and then the same on every line. A header line is skipped. Folds are whole numbers from 0 or from 1.
 *
 * @param path what a path must satisfy; `insidePath` unless the format allows more
 * @throws FormatError E_PAIR_LIST, E_LABEL, E_NUMBER, E_PATH with line and column
 */
export function parsePairList(
  file: TextFile,
  path: (field: Field) => string = insidePath,
): ListedPair[] {
  const first = file.lines[0];
  if (first === undefined) {
    throw new FormatError(
      'E_PAIR_LIST',
      { file: file.path, line: 1 },
      'the list is empty',
      'add comparisons',
    );
  }
  const separator = SEPARATORS.find((candidate) => first.text.includes(candidate)) ?? ' ';
  const lines = HEADER.test(first.text) ? file.lines.slice(1) : file.lines;
  const width = lines[0] === undefined ? 3 : fieldsOf(lines[0], separator, file.path).length;
  const pairs = lines.map((line) => {
    const fields = fieldsOf(line, separator, file.path);
    const [left, right, label, fold] = fields;
    if (
      fields.length !== width ||
      left === undefined ||
      right === undefined ||
      label === undefined ||
      width > 4
    ) {
      throw new FormatError(
        'E_PAIR_LIST',
        { file: file.path, line: line.number, column: 1 },
        `expected PATH PATH LABEL${width === 4 ? ' FOLD' : ' [FOLD]'} between ${nameOf(separator)}, found ${fields.length} fields in ${JSON.stringify(line.text)}`,
        'give every line the same fields',
      );
    }
    const genuine = LABELS[label.text.toLowerCase()];
    if (genuine === undefined) {
      throw new FormatError(
        'E_LABEL',
        label.position,
        `${JSON.stringify(label.text)} is no label`,
        'write 1 or 0 (or genuine, impostor)',
      );
    }
    return {
      line: line.number,
      left: path(left),
      right: path(right),
      genuine,
      ...(fold === undefined ? {} : { fold: wholeNumber(fold, 'a fold', 0) }),
    };
  });
  return pairs;
}

function nameOf(separator: string): string {
  return { '\t': 'tabs', ',': 'commas', ' ': 'single spaces' }[separator] ?? separator;
}
