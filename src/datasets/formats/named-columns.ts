import { FormatError } from '../../errors.js';
import { csvFields, SEPARATORS } from '../../files/csv-fields.js';
import type { Field } from '../../files/fields.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';

/** Lines of a table whose first one names its columns. */
export interface NamedColumns<Name extends string> {
  /** The field of the column `name`; undefined where the table has no such column. */
  readonly field: (name: Name) => Field | undefined;
  readonly line: Line;
}

/** What a table is made of. */
export interface TableGrammar<Name extends string> {
  /** Columns that count, in small or capital letters; others are passed over. */
  readonly columns: readonly Name[];
  /** Those without which there is no table. */
  readonly needed: readonly Name[];
  /** Code of its errors. */
  readonly code: `E_${string}`;
}

/**
 * The lines below the header, one at a time. Commas, tabs or semicolons set fields apart, whichever the header holds first in that
 * order; a field may be quoted.
 *
 * @throws FormatError `code` with line and column for a header without the needed columns or with one twice, for a line of other
 *   fields, and for a table without a line
 */
export function* namedColumns<Name extends string>(
  lines: Iterable<Line>,
  file: string,
  { columns, needed, code }: TableGrammar<Name>,
): Generator<NamedColumns<Name>, void> {
  const header = needed.join(',');
  let separator: string | undefined;
  let width = 0;
  let empty = true;
  const index: Partial<Record<Name, number>> = {};
  for (const line of lines) {
    const place = { file, line: line.number, column: 1 };
    if (separator === undefined) {
      separator = SEPARATORS.find((one) => line.text.includes(one)) ?? SEPARATORS[0];
      const fields = csvFields(line, separator, file, code);
      width = fields.length;
      for (const [at, field] of fields.entries()) {
        const name = columns.find((column) => column === field.text.toLowerCase());
        if (name === undefined) continue;
        if (index[name] !== undefined) {
          throw new FormatError(code, field, `a second column ${name}`, 'keep one');
        }
        index[name] = at;
      }
      const missing = needed.find((name) => index[name] === undefined);
      if (missing !== undefined) {
        const what = `no column is called ${missing} in ${quote(line.text)}`;
        throw new FormatError(code, place, what, `write a header ${header}`);
      }
      continue;
    }
    const fields = csvFields(line, separator, file, code);
    if (fields.length !== width) {
      const what = `expected ${width} fields, as the header has, found ${fields.length} in ${quote(line.text)}`;
      throw new FormatError(code, place, what, 'give every line the fields of the header');
    }
    empty = false;
    const field = (name: Name) => {
      const at = index[name];
      return at === undefined ? undefined : fields[at]!;
    };
    yield { field, line };
  }
  if (empty) {
    const what = 'the table names no picture';
    const remedy = `write a header ${header} and a line a picture`;
    throw new FormatError(code, { file, line: 1 }, what, remedy);
  }
}
