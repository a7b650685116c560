import { isUtf8 } from 'node:buffer';
import { FormatError } from '../errors.js';
import { quote } from './quote.js';

/** A value of a flat JSON object, and where it begins, in UTF-16 code units from the start of the text. */
export interface FlatValue {
  readonly value: string | number | boolean | null;
  readonly at: number;
}

/** The keys of a flat JSON object, each with its values: one where no array stands there. */
export type FlatObject = ReadonlyMap<string, readonly FlatValue[]>;

const BLANK = /[\t\n\r ]*/y;
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;
/** What a string may hold but its end: RFC 8259 allows no control characters. */
// eslint-disable-next-line no-control-regex -- what is refused is to be named
const STRING = /"[^"\\\u0000-\u001f]*(?:\\.[^"\\\u0000-\u001f]*)*"/y;

/**
 * The object that a JSON text is, of strings, numbers, `true`, `false`, `null` and arrays of them; no other object and no array
 * within an array.
 *
 * JSON.parse would not say where a value stands, which lists of a million paths need for their errors.
 * @throws FormatError `code` for any other text, with line and column
 */
export function parseFlatJson(bytes: Uint8Array, file: string, code: `E_${string}`): FlatObject {
  if (!isUtf8(bytes)) {
    throw new FormatError(code, { file }, 'the file is no UTF-8', 'save it as UTF-8');
  }
  const text = new TextDecoder().decode(bytes);
  let at = 0;
  const refuse = (expected: string) => {
    const found = text.slice(at, at + 20);
    const what = `expected ${expected}, found ${found === '' ? 'the end' : quote(found)}`;
    return new FormatError(code, positionIn(text, at, file), what, 'take the file as distributed');
  };
  const blank = () => {
    BLANK.lastIndex = at;
    BLANK.exec(text);
    at = BLANK.lastIndex;
  };
  const take = (mark: string) => {
    blank();
    if (text[at] !== mark) return false;
    at++;
    return true;
  };
  const string = (): string => {
    STRING.lastIndex = at;
    if (!STRING.test(text)) throw refuse('a string in quotes');
    const written = text.slice(at, STRING.lastIndex);
    if (written.includes('\\')) {
      try {
        return JSON.parse(written) as string;
      } catch {
        throw refuse('a string in quotes');
      } finally {
        at = STRING.lastIndex;
      }
    }
    at = STRING.lastIndex;
    return written.slice(1, -1);
  };
  const scalar = (): FlatValue => {
    blank();
    const start = at;
    if (text[at] === '"') return { value: string(), at: start };
    LITERAL.lastIndex = at;
    if (!LITERAL.test(text)) throw refuse('a string or a number');
    at = LITERAL.lastIndex;
    return { value: JSON.parse(text.slice(start, at)) as FlatValue['value'], at: start };
  };
  const array = (): FlatValue[] => {
    const values: FlatValue[] = [];
    if (take(']')) return values;
    do values.push(scalar());
    while (take(','));
    if (!take(']')) throw refuse('a comma or ]');
    return values;
  };
  const entries = new Map<string, readonly FlatValue[]>();
  if (!take('{')) throw refuse('{');
  if (!take('}')) {
    do {
      blank();
      const key = string();
      if (!take(':')) throw refuse('a colon');
      entries.set(key, take('[') ? array() : [scalar()]);
    } while (take(','));
    if (!take('}')) throw refuse('a comma or }');
  }
  blank();
  if (at < text.length) throw refuse('the end');
  return entries;
}

/** Line and column of the character at `at`. */
export function positionIn(
  text: string,
  at: number,
  file: string,
): { readonly file: string; readonly line: number; readonly column: number } {
  let [line, start] = [1, 0];
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { file, line, column: at - start + 1 };
}
