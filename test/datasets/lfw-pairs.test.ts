import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  lfwStem,
  parseView1,
  parseView2,
  parseWithoutHeader,
  type LfwPair,
} from '../../src/datasets/formats/lfw-pairs.js';
import { lines, messageOf } from './parsing.js';

const view2 = (text: string) => [...parseView2(lines(text), 'pairs.txt')];
const view1 = (text: string) => [...parseView1(lines(text), 'pairsDevTest.txt', 1)];

/** One folder a fold: genuine, then impostor. */
const GOOD = ['2\t1', 'Ada\t1\t2', 'Ada\t1\tGrace\t3', 'Grace\t3\t4', 'Grace\t4\tMary\t1'];

const shown = ({ line, fold, genuine, left, right }: LfwPair) =>
  `${line} fold ${fold} ${genuine ? 'genuine' : 'impostor'} ${lfwStem(left)} ${lfwStem(right)}`;

describe('View 2', () => {
  test('takes fold and label from the place of a line', () => {
    expect(view2(GOOD.join('\n')).map(shown)).toEqual([
      '2 fold 0 genuine Ada/Ada_0001 Ada/Ada_0002',
      '3 fold 0 impostor Ada/Ada_0001 Grace/Grace_0003',
      '4 fold 1 genuine Grace/Grace_0003 Grace/Grace_0004',
      '5 fold 1 impostor Grace/Grace_0004 Mary/Mary_0001',
    ]);
  });

  test('is the same with CRLF, with or without a last end, and with blank lines after it', () => {
    const plain = view2(GOOD.join('\n'));
    expect(view2(GOOD.join('\r\n'))).toEqual(plain);
    expect(view2(`${GOOD.join('\r\n')}\r\n\r\n`)).toEqual(plain);
    expect(view2(`\ufeff${GOOD.join('\n')}\n\n\n`)).toEqual(plain);
  });

  test('reads back whatever is printed', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 9, unit: 'grapheme' })
      .filter((text) => !/[\p{Cc}\\/]|^\.{1,2}$|^[a-z]:|^\ufeff/iu.test(text));
    const number = fc.integer({ min: 1, max: 99_999 });
    const picture = fc.record({ person: name, number });
    const genuine = fc.tuple(name, number, number);
    const impostor = fc.tuple(picture, picture).filter(([a, b]) => a.person !== b.person);
    const protocol = fc
      .record({ folds: fc.integer({ min: 1, max: 4 }), each: fc.integer({ min: 1, max: 4 }) })
      .chain(({ folds, each }) => {
        const block = { minLength: folds * each, maxLength: folds * each };
        return fc.record({
          folds: fc.constant(folds),
          each: fc.constant(each),
          mated: fc.array(genuine, block),
          other: fc.array(impostor, block),
        });
      });
    fc.assert(
      fc.property(protocol, fc.constantFrom('\n', '\r\n'), ({ folds, each, mated, other }, end) => {
        const printed = [`${folds}\t${each}`];
        const expected: string[] = [];
        for (let fold = 0; fold < folds; fold++) {
          for (const [person, i, j] of mated.slice(fold * each, (fold + 1) * each)) {
            printed.push(`${person}\t${i}\t${j}`);
            const stems = [i, j].map((number) => lfwStem({ person, number }));
            expected.push(`${printed.length} fold ${fold} genuine ${stems.join(' ')}`);
          }
          for (const [a, b] of other.slice(fold * each, (fold + 1) * each)) {
            printed.push([a.person, a.number, b.person, b.number].join('\t'));
            const stems = `${lfwStem(a)} ${lfwStem(b)}`;
            expected.push(`${printed.length} fold ${fold} impostor ${stems}`);
          }
        }
        expect(view2(printed.join(end)).map(shown)).toEqual(expected);
      }),
    );
  });

  /** The good file with line `number`, from 1, replaced. */
  const replacing = (number: number, line: string) => GOOD.with(number - 1, line).join('\n');

  test.each([
    [
      'an empty file',
      '',
      'E_LFW_HEADER pairs.txt:1:1: expected the header FOLDS<tab>PAIRS, such as 10<tab>300, found an empty file; use the file as LFW distributes it, with tabs',
    ],
    [
      'no header',
      GOOD.slice(1).join('\n'),
      'E_LFW_HEADER pairs.txt:1:1: expected the header FOLDS<tab>PAIRS, such as 10<tab>300, found "Ada\\t1\\t2"; use the file as LFW distributes it, with tabs',
    ],
    [
      "View 1's header",
      replacing(1, '500'),
      'E_LFW_HEADER pairs.txt:1:1: expected the header FOLDS<tab>PAIRS, such as 10<tab>300, found "500"; use the file as LFW distributes it, with tabs',
    ],
    [
      'a header with a space',
      replacing(1, '2 1'),
      'E_LFW_HEADER pairs.txt:1:1: expected the header FOLDS<tab>PAIRS, such as 10<tab>300, found "2 1"; use the file as LFW distributes it, with tabs',
    ],
    [
      'no folds',
      replacing(1, '0\t1'),
      'E_NUMBER pairs.txt:1:1: expected a count, a whole number from 1, found "0"; write plain digits',
    ],
    [
      'more folds than a column holds',
      replacing(1, '65536\t1'),
      'E_LFW_HEADER pairs.txt:1:1: 65536 folds, at most 65535 are possible; use the file as LFW distributes it, with tabs',
    ],
    [
      'spaces for tabs',
      replacing(2, 'Ada 1 2'),
      'E_LFW_PAIRS pairs.txt:2:1: expected 3 fields between tabs, NAME I J of a genuine comparison, found 1 in "Ada 1 2"; use the file as LFW distributes it, with tabs',
    ],
    [
      'an impostor among the genuine',
      replacing(2, 'Ada\t1\tGrace\t3'),
      'E_LFW_PAIRS pairs.txt:2:1: expected 3 fields between tabs, NAME I J of a genuine comparison, found 4 in "Ada\\t1\\tGrace\\t3"; use the file as LFW distributes it, with tabs',
    ],
    [
      'a genuine one among the impostors',
      replacing(3, 'Ada\t1\t2'),
      'E_LFW_PAIRS pairs.txt:3:1: expected 4 fields between tabs, NAME I NAME J of an impostor comparison, found 3 in "Ada\\t1\\t2"; use the file as LFW distributes it, with tabs',
    ],
    [
      'an impostor of one person',
      replacing(5, 'Grace\t4\tGrace\t1'),
      'E_LFW_PAIRS pairs.txt:5:9: an impostor comparison of one person, "Grace"; use the file as LFW distributes it, with tabs',
    ],
    [
      'a column more',
      replacing(3, 'Ada\t1\tGrace\t3\t'),
      'E_LFW_PAIRS pairs.txt:3:1: expected 4 fields between tabs, NAME I NAME J of an impostor comparison, found 5 in "Ada\\t1\\tGrace\\t3\\t"; use the file as LFW distributes it, with tabs',
    ],
    [
      'a blank line within',
      replacing(3, ''),
      'E_LFW_PAIRS pairs.txt:3:1: expected 4 fields between tabs, NAME I NAME J of an impostor comparison, found 1 in ""; use the file as LFW distributes it, with tabs',
    ],
    [
      'a line too few',
      GOOD.slice(0, -1).join('\n'),
      'E_LFW_PAIRS pairs.txt: the header promises 4 comparisons, the file ends after 3; fetch the file again',
    ],
    [
      'a line too many',
      [...GOOD, 'Ada\t1\t2'].join('\n'),
      'E_LFW_PAIRS pairs.txt:6:1: a line more than the 4 comparisons that the header promises, "Ada\\t1\\t2"; fetch the file again',
    ],
    [
      'a name that climbs',
      replacing(5, 'Grace\t4\t..\t1'),
      'E_PATH_TRAVERSAL pairs.txt:5:9: a path that climbs with "..", ".."; write paths below the folder of the pictures, with forward slashes',
    ],
    [
      'a name with a slash',
      replacing(2, 'Ada/x\t1\t2'),
      'E_PATH_TRAVERSAL pairs.txt:2:1: a name with a slash, "Ada/x"; write the name of one folder',
    ],
    [
      'a name that moves the cursor, shown harmless',
      replacing(2, '\u001b[2J\u009b\t1\t2'),
      'E_PATH_TRAVERSAL pairs.txt:2:1: a path with a control character, "\\u001b[2J\\u009b"; write paths below the folder of the pictures, with forward slashes',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(messageOf(() => view2(text))).toBe(message);
  });

  test.each(['0', '01', '+1', '-1', '1.0', '1e0', '0x1', ' 1', '1 ', '', '١', '1234567890', 'one'])(
    'refuses the number %j',
    (number) => {
      expect(messageOf(() => view2(replacing(2, `Ada\t1\t${number}`)))).toBe(
        `E_NUMBER pairs.txt:2:7: expected a picture's number, a whole number from 1, found ${JSON.stringify(number)}; write plain digits`,
      );
    },
  );
});

