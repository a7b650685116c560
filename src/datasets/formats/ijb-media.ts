import { FormatError } from '../../errors.js';
import { fieldsOf } from '../../files/fields.js';
import { growingColumn } from '../../files/growing-column.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { groupedRows } from './grouped-rows.js';
import { ijbNumber, noIjbNumber } from './ijb-number.js';
import { insidePath } from './paths.js';

/** The templates of a file `PICTURE TEMPLATE MEDIUM`. */
export interface IjbMedia {
  /** Index of each picture by its name, in the order of first lines. */
  readonly pictures: ReadonlyMap<string, number>;
  /** Index of each template by its number, in the order of first lines. */
  readonly templates: ReadonlyMap<number, number>;
  /** As those of `Templates`; members stand in the order of their lines. */
  readonly offsets: Uint32Array;
  readonly members: Uint32Array;
  readonly media: Uint32Array;
}

/**
 * The templates of lines `1.jpg 1 69544`: a picture, the template it belongs to, and the medium it was taken from, apart by single
 * spaces. A picture may belong to several templates.
 *
 * @throws FormatError E_IJB_MEDIA for a line of other fields, a picture that stands twice in one template, and a file without
 *   lines; E_NUMBER, E_PATH_TRAVERSAL; each with line and column
 */
export function parseIjbMedia(lines: Iterable<Line>, file: string): IjbMedia {
  const pictures = new Map<string, number>();
  const templates = new Map<number, number>();
  const [pictureOf, templateOf, mediumOf] = [growingColumn(), growingColumn(), growingColumn()];
  for (const line of lines) {
    const { text } = line;
    const first = text.indexOf(' ');
    const second = text.indexOf(' ', first + 1);
    if (first < 0 || second < 0 || text.includes(' ', second + 1)) throw otherFields(line, file);
    const picture = text.slice(0, first);
    const template = ijbNumber(text.slice(first + 1, second));
    const medium = ijbNumber(text.slice(second + 1));
    if (!(template >= 0 && medium >= 0)) {
      const [, ...numbers] = fieldsOf(line, ' ', file);
      const wrong = template >= 0 ? 1 : 0;
      throw noIjbNumber(numbers[wrong]!, ['a template', 'a medium'][wrong]!);
    }
    let index = pictures.get(picture);
    if (index === undefined) {
      insidePath({ text: picture, file, line: line.number, column: 1 });
      pictures.set(picture, (index = pictures.size));
    }
    let number = templates.get(template);
    if (number === undefined) templates.set(template, (number = templates.size));
    pictureOf.push(index);
    templateOf.push(number);
    mediumOf.push(medium);
  }
  if (pictures.size === 0) {
    const what = 'the file names no picture';
    throw refuse({ file, line: 1 }, what, 'write a line PICTURE TEMPLATE MEDIUM for each');
  }
  const columns = [pictureOf.taken(), templateOf.taken(), mediumOf.taken()] as const;
  return { pictures, templates, ...grouped(columns, pictures, templates, file) };
}

/** The lines template after template. */
function grouped(
  [pictureOf, templateOf, mediumOf]: readonly [Uint32Array, Uint32Array, Uint32Array],
  pictures: ReadonlyMap<string, number>,
  templates: ReadonlyMap<number, number>,
  file: string,
): Pick<IjbMedia, 'offsets' | 'members' | 'media'> {
  const { offsets, rows: lineOf } = groupedRows(templateOf, templates.size);
  const members = new Uint32Array(templateOf.length);
  const media = new Uint32Array(templateOf.length);
  // Where a picture last stood, plus one: in this template if that is not before its first member.
  const last = new Uint32Array(pictures.size);
  for (let template = 0; template < templates.size; template++) {
    for (let m = offsets[template]!; m < offsets[template + 1]!; m++) {
      const row = lineOf[m]!;
      const picture = pictureOf[row]!;
      const before = last[picture]!;
      if (before > offsets[template]!) {
        const number = [...templates.keys()][template]!;
        const name = quote([...pictures.keys()][picture]!);
        const same = media[before - 1] === mediumOf[row];
        const how = same
          ? 'stands twice'
          : `is of the media ${media[before - 1]!} and ${mediumOf[row]!}`;
        throw refuse(
          { file, line: row + 1, column: 1 },
          `${name} ${how} in template ${number}, first in line ${lineOf[before - 1]! + 1}`,
          'name a picture once in a template',
        );
      }
      last[picture] = m + 1;
      members[m] = picture;
      media[m] = mediumOf[row]!;
    }
  }
  return { offsets, members, media };
}

function otherFields({ number, text }: Line, file: string): FormatError {
  return refuse(
    { file, line: number, column: 1 },
    `expected PICTURE TEMPLATE MEDIUM between single spaces, found ${quote(text)}`,
    'give every line three fields',
  );
}

function refuse(
  place: { readonly file: string; readonly line: number; readonly column?: number },
  what: string,
  remedy: string,
): FormatError {
  return new FormatError('E_IJB_MEDIA', place, what, remedy);
}
