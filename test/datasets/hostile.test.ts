import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCfpList, parseCfpSplit } from '../../src/datasets/formats/cfp-lists.js';
import {
  parseView1,
  parseView2,
  parseWithoutHeader,
} from '../../src/datasets/formats/lfw-pairs.js';
import { MAGFACE_LIST, OWN_LIST, parsePairList } from '../../src/datasets/formats/pair-list.js';
import { parseLabelledPairs, parsePersonPairs } from '../../src/datasets/formats/two-line-pairs.js';
import type { Line } from '../../src/files/text-lines.js';
import { UserError } from '../../src/errors.js';
import { lines } from './parsing.js';

const CFP = [{ path: '001/frontal/01.jpg', person: '001' }];

const GRAMMARS: readonly (readonly [string, (text: Iterable<Line>) => Iterable<unknown>])[] = [
  ['View 2', (text) => parseView2(text, 'f')],
  ['View 1', (text) => parseView1(text, 'f', 0)],
  ["RFW's list", (text) => parseWithoutHeader(text, 'f')],
  ["CALFW's list", (text) => parseLabelledPairs(text, 'f')],
  ["SLLFW's list", (text) => parsePersonPairs(text, 'f')],
  ["CFP's list", (text) => parseCfpList(text, 'f')],
  ["CFP's split", (text) => parseCfpSplit(text, 'f', true, CFP, CFP)],
  ['a list of pairs', (text) => parsePairList(text, 'f', OWN_LIST)],
  ["MagFace's list", (text) => parsePairList(text, 'f', MAGFACE_LIST)],
];

/** Bytes that look like a protocol more often than chance would have it. */
const NEARLY = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\r\n', '\t', ' ', ',', '1', '0', '2', '1\t1\n', 'Ada', '..', '/', '"'),
      fc.constantFrom('__proto__', '\r', '\0', '\ufeff', '-1', 'a b 1\n', 'Ada\t1\t2\n', 'label'),
      fc.constantFrom('Ada_1.jpg 1\n', 'Ada/1.jpg\n', '1,1\n', '1 ../Data/Images/'),
      fc.string({ maxLength: 4, unit: 'binary' }),
    ),
  )
  .map((parts) => new TextEncoder().encode(parts.join('')));

describe('whatever bytes a file holds', () => {
  test.each(GRAMMARS)('%s is read, or refused with its place', (_, parse) => {
    const bytes = fc.oneof(NEARLY, fc.uint8Array({ maxLength: 64 }));
    let refused = 0;
    fc.assert(
      fc.property(bytes, (content) => {
        try {
          Array.from(parse(lines(content)));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message).toMatch(/^E_[A-Z_]+ (f|file\.txt)(:\d+)?(:\d+)?: /);
          // Nothing in a message may move a terminal's cursor.
          expect(error.message).not.toMatch(/\p{Cc}/u);
          refused++;
        }
      }),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});
