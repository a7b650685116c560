import { FormatError } from '../../errors.js';
import { csvFields } from '../../files/csv-fields.js';
import { fieldsOf, type Field } from '../../files/fields.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { ijbNumber, noIjbNumber } from './ijb-number.js';

const COLUMNS = ['TEMPLATE_ID', 'SUBJECT_ID'] as const;

/** A template of a gallery or of the probes. */
export interface IjbSubject {
  readonly template: number;
  /** As written. */
  readonly subject: string;
  /** Where the template first stands. */
  readonly at: Field;
}

/**
 * The templates of a table with a line a picture, in the order of their first lines. Of its columns `TEMPLATE_ID` and `SUBJECT_ID`
 * count, in small or capital letters.
 *
 * @throws FormatError E_IJB_SUBJECTS for a header without these columns, a line of other fields, a template of two subjects, and a
 *   table without templates; E_NUMBER; each with line and column
 */
export function parseIjbSubjects(lines: Iterable<Line>, file: string): readonly IjbSubject[] {
  const templates = new Map<number, IjbSubject>();
  let header: { readonly columns: readonly number[]; readonly width: number } | undefined;
  for (const line of lines) {
    // Quotes are rare, and such tables have half a million lines.
    const fields = line.text.includes('"')
      ? csvFields(line, ',', file, 'E_IJB_SUBJECTS')
      : fieldsOf(line, ',', file);
    if (header === undefined) {
      const columns = COLUMNS.map((name) =>
        fields.findIndex(({ text }) => text.trim().toUpperCase() === name),
      );
      const lacking = columns.indexOf(-1);
      if (lacking >= 0) {
        const what = `no column is called ${COLUMNS[lacking]!} in ${quote(line.text)}`;
        const place = { file, line: line.number, column: 1 };
        throw refuse(place, what, 'write the header TEMPLATE_ID,SUBJECT_ID,...');
      }
      header = { columns, width: fields.length };
      continue;
    }
    if (fields.length !== header.width) {
      throw refuse(
        { file, line: line.number, column: 1 },
        `expected ${header.width} fields, as the header has, found ${fields.length} in ${quote(line.text)}`,
        'give every line the fields of the header',
      );
    }
    const [at, named] = header.columns.map((column) => fields[column]!) as [Field, Field];
    const template = ijbNumber(at.text);
    if (Number.isNaN(template)) throw noIjbNumber(at, 'a template');
    if (named.text === '') throw refuse(named, 'no subject is named', 'name it');
    const before = templates.get(template);
    if (before === undefined) templates.set(template, { template, subject: named.text, at });
    else if (before.subject !== named.text) {
      throw refuse(
        named,
        `template ${template} is of subject ${quote(named.text)} here and of ${quote(before.subject)} in line ${before.at.line}`,
        'give a template one subject',
      );
    }
  }
  if (templates.size === 0) {
    const what = 'the table holds no template';
    throw refuse({ file, line: 1 }, what, 'write a header and a line for each picture');
  }
  return [...templates.values()];
}

function refuse(
  place: { readonly file: string; readonly line: number; readonly column?: number },
  what: string,
  remedy: string,
): FormatError {
  return new FormatError('E_IJB_SUBJECTS', place, what, remedy);
}
