import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
// The kernels stand beside the compiled code alone.
import { widePairs } from '../../dist/kernels/template-pairs.js';
import { parseIjbMatches, parseIjbPairs } from '../../src/datasets/formats/ijb-pairs.js';
import { UserError } from '../../src/errors.js';

const NUMBERS = [1, 2, 30, 11065, 99_999_999, 123_456_789];
const TEMPLATES = new Map(NUMBERS.slice(0, 4).map((number, index) => [number, index]));
const INDICES = new Int32Array(11066).fill(-1);
for (const [number, index] of TEMPLATES) INDICES[number] = index;
const IDENTITY = Int32Array.of(0, 1, 1, 2);

function columns(size: number) {
  return {
    left: new Uint32Array(size),
    right: new Uint32Array(size),
    genuine: new Uint8Array(size),
  };
}

describe('the kernel for comparisons of templates', () => {
  test.each([
    ['1 2 1\n30 11065 0\n', 2, 'lines with LF'],
    ['1 2 1\r\n30 11065 0\r\n', 2, 'lines with CRLF'],
    ['1 2 1\n30 11065 0', 1, 'a last line without an end is left'],
    ['1 2 1\n01 2 1\n', 1, 'so is a second spelling'],
    ['1 2 1\n2 00 1\n', 1, 'on either side'],
    ['1 2 1\n1 2 2\n', 1, 'another label'],
    ['1 2 1\n1 2 10\n', 1, 'a longer label'],
    ['1 2 1\n1 2 1 \n', 1, 'a space behind'],
    ['1 2 1\n1  2 1\n', 1, 'two spaces'],
    ['1 2 1\n1,2,1\n', 1, 'commas'],
    ['1 2 1\n1 3 1\n', 1, 'an unknown template'],
    ['1 2 1\n11066 2 1\n', 1, 'one above all'],
    ['1 2 1\n4294967297 2 1\n', 1, 'a number that wraps to 1'],
    ['1 2 1\n123456789 2 1\n', 1, 'nine digits'],
    ['1 2 1\n1 2 1\r1 2 1\n', 1, 'a carriage return without LF'],
    ['1 2 1\n\n1 2 1\n', 1, 'a blank line'],
    ['1 2 1\n1 2\n', 1, 'two fields'],
    ['\n', 0, 'nothing'],
  ])('takes of %j the first %d: %s', (text, taken) => {
    const parse = widePairs(INDICES, true)!;
    const bytes = Buffer.from(text);
    const read = columns(5);
    const { at, count } = parse(bytes, read, 3);
    expect(count).toBe(3 + taken);
    expect(at).toBe([...text.matchAll(/[^\n]*\n/g)].slice(0, taken).join('').length);
    if (taken > 0) expect([read.left[3], read.right[3], read.genuine[3]]).toEqual([0, 1, 1]);
    if (taken > 1) expect([read.left[4], read.right[4], read.genuine[4]]).toEqual([2, 3, 0]);
  });

  test('looks at no byte behind the block, whatever stood there before', () => {
    const parse = widePairs(INDICES, true)!;
    const read = columns(4);
    parse(Buffer.from('1 2 1\n1 2 1\n'), read, 0);
    expect(parse(Buffer.from('1 2 1'), read, 0)).toEqual({ at: 0, count: 0 });
  });

  const number = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(1, 2, 30, 11065) },
    fc.constantFrom('', '01', 'x', '-1', 3, 11066, 99_999_999, 123_456_789, 4_294_967_297),
  );
  const label = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(0, 1) },
    fc.constantFrom('', 2, 10),
  );
  const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', ' \n', '\n\n');
  const lines = fc.array(fc.tuple(number, number, label, end), { maxLength: 60 });
  test.each([
    ['labelled', ([l, r, label, end]: readonly (string | number)[]) => `${l} ${r} ${label}${end}`],
    ["NIST's", ([l, r, , end]: readonly (string | number)[]) => `${l},${r}${end}`],
  ] as const)('changes nothing of what %s lines are, nor of what is refused', (kind, line) => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 200 }), fc.boolean(), (rows, size, ended) => {
        const text = rows.map(line).join('');
        const bytes = Buffer.from(ended ? text : text.trimEnd());
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
        const outcome = (usual?: typeof widePairs) => {
          try {
            return kind === 'labelled'
              ? parseIjbPairs(chunks, 'f', TEMPLATES, { usual })
              : parseIjbMatches(chunks, 'f', TEMPLATES, IDENTITY, { usual });
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            return error.message;
          }
        };
        expect(outcome(widePairs)).toEqual(outcome());
      }),
      { numRuns: 500 },
    );
  });
});
