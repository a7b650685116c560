import { isPictureColumn } from '../files/picture-column.js';

/** What the first column of a file of groups names. */
export type GroupKey = 'picture' | 'template' | 'person';

const PERSON_COLUMNS: readonly string[] = [
  'person',
  'person_id',
  'identity',
  'identity_id',
  'subject',
  'subject_id',
  'subjectid',
];

const TEMPLATE_COLUMNS: readonly string[] = ['template', 'template_id', 'templateid', 'tid'];

/** What a column of this name names; undefined where that is not known. `name` and `id` are of pictures. */
export function keyOf(column: string): GroupKey | undefined {
  const name = column.toLowerCase();
  if (PERSON_COLUMNS.includes(name)) return 'person';
  if (TEMPLATE_COLUMNS.includes(name)) return 'template';
  return isPictureColumn(name) ? 'picture' : undefined;
}
