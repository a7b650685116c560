import { FormatError } from '../../errors.js';
import { csvFields } from '../../files/csv-fields.js';
import { isDecimal } from '../../files/decimal.js';
import { fieldsOf, type Field } from '../../files/fields.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { ijbNumber, noIjbNumber } from './ijb-number.js';
import { insidePath } from './paths.js';

/** What a table calls its columns, the second name where the first is not there: IJB-B's older tables say `FILE`. */
const NAMES = {
  template: ['TEMPLATE_ID'],
  subject: ['SUBJECT_ID'],
  file: ['FILENAME', 'FILE'],
  sighting: ['SIGHTING_ID'],
  x: ['FACE_X'],
  y: ['FACE_Y'],
  width: ['FACE_WIDTH'],
  height: ['FACE_HEIGHT'],
} as const;

type Column = keyof typeof NAMES;

const BOX = ['x', 'y', 'width', 'height'] as const;

/** A face on a line of one of NIST's tables. */
export interface IjbFace {
  /** The picture and the box in it: `img/1.jpg#170,82,207,290`, or the picture alone where no box is stated. */
  readonly id: string;
  /** The picture, as a path. */
  readonly file: string;
  /** Left and upper edge, width and height in pixels; absent where none is stated. */
  readonly box?: readonly number[];
  /** NaN in a table without templates. */
  readonly template: number;
  /** As written. */
  readonly subject: string;
  /** The number of the sighting, which frames of one video share; NaN where it is not stated. */
  readonly sighting: number;
  /** Where the line begins. */
  readonly at: Field;
}

/**
 * The faces of a table with a line for each, told as they are asked for. Of its columns TEMPLATE_ID, SUBJECT_ID, FILENAME (or FILE),
 * SIGHTING_ID and the box FACE_X, FACE_Y, FACE_WIDTH, FACE_HEIGHT count, in small or capital letters; the last five may be missing.
 *
 * Source: the tables of IJB-B and IJB-C as Visym's readers take them (STR's `strpy.janus.dataset`).
 * @param needed columns that must be there
 * @throws FormatError E_IJB_FACES for a header without these columns, a line of other fields, a subject or a box that is none, and a
 *   table without faces; E_NUMBER, E_PATH_TRAVERSAL; each with line and column
 */
export function* parseIjbFaces(
  lines: Iterable<Line>,
  file: string,
  needed: readonly Column[] = ['template', 'subject', 'file'],
): Generator<IjbFace, void> {
  let header: Header | undefined;
  let count = 0;
  for (const line of lines) {
    // Quotes are rare, and such tables have half a million lines.
    const fields = line.text.includes('"')
      ? csvFields(line, ',', file, 'E_IJB_FACES')
      : fieldsOf(line, ',', file);
    if (header === undefined) {
      header = headerOf(fields, needed, line, file);
      continue;
    }
    if (fields.length !== header.width) {
      throw refuse(
        { file, line: line.number, column: 1 },
        `expected ${header.width} fields, as the header has, found ${fields.length} in ${quote(line.text)}`,
        'give every line the fields of the header',
      );
    }
    count++;
    yield faceOf(fields, header.columns);
  }
  if (count > 0) return;
  const what = 'the table holds no face';
  throw refuse({ file, line: 1 }, what, 'write a header and a line for each face');
}

interface Header {
  readonly columns: ReadonlyMap<Column, number>;
  readonly width: number;
}

function headerOf(
  fields: readonly Field[],
  needed: readonly Column[],
  { number, text }: Line,
  file: string,
): Header {
  const names = fields.map((field) => field.text.trim().toUpperCase());
  const columns = new Map<Column, number>();
  for (const column of Object.keys(NAMES) as Column[]) {
    const index = NAMES[column].map((name) => names.indexOf(name)).find((found) => found >= 0);
    if (index !== undefined) columns.set(column, index);
  }
  const lacking =
    needed.find((column) => !columns.has(column)) ??
    // A part of a box is none.
    (BOX.some((edge) => columns.has(edge)) ? BOX.find((edge) => !columns.has(edge)) : undefined);
  if (lacking === undefined) return { columns, width: fields.length };
  throw refuse(
    { file, line: number, column: 1 },
    `no column is called ${NAMES[lacking].join(' or ')} in ${quote(text)}`,
    'write the header TEMPLATE_ID,SUBJECT_ID,FILENAME,SIGHTING_ID,FACE_X,FACE_Y,FACE_WIDTH,FACE_HEIGHT',
  );
}

function faceOf(fields: readonly Field[], columns: Header['columns']): IjbFace {
  const at = (column: Column) => {
    const index = columns.get(column);
    return index === undefined ? undefined : fields[index]!;
  };
  const numbered = (column: 'template' | 'sighting') => {
    const field = at(column);
    if (field === undefined) return NaN;
    if (column === 'sighting' && isUnknown(field)) return NaN;
    const number = ijbNumber(field.text);
    if (Number.isNaN(number)) throw noIjbNumber(field, `a ${column}`);
    return number;
  };
  const subject = at('subject')!;
  if (subject.text === '') throw refuse(subject, 'no subject is named', 'name it');
  const file = insidePath(at('file')!);
  const box = boxOf(BOX.flatMap((edge) => at(edge) ?? []));
  return {
    id: box === undefined ? file : `${file}#${box.join(',')}`,
    file,
    ...(box === undefined ? {} : { box }),
    template: numbered('template'),
    subject: subject.text,
    sighting: numbered('sighting'),
    at: fields[0]!,
  };
}

/** Whether nothing is stated: NIST writes nothing, or `NaN`. */
function isUnknown({ text }: Field): boolean {
  return text === '' || text === 'NaN';
}

/** The box of four fields; undefined where there are none, or nothing is stated. */
function boxOf(fields: readonly Field[]): readonly number[] | undefined {
  if (fields.every(isUnknown)) return undefined;
  // Adding 0 makes -0 the number that is written as it.
  const box = fields.map(({ text }) => (isDecimal(text) ? Number(text) + 0 : NaN));
  const wrong = box.findIndex((value, edge) => Number.isNaN(value) || (edge > 1 && value <= 0));
  if (wrong < 0) return box;
  throw refuse(
    fields[wrong]!,
    `expected ${wrong > 1 ? 'a length above 0' : 'a coordinate'} in pixels, found ${quote(fields[wrong]!.text)}`,
    'state a box whole, or leave it empty',
  );
}

function refuse(
  place: { readonly file: string; readonly line: number; readonly column?: number },
  what: string,
  remedy: string,
): FormatError {
  return new FormatError('E_IJB_FACES', place, what, remedy);
}
