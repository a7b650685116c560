/** Names of columns that say which picture, in small letters: what tells most of it first. */
const PICTURE_COLUMNS = [
  'path',
  'filepath',
  'file_path',
  'imagepath',
  'image_path',
  'img_path',
  'picture_path',
  'filename',
  'file_name',
  'imagename',
  'image_name',
  'img_name',
  'file',
  'picture',
  'image',
  'img',
  'name',
  'image_id',
  'img_id',
  'id',
] as const;

export function isPictureColumn(name: string): boolean {
  return (PICTURE_COLUMNS as readonly string[]).includes(name.toLowerCase());
}

/** Index of the column that names pictures best, and of others that might; undefined where there is none. */
export function pictureColumn(
  names: readonly string[],
): { readonly index: number; readonly others: readonly number[] } | undefined {
  const small = names.map((name) => name.toLowerCase());
  const found = PICTURE_COLUMNS.flatMap((name) =>
    small.flatMap((column, index) => (column === name ? [index] : [])),
  );
  const [index, ...others] = found;
  return index === undefined ? undefined : { index, others };
}

/** What a message tells of the names that are looked for. */
export const EXPECTED_PICTURE = 'path, filename, image, picture, name or id';
