import { FormatError } from '../errors.js';
import { isDecimal } from '../files/decimal.js';
import { isPictureColumn } from '../files/picture-column.js';
import { quote } from '../files/quote.js';
import type { Line } from '../files/text-lines.js';
import { isQualityColumn } from './quality-columns.js';
import { qualityIn, refuseColumn, requireShape } from './quality-format.js';
import type { QualityFile, QualityFormat } from './quality-format.js';

/**
 * A picture and its quality on each line, apart by blanks, as CR-FIQA, SER-FIQ and others write them. The quality is what stands
 * last, so that a path may hold blanks. A first line that names the two, such as `path score`, is passed over.
 */
export const scoreList: QualityFormat = {
  name: 'list',
  summary: '`PATH SCORE` on each line, as CR-FIQA and SER-FIQ write it',
  reference: 'Boutros et al. 2023; Terhörst et al. 2020',
  fits: (line) => namesColumns(line) || isDecimal(partsOf(line)?.score ?? ''),
  rows: function* (lines, file) {
    refuseColumn(file);
    for (const line of lines) {
      if (line.number === 1 && namesColumns(line.text)) continue;
      if (line.number === 1) refuseComparisons(line, file);
      const parts = partsOf(line.text);
      if (parts === undefined) {
        requireShape(line.text.trim() === '' ? 0 : 1, 2, line, file);
        continue;
      }
      const { picture, score } = parts;
      const at = { file: file.file, line: line.number };
      yield {
        picture,
        value: qualityIn({ ...at, text: score, column: line.text.lastIndexOf(score) + 1 }),
        at: { ...at, column: line.text.indexOf(picture) + 1 },
      };
    }
  },
};

/** What stands before the last blanks of a line, and what behind them. */
function partsOf(line: string): { readonly picture: string; readonly score: string } | undefined {
  const text = line.trim();
  const cut = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t'));
  return cut < 0
    ? undefined
    : { picture: text.slice(0, cut).trimEnd(), score: text.slice(cut + 1) };
}

function namesColumns(line: string): boolean {
  const [picture, quality, ...more] = line.trim().split(/[ \t]+/);
  return more.length === 0 && isPictureColumn(picture ?? '') && isQualityColumn(quality ?? '');
}

/** CR-FIQA's lists for IJB-C look alike, but their lines are comparisons: two templates, the label and one quality of both. */
function refuseComparisons({ text, number }: Line, { file }: QualityFile): void {
  if (!/^\d+[ \t]+\d+[ \t]+[01][ \t]+[^ \t]+$/.test(text)) return;
  throw new FormatError(
    'E_QUALITY_FORMAT',
    { file, line: number, column: 1 },
    `${quote(text)} is a comparison with its label and quality, no picture`,
    'give the qualities of pictures, or a file of --scores with a column quality',
  );
}
