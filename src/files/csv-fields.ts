import { FormatError } from '../errors.js';
import type { Field } from './fields.js';
import type { Line } from './text-lines.js';

/** What may set columns apart, in the order in which they are tried. */
export const SEPARATORS = [',', '\t', ';'] as const;

/** A name out of its quotes. */
export function unquoted(text: string): string {
  return text.trim().replace(/^"([^"]*)"$/, '$1');
}

/**
 * The fields of a line, out of their quotes, blanks around them left out.
 * @throws FormatError `code` for a quote that does not end, or ends before its field does
 */
export function csvFields(
  line: Line,
  separator: string,
  file: string,
  code: `E_${string}`,
): Field[] {
  const { text, number } = line;
  const fields: Field[] = [];
  for (let start = 0; start <= text.length;) {
    const at = { file, line: number, column: start + 1 };
    if (text[start] !== '"') {
      const found = text.indexOf(separator, start);
      const end = found < 0 ? text.length : found;
      fields.push({ ...at, text: text.slice(start, end).trim() });
      start = end + 1;
      continue;
    }
    let end = text.indexOf('"', start + 1);
    // Two quotes stand for one.
    while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    if (end < 0 || (end + 1 < text.length && text[end + 1] !== separator)) {
      const what = end < 0 ? 'the quote does not end' : 'the quote ends before its field';
      throw new FormatError(code, at, what, 'write two quotes for one inside');
    }
    fields.push({
      ...at,
      text: text
        .slice(start + 1, end)
        .replaceAll('""', '"')
        .trim(),
    });
    start = end + 2;
  }
  return fields;
}
