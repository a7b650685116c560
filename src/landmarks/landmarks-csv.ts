import { FormatError } from '../errors.js';
import { csvFields, SEPARATORS, unquoted } from '../files/csv-fields.js';
import { EXPECTED_PICTURE, isPictureColumn, pictureColumn } from '../files/picture-column.js';
import { quote } from '../files/quote.js';
import type { Line } from '../files/text-lines.js';
import { COORDINATES, coordinateIn, requireFields } from './landmarks-format.js';
import type { LandmarksFormat } from './landmarks-format.js';

/** Names of the ten columns, in small letters and without what joins words; of each two, CelebA writes the second. */
const COORDINATE_NAMES: readonly (readonly string[])[] = [
  ['lefteye', 'eyeleft'],
  ['righteye', 'eyeright'],
  ['nose', 'nosetip'],
  ['mouthleft', 'leftmouth'],
  ['mouthright', 'rightmouth'],
].flatMap((parts, i) =>
  ['x', 'y'].map((axis) => [`${axis}${i + 1}`, ...parts.map((part) => `${part}${axis}`)]),
);

/**
 * A table whose first line names its columns: the picture, and x1, y1 to x5, y5 or left_eye_x, left_eye_y, right_eye_x, nose_x,
 * mouth_left_x, mouth_right_x and so on; others are passed over. Commas, tabs or semicolons set them apart.
 */
export const landmarksCsv: LandmarksFormat = {
  name: 'csv',
  summary:
    'a header that names a picture (path, image, name, id ...) and x1, y1 .. x5, y5 or left_eye_x ...',
  reference: 'RFC 4180; CelebA names the columns so',
  fits: (line) => separatorOf(line) !== undefined,
  rows: function* (lines, file) {
    let header: Header | undefined;
    for (const line of lines) {
      if (header === undefined) {
        header = readHeader(line, file);
        continue;
      }
      const { separator, picture, coordinates, width } = header;
      const fields = csvFields(line, separator, file, 'E_LANDMARKS_QUOTE');
      requireFields(line.text.trim() === '' ? 0 : fields.length, width, line, file);
      const at = fields[picture]!;
      if (at.text === '') {
        throw new FormatError('E_LANDMARKS_FIELDS', at, 'no picture is named', 'name it');
      }
      const points = coordinates.map((index) =>
        coordinateIn(fields[index]!.text, () => fields[index]!),
      );
      yield { picture: at.text, points, at };
    }
  },
};

interface Header {
  readonly separator: string;
  /** Indices of the columns. */
  readonly picture: number;
  readonly coordinates: readonly number[];
  readonly width: number;
}

function separatorOf(line: string): string | undefined {
  return SEPARATORS.find((separator) => {
    const names = line.split(separator).map(unquoted);
    return names.length > 1 && names.some(isPictureColumn);
  });
}

function readHeader(line: Line, file: string): Header {
  const separator = separatorOf(line.text) ?? ',';
  const fields = csvFields(line, separator, file, 'E_LANDMARKS_QUOTE');
  const names = fields.map(({ text }) => text);
  const refuse = (at: number, what: string, remedy: string) =>
    new FormatError('E_LANDMARKS_COLUMN', fields[at]!, what, remedy);
  const picture = pictureColumn(names)?.index;
  if (picture === undefined) {
    throw refuse(0, 'no column names the pictures', `call one of them ${EXPECTED_PICTURE}`);
  }
  const plain = names.map((name) => name.toLowerCase().replaceAll(/[ _.-]/g, ''));
  const coordinates = COORDINATE_NAMES.map((known) => {
    const [found, second] = [...plain.keys()].filter((index) => known.includes(plain[index]!));
    if (second !== undefined) {
      throw refuse(second, `a second column ${quote(names[second]!)}`, 'keep one of them');
    }
    return found;
  });
  const missing = coordinates.flatMap((index, i) =>
    index === undefined ? [COORDINATE_NAMES[i]![0]!] : [],
  );
  if (missing.length > 0) {
    throw refuse(
      0,
      `of ${COORDINATES} coordinates no column gives ${missing.join(', ')}`,
      'call them x1, y1 to x5, y5: left eye, right eye, nose, left and right corner of the mouth',
    );
  }
  return {
    separator,
    picture,
    coordinates: coordinates.filter((index) => index !== undefined),
    width: fields.length,
  };
}