describe('View 1', () => {
  const body = ['Ada\t1\t2', 'Grace\t1\t2', 'Ada\t1\tGrace\t3', 'Ada\t2\tMary\t1'];

  test('is the same with and without its header, but for the numbers of the lines', () => {
    const withHeader = view1(['2', ...body].join('\n'));
    const without = view1(body.join('\n'));
    expect(withHeader.map(shown)).toEqual([
      '2 fold 1 genuine Ada/Ada_0001 Ada/Ada_0002',
      '3 fold 1 genuine Grace/Grace_0001 Grace/Grace_0002',
      '4 fold 1 impostor Ada/Ada_0001 Grace/Grace_0003',
      '5 fold 1 impostor Ada/Ada_0002 Mary/Mary_0001',
    ]);
    expect(without).toEqual(withHeader.map((pair) => ({ ...pair, line: pair.line - 1 })));
  });

  test.each([
    [
      'an empty file',
      '',
      'E_LFW_HEADER pairsDevTest.txt:1:1: expected the header PAIRS, such as 500, found an empty file; use the file as LFW distributes it, with tabs',
    ],
    [
      'spaces for tabs',
      'Ada 1 2',
      'E_LFW_HEADER pairsDevTest.txt:1:1: expected the header PAIRS, such as 500, found "Ada 1 2"; use the file as LFW distributes it, with tabs',
    ],
    [
      'fewer lines than the header promises',
      ['2', ...body.slice(0, 3)].join('\n'),
      'E_LFW_PAIRS pairsDevTest.txt: the header promises 4 comparisons, the file ends after 3; fetch the file again',
    ],
    [
      'more',
      ['1', ...body.slice(1)].join('\n'),
      'E_LFW_PAIRS pairsDevTest.txt:4:1: a line more than the 2 comparisons that the header promises, "Ada\\t2\\tMary\\t1"; fetch the file again',
    ],
    [
      'unequal halves without a header',
      body.slice(1).join('\n'),
      'E_LFW_PAIRS pairsDevTest.txt: 1 genuine and 2 impostor comparisons, where View 1 has as many of each; fetch the file again',
    ],
    [
      'a genuine one after the impostors, without a header',
      [...body, 'Ada\t1\t3'].join('\n'),
      'E_LFW_PAIRS pairsDevTest.txt:5:1: expected 4 fields between tabs, NAME I NAME J of an impostor comparison, found 3 in "Ada\\t1\\t3"; use the file as LFW distributes it, with tabs',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(messageOf(() => view1(text))).toBe(message);
  });
});

test('a picture of LFW has four digits, or as many as it needs', () => {
  expect(lfwStem({ person: 'Ada', number: 7 })).toBe('Ada/Ada_0007');
  expect(lfwStem({ person: 'Ada', number: 12_345 })).toBe('Ada/Ada_12345');
});

describe('a list without a header', () => {
  const listed = (text: string) => [...parseWithoutHeader(lines(text), 'Asian_pairs.txt')];

  test('tells genuine from impostor by the number of fields', () => {
    expect(listed('m.0a\t1\t2\nm.0a\t1\tm.0b\t3\nm.0b\t3\t4\n').map(shown)).toEqual([
      '1 fold 0 genuine m.0a/m.0a_0001 m.0a/m.0a_0002',
      '2 fold 0 impostor m.0a/m.0a_0001 m.0b/m.0b_0003',
      '3 fold 0 genuine m.0b/m.0b_0003 m.0b/m.0b_0004',
    ]);
  });

  test.each([
    [
      'nothing',
      '',
      'E_LFW_PAIRS Asian_pairs.txt:1: the list holds no comparison; fetch the file again',
    ],
    [
      'a header',
      '10\t300\n',
      'E_LFW_PAIRS Asian_pairs.txt:1:1: expected 4 fields between tabs, NAME I NAME J of an impostor comparison, found 2 in "10\\t300"; use the file as LFW distributes it, with tabs',
    ],
    [
      'an impostor who is the same',
      'a\t1\ta\t2\n',
      'E_LFW_PAIRS Asian_pairs.txt:1:5: an impostor comparison of one person, "a"; use the file as LFW distributes it, with tabs',
    ],
  ])('is refused with %s', (_, text, message) => {
    expect(messageOf(() => listed(text))).toBe(message);
  });
});
