import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { FormatError } from '../errors.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { fieldsOf, insidePath, type Field } from './formats/fields.js';
import { parsePairList } from './formats/pair-list.js';
import { readLines } from './formats/text-lines.js';
import { isFile } from './image-folder.js';
import { findProtocolFile } from './lfw-pictures.js';
import { listedDataset } from './pairs.js';

/** The lists that MagFace's own evaluation reads. */
export const magfaceList: Dataset = {
  name: 'magface-list',
  title: 'MagFace lists',
  summary:
    "MagFace's own pair.list (PATH PATH 1|0), checked against its img.list where there is one",
  reference: 'IrvingMeng/MagFace, eval/eval_recognition and eval/eval_quality',
  obtain: 'https://github.com/IrvingMeng/MagFace (data/)',
  files: 'pair.list, perhaps img.list, and the pictures below the root',
  load: async (source) => {
    const file = await readLines(await findProtocolFile(source, ['pair.list']));
    const below = (field: Field) => insidePath(madeRelative(field, source));
    const listed = parsePairList(file, below);
    const imageList = join(source.root, 'img.list');
    if (await isFile(imageList)) {
      const images = await readLines(imageList);
      const known = new Set(
        images.lines.map((line) => below(fieldsOf(line, '\n', images.path)[0]!)),
      );
      for (const { line, left, right } of listed) {
        const stranger = [left, right].find((path) => !known.has(path));
        if (stranger === undefined) continue;
        throw new FormatError(
          'E_PAIR_LIST',
          { file: file.path, line },
          `${JSON.stringify(stranger)} is not in ${images.path}`,
          'add it there, or remove that file',
        );
      }
    }
    return listedDataset('magface-list', listed, file, source);
  },
};

/** MagFace's lists often hold absolute paths; one that lies below the folder of the pictures is taken from there. */
function madeRelative(field: Field, { root, images }: DatasetSource): Field {
  if (!isAbsolute(field.text)) return field;
  const inside = relative(resolve(images ?? root), field.text);
  const outside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return outside ? field : { ...field, text: inside.split(sep).join('/') };
}
