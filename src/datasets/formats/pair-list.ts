import { FormatError } from '../../errors.js';
import { fieldsOf, type Field } from '../../files/fields.js';
import { wholeNumber } from '../../files/integers.js';
import { LABEL_WORDS } from '../../files/label-words.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';

/** One comparison of a list. */
export interface ListedPair {
  readonly line: number;
  /** Path of each picture, as written. */
  readonly left: Field;
  readonly right: Field;
  readonly genuine: boolean;
  /** As written; absent where the list has no such column. */
  readonly fold?: number;
}

/** What the lines of a list may hold beside two paths. */
export interface PairListGrammar {
  /** Every word that may be a label, in small letters, and whether it means genuine. */
  readonly labels: ReadonlyMap<string, boolean>;
  /** Whether a fourth column may tell the fold. */
  readonly folds: boolean;
  /** Whether a first line whose third field is `label` is passed over. */
  readonly header: boolean;
}

/** Anybody's list. */
export const OWN_LIST: PairListGrammar = {
  labels: LABEL_WORDS,
  folds: true,
  header: true,
};

/** `pair.list` as MagFace's eval/eval_recognition/eval_1v1.py reads it, where the last word of a line is the label. */
export const MAGFACE_LIST: PairListGrammar = {
  labels: new Map([
    ['1', true],
    ['0', false],
  ]),
  folds: false,
  header: false,
};

const SEPARATORS = [
  { character: '\t', name: 'tabs' },
  { character: ',', name: 'commas' },
  { character: ' ', name: 'single spaces' },
] as const;

/**
 * The comparisons of a list with lines `PATH PATH LABEL [FOLD]` in its order. Tabs, commas or single spaces separate the
 * fields: the first of these that the first line holds, and then the same on every line, with as many fields on each.
 *
 * @throws FormatError E_PAIR_LIST, E_LABEL, E_NUMBER with line and column; an empty list is E_PAIR_LIST too
 */
export function* parsePairList(
  lines: Iterable<Line>,
  file: string,
  { labels, folds, header }: PairListGrammar,
): Generator<ListedPair, void> {
  let separator: (typeof SEPARATORS)[number] | undefined;
  let width: number | undefined;
  for (const line of lines) {
    separator ??=
      SEPARATORS.find(({ character }) => line.text.includes(character)) ?? SEPARATORS[2];
    const fields = fieldsOf(line, separator.character, file);
    if (header && line.number === 1 && fields[2]?.text.toLowerCase() === 'label') continue;
    width ??= folds && fields.length === 4 ? 4 : 3;
    const [left, right, label, fold] = fields;
    if (
      fields.length !== width ||
      left === undefined ||
      right === undefined ||
      label === undefined
    ) {
      throw new FormatError(
        'E_PAIR_LIST',
        { file, line: line.number, column: 1 },
        `expected ${width} fields between ${separator.name}, PATH PATH LABEL${width === 4 ? ' FOLD' : ''}, found ${fields.length} in ${quote(line.text)}`,
        'give every line the same fields and separators',
      );
    }
    const quoted = [left, right].find((field) => field.text.startsWith('"'));
    if (quoted !== undefined) {
      throw new FormatError(
        'E_PAIR_LIST',
        quoted,
        `a field in quotes, ${quote(quoted.text)}`,
        'write fields without quotes',
      );
    }
    const genuine = labels.get(label.text.toLowerCase());
    if (genuine === undefined) {
      throw new FormatError(
        'E_LABEL',
        label,
        `${quote(label.text)} is no label`,
        `write one of ${[...labels.keys()].join(', ')}`,
      );
    }
    yield {
      line: line.number,
      left,
      right,
      genuine,
      ...(fold === undefined ? {} : { fold: wholeNumber(fold, 'a fold', 0) }),
    };
  }
  if (width === undefined) {
    throw new FormatError(
      'E_PAIR_LIST',
      { file, line: 1 },
      'the list holds no comparison',
      'add lines PATH PATH LABEL',
    );
  }
}
