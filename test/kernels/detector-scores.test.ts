import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
// The kernels stand beside the compiled code alone.
import { wideScores } from '../../dist/kernels/detector-scores.js';
import { parseIjbDetector } from '../../src/datasets/formats/ijb-detector.js';
import { PATH_BEGINS } from '../../src/datasets/formats/paths.js';
import { UserError } from '../../src/errors.js';
import { NameTable } from '../../src/files/name-table.js';

const POINTS = '30 40.5 70 40 -50 60 35.125 80 65.5 123456789.12345';

describe('the kernel for scores of a detector', () => {
  test.each([
    [`a.jpg ${POINTS} 0.5\nb/c.jpg ${POINTS} -1\r\n`, [0.5, -1], 'lines with LF and CRLF'],
    [`a ${POINTS} 0.93352233333\n`, [Math.fround(0.93352233333)], 'a score of many digits'],
    [`a ${POINTS} -0\n`, [-0], 'zero with its sign'],
    [`a ${POINTS} 5.\n`, [5], 'a point at the end'],
    [`a ${POINTS} 1\nb ${POINTS} 2`, [1], 'a last line without an end is left'],
    [`a ${POINTS} 1\nb ${POINTS} 2 3\n`, [1], 'so is a number more'],
    [`a ${POINTS} 1\nb ${POINTS}\n`, [1], 'a number less'],
    [`a ${POINTS} 1\nb ${POINTS} 1e3\n`, [1], 'an exponent'],
    [`a ${POINTS} 1\nb ${POINTS} +1\n`, [1], 'a plus'],
    [`a ${POINTS} 1\nb ${POINTS} .5\n`, [1], 'a point in front'],
    [`a ${POINTS} 1\nb ${POINTS} 1.2.3\n`, [1], 'two points'],
    [`a ${POINTS} 1\nb ${POINTS} 1-2\n`, [1], 'a minus within'],
    [`a ${POINTS} 1\nb ${POINTS} -\n`, [1], 'a minus alone'],
    [`a ${POINTS} 1\nb ${POINTS} 1234567890\n`, [1], 'ten digits'],
    [`a ${POINTS} 1\nb ${POINTS} 0.00000000000001\n`, [1], 'sixteen bytes'],
    [`a ${POINTS} 1\nb ${POINTS}  1\n`, [1], 'two spaces'],
    [`a ${POINTS} 1\nb ${POINTS} 1\r1\n`, [1], 'a carriage return without LF'],
    [`a ${POINTS} 1\n../b ${POINTS} 1\n`, [1], 'a path that climbs'],
    [`a ${POINTS} 1\nb//c ${POINTS} 1\n`, [1], 'an empty part'],
    [`a ${POINTS} 1\né ${POINTS} 1\n`, [1], 'a name that is not ASCII'],
    [`a ${POINTS} 1\n\nb ${POINTS} 1\n`, [1], 'a blank line'],
    ['a', [], 'a name alone'],
    ['', [], 'nothing'],
  ])('takes of %j the scores %j: %s', (text, expected) => {
    const parse = wideScores(PATH_BEGINS)!;
    const bytes = Buffer.from(text);
    const { at, count, origin, starts, ends, scores } = parse(bytes);
    expect([...scores.subarray(0, count)]).toEqual(expected);
    const lines = [...text.matchAll(/[^\n]*\n/g)].slice(0, count).map(([line]) => line);
    expect(at).toBe(Buffer.byteLength(lines.join('')));
    const names = lines.map((_, i) =>
      bytes.toString('utf8', starts[i]! - origin, ends[i]! - origin),
    );
    expect(names).toEqual(lines.map((line) => line.split(' ')[0]));
  });

  const name = fc.oneof(
    { weight: 6, arbitrary: fc.stringMatching(/^[a-d]$/) },
    fc.constantFrom('../a', 'é', '.b', 'x/y.jpg', 'x//y'),
  );
  const value = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom('1', '-2.5', '0.125', '123456789.25', '5.') },
    { weight: 10, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String) },
    fc.constantFrom('', '+1', '.5', '1e3', 'nan', '1234567890', '1.2.3'),
  );
  const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', ' \n', '\n\n');
  const line = fc.tuple(name, fc.array(value, { minLength: 11, maxLength: 11 }), end);

  test('changes nothing of what the scores are, nor of what is refused', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.integer({ min: 1, max: 300 }),
        (rows, size) => {
          const bytes = Buffer.from(rows.map(([a, b, c]) => `${a} ${b.join(' ')}${c}`).join(''));
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < bytes.length; at += size)
            chunks.push(bytes.subarray(at, at + size));
          const pictures = new NameTable();
          for (const row of rows.slice(0, 6)) {
            const name = Buffer.from(row[0]);
            pictures.numberOf(name, 0, name.length);
          }
          const outcome = (usual?: typeof wideScores) => {
            try {
              return [...parseIjbDetector(chunks, 'f', pictures, usual)];
            } catch (error) {
              if (!(error instanceof UserError)) throw error;
              return error.message;
            }
          };
          expect(outcome(wideScores)).toEqual(outcome());
        },
      ),
      { numRuns: 1000 },
    );
  });
});
