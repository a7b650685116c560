import { FormatError } from '../errors.js';
import { quote } from '../files/quote.js';
import type { Role } from './score-table.js';

/** The columns that eval writes, in their order; those that are unknown are left out. */
export const OWN_COLUMNS = [
  'left',
  'right',
  'left_person',
  'right_person',
  'genuine',
  'fold',
  'test',
  'score',
  'quality',
] as const satisfies readonly Role[];

/** Every name of a column, in small letters, and what the column tells. */
export const COLUMN_NAMES: ReadonlyMap<string, Role> = new Map<string, Role>([
  ...OWN_COLUMNS.map((name) => [name, name] as const),
  ...['similarity', 'cosine', 'y_score'].map((name) => [name, 'score'] as const),
  ...['label', 'same', 'target', 'mated', 'y_true'].map((name) => [name, 'genuine'] as const),
]);

/** What the header of a CSV of scores says. */
export interface CsvHeader {
  readonly separator: number;
  readonly roles: readonly Role[];
  /** Names of columns that tell nothing, as written. */
  readonly ignored: readonly string[];
  /** Whether eval wrote it, by its columns and their order. */
  readonly own: boolean;
}

const SEPARATORS = [',', '\t', ';'];

/** Columns that mean something only together. */
const TOGETHER = [
  ['left', 'right'],
  ['left_person', 'right_person'],
] as const;

/** Whether `line` names columns for a score and for a label. */
export function isCsvHeader(line: string): boolean {
  return separatorOf(line) !== undefined;
}

/**
 * What the header `line` says. Commas, tabs or semicolons set its names apart: the first of these by which a score and a
 * label have a column. Small and capital letters are the same; names that are not known are passed over.
 *
 * @throws FormatError E_SCORES_HEADER with the column where a column is missing or two tell the same
 */
export function parseCsvHeader(line: string, file: string): CsvHeader {
  const separator =
    separatorOf(line) ?? SEPARATORS.find((character) => line.includes(character)) ?? ',';
  const fields = fieldsOf(line, separator);
  const refuse = (column: number, what: string, remedy: string) =>
    new FormatError('E_SCORES_HEADER', { file, line: 1, column }, what, remedy);
  const at = new Map<Role, number>();
  const roles = fields.map(({ name, column }): Role => {
    const role = COLUMN_NAMES.get(name.toLowerCase()) ?? 'other';
    if (role !== 'other' && at.has(role)) {
      throw refuse(column, `a second column for ${role}, ${quote(name)}`, 'keep one of them');
    }
    at.set(role, column);
    return role;
  });
  for (const role of ['score', 'genuine'] as const) {
    if (at.has(role)) continue;
    const names = [...COLUMN_NAMES].flatMap(([name, meaning]) => (meaning === role ? [name] : []));
    throw refuse(1, `no column ${role} in ${quote(line)}`, `call one of them ${names.join(', ')}`);
  }
  for (const [left, right] of TOGETHER) {
    if (at.has(left) === at.has(right)) continue;
    const [here, missing] = at.has(left) ? [left, right] : [right, left];
    throw refuse(at.get(here)!, `a column ${here} without ${missing}`, 'add it, or leave both out');
  }
  const own = OWN_COLUMNS.filter((name) => at.has(name));
  return {
    separator: separator.charCodeAt(0),
    roles,
    ignored: fields.flatMap(({ name }, i) => (roles[i] === 'other' ? [name] : [])),
    own:
      separator === ',' &&
      at.has('left') &&
      own.length === fields.length &&
      own.every((name, i) => name === fields[i]!.name),
  };
}

function separatorOf(line: string): string | undefined {
  return SEPARATORS.find((separator) => {
    const roles = fieldsOf(line, separator).map(({ name }) => COLUMN_NAMES.get(name.toLowerCase()));
    return roles.includes('score') && roles.includes('genuine');
  });
}

/** The names between separators, out of their quotes, and where they begin, from 1. */
function fieldsOf(line: string, separator: string): { name: string; column: number }[] {
  let column = 1;
  return line.split(separator).map((text) => {
    const name = /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
    const field = { name, column };
    column += text.length + separator.length;
    return field;
  });
}
