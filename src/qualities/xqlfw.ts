import { FormatError } from '../errors.js';
import type { Field } from '../files/fields.js';
import { quote } from '../files/quote.js';
import { pictureIn, qualityIn, refuseColumn, requireShape } from './quality-format.js';
import type { QualityFormat } from './quality-format.js';

const HEADER = /^id[ \t,;]+num[ \t,;]+score[ \t]*$/i;
const NUMBER = /^(0|[1-9]\d{0,8})$/;

/** XQLFW's list: after the header `ID Num Score` a person, the number of their picture and its quality on each line. */
export const xqlfw: QualityFormat = {
  name: 'xqlfw',
  summary: '`ID Num Score`: a person of LFW, the number of the picture, its quality',
  reference: 'Knoche et al. 2021, xqlfw_scores.txt',
  fits: (line) => HEADER.test(line),
  rows: function* (lines, file) {
    refuseColumn(file);
    for (const line of lines) {
      if (line.number === 1) continue;
      const fields = [...line.text.matchAll(/[^ \t,;]+/g)].map(({ 0: text, index }): Field => ({
        text,
        file: file.file,
        line: line.number,
        column: index + 1,
      }));
      requireShape(fields.length, 3, line, file);
      const [person, number, score] = fields as [Field, Field, Field];
      const stem = `${pictureIn(person)}_${pictureNumber(number).padStart(4, '0')}`;
      yield { picture: `${person.text}/${stem}.jpg`, value: qualityIn(score), at: person };
    }
  },
};

function pictureNumber(field: Field): string {
  if (NUMBER.test(field.text)) return field.text;
  throw new FormatError(
    'E_QUALITY_NUMBER',
    field,
    `expected the number of a picture, found ${quote(field.text)}`,
    'write plain digits',
  );
}
