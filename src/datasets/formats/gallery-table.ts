import { FormatError } from '../../errors.js';
import type { Field } from '../../files/fields.js';
import type { Line } from '../../files/text-lines.js';
import { namedColumns, type TableGrammar } from './named-columns.js';
import { insidePath } from './paths.js';

/** A picture that is enrolled or searched with. */
export interface TabledFace {
  readonly path: string;
  /** Empty where it is not known who is on it. */
  readonly identity: string;
  /** What the picture is pooled into; its own path where the table does not say. */
  readonly template: string;
  /** Empty where the table names none. */
  readonly gallery: string;
  readonly at: Field;
}

const GRAMMAR: TableGrammar<'path' | 'identity' | 'template' | 'gallery'> = {
  columns: ['path', 'identity', 'template', 'gallery'],
  needed: ['path', 'identity'],
  code: 'E_GALLERY_TABLE',
};

/**
 * The lines of a table whose first line names the columns `path`, `identity` and, where it has them, `template` and `gallery`;
 * other columns are passed over.
 *
 * Pictures of one template are pooled; without that column every picture is a template. An empty identity is a person of whom
 * nothing is known.
 * @throws FormatError E_GALLERY_TABLE, as `namedColumns` and for an empty name of a template or a gallery; E_PATH_TRAVERSAL; each
 *   with line and column
 */
export function* parseGalleryTable(
  lines: Iterable<Line>,
  file: string,
): Generator<TabledFace, void> {
  for (const { field } of namedColumns(lines, file, GRAMMAR)) {
    const at = field('path')!;
    const path = insidePath(at);
    const [template, gallery] = [field('template'), field('gallery')];
    for (const named of [template, gallery]) {
      if (named?.text !== '') continue;
      throw new FormatError('E_GALLERY_TABLE', named, 'an empty name', 'write one');
    }
    yield {
      path,
      identity: field('identity')!.text,
      template: template?.text ?? path,
      gallery: gallery?.text ?? '',
      at,
    };
  }
}
