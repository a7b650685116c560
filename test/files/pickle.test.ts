import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePack } from '../../src/datasets/formats/pack.js';
import { UserError } from '../../src/errors.js';
import { readPickle } from '../../src/files/pickle.js';
import { messageOf } from '../datasets/parsing.js';
import { PROJECT } from '../support/run-cli.js';

const PACKS = join(PROJECT, 'fixtures', 'packs');
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const read = (text: string) => readPickle(bytesOf(text), 'f').value;
const refusal = (text: string) => messageOf(() => read(text));
const list = (...items: unknown[]) => ({ kind: 'list', items });
const tuple = (...items: unknown[]) => ({ kind: 'tuple', items });
const dict = (keys: unknown[], values: unknown[]) => ({ kind: 'dict', keys, values });

describe('an opcode', () => {
  test.each<readonly [string, string, unknown]>([
    ['NONE', 'N.', null],
    ['NEWTRUE', '\x88.', true],
    ['NEWFALSE', '\x89.', false],
    ['INT', 'I-12\n.', -12],
    ['INT of a truth value', 'I01\n.', true],
    ['LONG', 'L9L\n.', 9],
    ['BININT', 'J\xfe\xff\xff\xff.', -2],
    ['BININT1', 'K\xff.', 255],
    ['BININT2', 'M\x01\x02.', 513],
    ['LONG1 of no bytes', '\x8a\x00.', 0],
    ['LONG1', '\x8a\x02\x00\xff.', -256],
    ['LONG1 of 9 bytes', '\x8a\x09\0\0\0\0\0\0\0\0\x01.', 2n ** 64n],
    ['LONG4', '\x8b\x01\0\0\0\x80.', -128],
    ['FLOAT', 'F-1e3\n.', -1000],
    ['FLOAT without end', 'Finf\n.', Infinity],
    ['BINFLOAT', 'G\x3f\xf8\0\0\0\0\0\0.', 1.5],
    ['STRING', "S'a\\x00\\'\\n\\101\\q'\n.", bytesOf("a\0'\nA\\q")],
    ['STRING in double quotes', 'S"it\'s"\n.', bytesOf("it's")],
    ['BINSTRING', 'T\x02\0\0\0\xff\xd8.', bytesOf('\xff\xd8')],
    ['SHORT_BINSTRING', 'U\x02\xff\xd8.', bytesOf('\xff\xd8')],
    ['BINBYTES', 'B\x01\0\0\0\x80.', bytesOf('\x80')],
    ['SHORT_BINBYTES', 'C\x00.', bytesOf('')],
    ['BINBYTES8', '\x8e\x01\0\0\0\0\0\0\0a.', bytesOf('a')],
    ['BYTEARRAY8', '\x96\x01\0\0\0\0\0\0\0a.', bytesOf('a')],
    ['UNICODE', 'V\\u20ac\xe9\\\\u0041\n.', '\u20ac\u00e9\\\\u0041'],
    ['BINUNICODE', 'X\x02\0\0\0\xc3\xa9.', '\u00e9'],
    ['SHORT_BINUNICODE', '\x8c\x01a.', 'a'],
    ['BINUNICODE8', '\x8d\x01\0\0\0\0\0\0\0a.', 'a'],
    ['EMPTY_TUPLE, TUPLE1', ')\x85.', tuple(tuple())],
    ['TUPLE2', 'NK\x01\x86.', tuple(null, 1)],
    ['TUPLE3', 'NK\x01K\x02\x87.', tuple(null, 1, 2)],
    ['MARK, TUPLE', '(NNNNt.', tuple(null, null, null, null)],
    ['EMPTY_LIST, APPEND', ']Na.', list(null)],
    ['APPENDS', '](NNe.', list(null, null)],
    ['LIST', '(Nl.', list(null)],
    ['EMPTY_DICT, SETITEM', '}K\x01Ns.', dict([1], [null])],
    ['SETITEMS', '}(K\x01NK\x02Nu.', dict([1, 2], [null, null])],
    ['DICT', '(K\x01Nd.', dict([1], [null])],
    ['POP', 'K\x01N0.', 1],
    ['POP of a mark', 'K\x01(0.', 1],
    ['POP_MARK', 'K\x01(NN1.', 1],
    ['DUP', 'N2\x86.', tuple(null, null)],
    ['PUT, GET', 'K\x01p7\n0g7\n.', 1],
    ['BINPUT, BINGET', 'K\x01q\xff0h\xff.', 1],
    ['LONG_BINPUT, LONG_BINGET', 'K\x01r\0\0\0\x010j\0\0\0\x01.', 1],
    ['MEMOIZE', 'K\x01\x940h\x00.', 1],
    ['PROTO, FRAME', '\x80\x04\x95\x02\0\0\0\0\0\0\0N.', null],
    ['GLOBAL, REDUCE', 'c_codecs\nencode\nV\xff\nVlatin1\n\x86R.', bytesOf('\xff')],
    ['STACK_GLOBAL', '\x8c\x08builtins\x8c\x05bytes\x93)R.', bytesOf('')],
  ])('%s is read', (_, text, value) => {
    const found = read(text);
    if (value instanceof Uint8Array)
      expect(Buffer.from(found as Uint8Array)).toEqual(Buffer.from(value));
    else expect(found).toEqual(value);
  });

  test.each([
    ['a name', 'cos\nsystem\n.', 'E_PICKLE_GLOBAL f: byte 0: it calls "os.system"'],
    ['a name on the stack', 'U\x02osU\x06system\x93.', 'E_PICKLE_GLOBAL f: byte 12: it calls'],
    ['an instance', '(ios\nsystem\n.', 'E_PICKLE_GLOBAL f: byte 1: it calls "os.system"'],
    ['a known name of objects', 'cnumpy\nndarray\n)\x81.', 'byte 16: an object of a class'],
    ['a persistent id', 'P1\n.', 'E_PICKLE_OPCODE f: byte 0: a persistent id is not read'],
    ['an extension', '\x82\x01.', 'a registered extension is not read'],
    ['a set', '\x8f.', 'a set is not read'],
    ['a buffer elsewhere', '\x97.', 'a buffer that lies elsewhere is not read'],
    [
      'a length beyond the file',
      'B\xff\xff\xff\x7f.',
      'E_PICKLE_SHORT f: byte 0: 2147483647 bytes',
    ],
    ['a length of 8 bytes', '\x8e\xff\xff\xff\xff\xff\xff\xff\xff.', 'E_PICKLE_SHORT'],
    ['no end', 'N', 'E_PICKLE_SHORT f: byte 1: 1 bytes are needed'],
    ['nothing to pop', '0.', 'E_PICKLE_STACK f: byte 0: there is no mark'],
    ['nothing above a mark', 'N(.', 'E_PICKLE_STACK f: byte 2: the stack is empty'],
    ['what is left over', 'NN.', 'something is left on the stack'],
    ['nothing kept', 'h\x05.', 'E_PICKLE_MEMO f: byte 0: nothing is kept as 5'],
    ['a later protocol', '\x80\x06N.', 'E_PICKLE_PROTOCOL f: byte 0: protocol 6'],
    ['a call of no name', 'N)R.', 'a name to call is needed where None is'],
    ['objects in an array', 'cnumpy\ndtype\nU\x02O8\x85R.', 'E_PICKLE_DTYPE'],
    ['a text in utf-8', 'c_codecs\nencode\nVa\nVutf-8\n\x86R.', 'E_PICKLE_REDUCE'],
    ['a Git LFS pointer', 'version https://git-lfs', 'run `git lfs pull`'],
  ])('that holds %s is refused', (_, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  test('that makes the same bytes again and again is stopped before they are many', () => {
    const again = 'h\x00h\x01R0'.repeat(50);
    const text = `c_codecs\nencode\nq\x00V${'a'.repeat(200)}\nVlatin1\n\x86q\x01R${again}.`;
    expect(refusal(text)).toContain('more bytes are made than the file has');
  });
});

/** What test/reference/packs.py put in. */
const EXPECTED = JSON.parse(readFileSync(join(PACKS, 'expected.json'), 'utf8')) as {
  readonly pictures: readonly string[];
  readonly labels: readonly boolean[];
};

describe("what Python's own pickle wrote", () => {
  test.each([0, 1, 2, 3, 4, 5])('protocol %d holds the pictures and labels', (protocol) => {
    for (const form of ['pack', 'arrays']) {
      const pack = parsePack(readFileSync(join(PACKS, `${form}-${protocol}.bin`)), 'f');
      expect(pack.pictures.map((one) => Buffer.from(one).toString('hex'))).toEqual(
        EXPECTED.pictures,
      );
      expect([...pack.genuine]).toEqual(EXPECTED.labels.map(Number));
    }
  });

  test.each([1, 2, 3, 4, 5])('protocol %d holds the same values as protocol 0', (protocol) => {
    const value = (number: number) =>
      JSON.stringify(
        readPickle(readFileSync(join(PACKS, `values-${number}.pickle`)), 'f').value,
        (_, one: unknown) => {
          if (typeof one === 'bigint') return `${one}`;
          return one instanceof Uint8Array ? [...one] : one;
        },
      ).replace(/\{"type":"Buffer","data":(\[[^\]]*\])\}/g, '$1');
    expect(value(protocol)).toBe(value(0));
    expect(value(0)).toContain('"1180591620717411303424"');
  });
});

describe('a pack', () => {
  test.each([
    ['no pair of lists', 'N.', 'E_PACK f: expected two lists, found None'],
    ['too few pictures', '](U\x01ae](\x88\x89e\x86.', '1 pictures for 2 comparisons, which need 4'],
    ['no comparison', ']]\x86.', 'E_PACK_COUNT f: the pack holds no comparison'],
    ['a label that is none', '](U\x01aU\x01be]K\x02a\x86.', 'label 0 is the number 2'],
    ['a picture that is none', '](U\x01aNe]\x88a\x86.', 'picture 1 is None, not encoded bytes'],
  ])('with %s is refused', (_, text, message) => {
    expect(messageOf(() => parsePack(bytesOf(text), 'f'))).toContain(message);
  });

  test('of any bytes is read or refused with a code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          parsePack(bytes, 'f');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
