import { FormatError } from '../errors.js';
import { csvFields, SEPARATORS, unquoted } from '../files/csv-fields.js';
import { EXPECTED_PICTURE, isPictureColumn, pictureColumn } from '../files/picture-column.js';
import { quote } from '../files/quote.js';
import type { Line } from '../files/text-lines.js';
import { EXPECTED_QUALITY, isQualityColumn } from './quality-columns.js';
import { pictureIn, qualityIn, requireShape } from './quality-format.js';
import type { QualityFile, QualityFormat } from './quality-format.js';

/**
 * A table whose first line names its columns, one of them the picture and one its quality; other columns are passed over.
 * Commas, tabs or semicolons set them apart: the first of these by which a picture has a column. RFC 4180, but that no field goes
 * beyond its line.
 */
export const qualityCsv: QualityFormat = {
  name: 'csv',
  summary:
    'a header that names a picture (path, image, name, id ...) and a quality (or score, value)',
  reference: 'RFC 4180; OFIQ writes it with semicolons',
  fits: (line) => separatorOf(line) !== undefined,
  rows: function* (lines, file) {
    let header: Header | undefined;
    for (const line of lines) {
      if (header === undefined) {
        header = readHeader(line, file);
        continue;
      }
      const { separator, picture, quality, width } = header;
      const fields = csvFields(line, separator, file.file, 'E_QUALITY_QUOTE');
      requireShape(line.text === '' ? 0 : fields.length, width, line, file);
      const at = fields[picture]!;
      yield { picture: pictureIn(at), value: qualityIn(fields[quality]!), at };
    }
  },
};

interface Header {
  readonly separator: string;
  /** Indices of the columns. */
  readonly picture: number;
  readonly quality: number;
  readonly width: number;
}

function separatorOf(line: string): string | undefined {
  return SEPARATORS.find((separator) => {
    const names = line.split(separator).map(unquoted);
    return names.length > 1 && names.some(isPictureColumn);
  });
}

function readHeader(line: Line, file: QualityFile): Header {
  const separator = separatorOf(line.text) ?? ',';
  const fields = csvFields(line, separator, file.file, 'E_QUALITY_QUOTE');
  const names = fields.map(({ text }) => text);
  const refuse = (at: number, what: string, remedy: string) =>
    new FormatError('E_QUALITY_COLUMN', fields[at]!, what, remedy);
  const found = pictureColumn(names);
  if (found === undefined) {
    throw refuse(0, 'no column names the pictures', `call one of them ${EXPECTED_PICTURE}`);
  }
  const { index: picture, others } = found;
  const namesake = others.find((other) => same(names[other]!, names[picture]!));
  if (namesake !== undefined) {
    throw refuse(namesake, `a second column ${quote(names[namesake]!)}`, 'keep one of them');
  }
  if (others.length > 0) {
    file.warn(`${file.file}: pictures are told by the column ${quote(names[picture]!)}`);
  }
  const quality = qualityColumn(names, picture, file.column, refuse);
  return { separator, picture, quality, width: fields.length };
}

/** Index of the column asked for; else of the only one whose name is known, or of the only one there is beside the picture. */
function qualityColumn(
  names: readonly string[],
  picture: number,
  wanted: string | undefined,
  refuse: (at: number, what: string, remedy: string) => FormatError,
): number {
  const indices = [...names.keys()].filter((index) => index !== picture);
  const listed = indices.map((index) => quote(names[index]!)).join(', ');
  if (wanted !== undefined) {
    const exact = indices.filter((index) => names[index] === wanted);
    const found = exact.length > 0 ? exact : indices.filter((i) => same(names[i]!, wanted));
    if (found.length === 1) return found[0]!;
    throw found.length === 0
      ? refuse(0, `there is no column ${quote(wanted)}`, `choose from ${listed}`)
      : refuse(found[1]!, `a second column ${quote(wanted)}`, 'keep one of them');
  }
  const known = indices.filter((index) => isQualityColumn(names[index]!));
  if (known.length === 1) return known[0]!;
  if (known.length === 0 && indices.length === 1) return indices[0]!;
  throw refuse(
    known[1] ?? 0,
    known.length === 0 ? 'no column is known to be the quality' : 'several columns are qualities',
    `name one with NAME=FILE:COLUMN, from ${listed}${known.length === 0 ? `, or call it ${EXPECTED_QUALITY}` : ''}`,
  );
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
