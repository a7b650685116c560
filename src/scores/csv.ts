import { quote } from '../files/quote.js';
import { isCsvHeader, parseCsvHeader, type CsvHeader } from './csv-header.js';
import type { ScoreFormat } from './score-format.js';
import { isEmpty, ScoreTable } from './score-table.js';

const LF = 0x0a;

/**
 * A CSV whose header names the columns: `score` and `genuine`, perhaps `fold`, `test`, `quality`, `left`, `right` (pictures),
 * `left_person`, `right_person`, and others, which are passed over. RFC 4180, but that no field goes beyond its line.
 *
 * Scores are float64. Those of a file that eval wrote are float32 where each of them is one, so that they come back bit for
 * bit: float32 values that another program wrote come back as the same numbers, but with float64 neighbours.
 */
export const CSV: ScoreFormat = {
  name: 'csv',
  summary: 'a header with score and genuine; perhaps fold, test, quality, left, right, persons',
  extensions: ['.csv', '.tsv'],
  fits: ({ line }) => isCsvHeader(line),
  read: async ({ path, size, text }) => {
    let header: CsvHeader | undefined;
    let table: ScoreTable | undefined;
    for await (const block of text()) {
      if (table !== undefined) {
        table.take(block);
        continue;
      }
      const found = block.bytes.indexOf(LF);
      const end = found < 0 ? block.bytes.length : found;
      const line = block.bytes.toString('utf8', 0, end).replace(/\r$/, '');
      header = parseCsvHeader(line, path);
      const { separator, roles, own } = header;
      const layout = {
        roles,
        separator,
        quotes: true,
        escapedFormulas: own,
        single: own,
        shape: `as in the header ${quote(line)}`,
      };
      table = new ScoreTable(path, layout, size);
      const { bytes, lines, offset } = block;
      const rest = bytes.subarray(end + 1);
      if (rest.length > 0) table.take({ bytes: rest, lines: lines + 1, offset: offset + end + 1 });
    }
    if (header === undefined || table === undefined) throw isEmpty(path);
    const { ignored } = header;
    const warnings =
      ignored.length === 0
        ? []
        : [`${path}: columns passed over: ${ignored.map(quote).join(', ')}`];
    return { ...table.finish(1), warnings };
  },
};
