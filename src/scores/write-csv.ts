import type { WriteAll } from '../files/durable-file.js';
import { personColumns } from '../person-columns.js';
import { OWN_COLUMNS } from './csv-header.js';
import type { NamedScores } from './score-file.js';
import { FORMULA_STARTS } from './score-table.js';
import { qualityAt } from '../score-quality.js';

const ROWS_AT_A_TIME = 8192;

/**
 * What writes scores.csv: a header, then a line for each comparison with `left`, `right`, `left_person`, `right_person`,
 * `genuine`, `fold`, `test`, `score`, `quality`, of which those are left out that are not known.
 *
 * Numbers are the shortest that read back to the same float64, so that float32 scores come back bit for bit; a score or
 * quality that is not known is `nan`. A name that a spreadsheet would run as a formula is preceded by an apostrophe.
 */
export function scoresCsv({
  scores: set,
  pictures,
  personNames,
}: NamedScores): (write: WriteAll) => Promise<void> {
  const { scores, genuine, fold, testFolds, persons } = set;
  const quality = qualityAt(set);
  const tested = new Set(testFolds);
  const pictureFields = pictures?.ids.map(field);
  const personFields = personNames?.map(field);
  const sides = personFields && persons && personColumns(persons);
  const columns: Record<(typeof OWN_COLUMNS)[number], ((k: number) => string) | undefined> = {
    left: pictures && ((k) => pictureFields![pictures.left[k]!]!),
    right: pictures && ((k) => pictureFields![pictures.right[k]!]!),
    left_person: sides && ((k) => personFields[sides.left[k]!]!),
    right_person: sides && ((k) => personFields[sides.right[k]!]!),
    genuine: (k) => (genuine[k] === 1 ? '1' : '0'),
    fold: tested.size === 0 ? undefined : (k) => String(fold[k]!),
    test: tested.size === 0 ? undefined : (k) => (tested.has(fold[k]!) ? '1' : '0'),
    score: (k) => number(scores[k]!),
    quality: quality && ((k) => number(quality(k))),
  };
  const known = OWN_COLUMNS.filter((name) => columns[name] !== undefined);
  const cells = known.map((name) => columns[name]!);
  return async (write) => {
    await write(Buffer.from(`${known.join(',')}\n`, 'utf8'));
    for (let from = 0; from < scores.length; from += ROWS_AT_A_TIME) {
      const to = Math.min(scores.length, from + ROWS_AT_A_TIME);
      let text = '';
      for (let k = from; k < to; k++) {
        for (let i = 0; i < cells.length; i++) text += (i === 0 ? '' : ',') + cells[i]!(k);
        text += '\n';
      }
      await write(Buffer.from(text, 'utf8'));
    }
  };
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return Object.is(value, -0) ? '-0' : String(value);
}

function field(name: string): string {
  const safe = FORMULA_STARTS.includes(name[0] ?? ' ') ? `'${name}` : name;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
