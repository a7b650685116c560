import { LineCounter, isMap, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { FormatError, type Position } from './errors.js';

/** How a file that says what it must not is complained of. */
export interface Complaint {
  readonly code: `E_${string}`;
  readonly remedy: string;
}

/**
 * What a YAML or JSON text says, by `schema`.
 *
 * @param file its name, for messages
 * @throws FormatError E_YAML where it is no YAML, or the complaint's code where it breaks the schema, with line and column
 */
export function checkedYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
  { code, remedy }: Complaint,
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): Position => {
    if (offset === undefined) return { file };
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new FormatError('E_YAML', at(broken.pos[0]), broken.message, 'write YAML or JSON');
  }
  const checked = schema.safeParse(valueOf(document, file));
  if (checked.success) return checked.data;
  const issues = checked.error.issues.map(({ path: keys, message }) =>
    keys.length === 0 ? message : `${keys.join('.')}: ${message}`,
  );
  const place = at(offsetOf(checked.error.issues[0]!, document));
  throw new FormatError(code, place, issues.join(', '), remedy);
}

/** What the document holds; references that would swell it without end are refused. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    const { message } = cause as Error;
    throw new FormatError('E_YAML', { file }, message, 'write it without references', { cause });
  }
}

/** Where in the file the value stands that an issue speaks of: that value, the unknown key, or what should have held it. */
function offsetOf(issue: z.core.$ZodIssue, document: Document): number | undefined {
  for (let keys = issue.path; ; keys = keys.slice(0, -1)) {
    const node = keys.length === 0 ? document.contents : document.getIn(keys, true);
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === unknown) : undefined;
    const found = (pair?.key ?? node) as { range?: readonly number[] | null } | null | undefined;
    if (found?.range || keys.length === 0) return found?.range?.[0];
  }
}
