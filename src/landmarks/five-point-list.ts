import { FormatError } from '../errors.js';
import { isDecimal } from '../files/decimal.js';
import type { Field } from '../files/fields.js';
import { quote } from '../files/quote.js';
import type { Line } from '../files/text-lines.js';
import { COORDINATES, coordinateIn, requireFields } from './landmarks-format.js';
import type { LandmarksFormat } from './landmarks-format.js';

/**
 * A picture and ten coordinates on each line, apart by blanks, with or without the detector's score behind them: insightface's
 * `ijbc_name_5pts_score.txt`. Whether there is a score is told by the first line; the name is all that stands before, so that
 * it may hold blanks.
 */
export const fivePointList: LandmarksFormat = {
  name: 'list',
  summary:
    '`NAME X1 Y1 .. X5 Y5 [SCORE]` on each line, as insightface gives them for IJB-B and IJB-C',
  reference: 'https://github.com/deepinsight/insightface (recognition/_evaluation_/ijb)',
  fits: (line) => numbersBehind(partsOf(line)) !== undefined,
  rows: function* (lines, file) {
    let numbers: number | undefined;
    for (const line of lines) {
      const parts = partsOf(line.text);
      numbers ??= numbersBehind(parts) ?? COORDINATES;
      const first = parts.length - numbers;
      if (first < 1) requireFields(parts.length, numbers + 1, line, file);
      const points = parts
        .slice(first, first + COORDINATES)
        .map((text, i) => coordinateIn(text, () => fieldOf(line, first + i, file)));
      const score = numbers > COORDINATES ? parts.length - 1 : undefined;
      if (score !== undefined && !isDecimal(parts[score]!)) throw noScore(line, score, file);
      const start = line.text.indexOf(parts[0]!);
      const picture = first === 1 ? parts[0]! : line.text.slice(start, endOf(line.text, first - 1));
      yield { picture, points, at: { file, line: line.number, column: start + 1 } };
    }
  },
};

/** How many numbers follow the name in a line: ten, or eleven with the score; undefined where the line is written otherwise. */
function numbersBehind(parts: readonly string[]): number | undefined {
  let numbers = 0;
  while (numbers < parts.length - 1 && isDecimal(parts[parts.length - 1 - numbers]!)) numbers++;
  return numbers < COORDINATES ? undefined : Math.min(numbers, COORDINATES + 1);
}

function partsOf(line: string): readonly string[] {
  return line.match(/[^ \t]+/g) ?? [];
}

/** Where part `index` of a line ends. */
function endOf(text: string, index: number): number {
  const span = [...text.matchAll(/[^ \t]+/g)][index]!;
  return span.index + span[0].length;
}

function fieldOf({ text, number }: Line, index: number, file: string): Field {
  const span = [...text.matchAll(/[^ \t]+/g)][index]!;
  return { text: span[0], file, line: number, column: span.index + 1 };
}

function noScore(line: Line, index: number, file: string): FormatError {
  const field = fieldOf(line, index, file);
  return new FormatError(
    'E_LANDMARKS_NUMBER',
    field,
    `expected the score of the detection, found ${quote(field.text)}`,
    'write every line like the first',
  );
}
