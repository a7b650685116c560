import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parsePictureTable } from '../datasets/formats/picture-table.js';
import { folderPictures } from '../datasets/picture-folder.js';
import { protocolLines } from '../datasets/protocol-file.js';
import { EXIT, UserError } from '../errors.js';
import { quote } from '../files/quote.js';
import type { CataloguedPicture } from '../protocols/index.js';

/** Pictures of known persons as a user has them. */
export interface PictureSource {
  readonly pictures: readonly CataloguedPicture[];
  /** The folder that their names are seen from. */
  readonly root: string;
  readonly isTable: boolean;
}

/**
 * The pictures of a folder, each shown person in a folder of his own, or of a CSV with the columns `path` and `identity`.
 *
 * @param images folder that the paths of a CSV are seen from; the CSV's own by default
 * @throws UserError E_PROTOCOL_SOURCE (65) for a picture in no person's folder, (usage) for a folder with `images`; those of
 *   `folderPictures` and `parsePictureTable`
 */
export async function picturesOf(
  source: string,
  images: string | undefined,
): Promise<PictureSource> {
  const isTable = await stat(source).then(
    (found) => found.isFile(),
    () => /\.[ct]sv$/i.test(source),
  );
  if (isTable) {
    const pictures = Array.from(
      parsePictureTable(protocolLines(source, undefined, 'check its name'), source),
      ({ path, identity, group, quality, fold }) => ({
        id: path,
        person: identity,
        group,
        quality,
        fold,
      }),
    );
    return { pictures, root: images ?? dirname(source), isTable };
  }
  if (images !== undefined) {
    throw new UserError(
      'E_PROTOCOL_SOURCE',
      `--images with the folder ${source}`,
      'leave it out: it belongs to a CSV',
      EXIT.usage,
    );
  }
  const { ids } = await folderPictures(source);
  const pictures = ids.map((id) => {
    const person = dirname(id);
    if (person !== '.') return { id, person };
    throw new UserError(
      'E_PROTOCOL_SOURCE',
      `${quote(id)} lies in the folder of no person in ${source}`,
      'put the pictures of each person into a folder, or name a CSV with the columns path, identity',
      EXIT.badData,
    );
  });
  return { pictures, root: source, isTable };
}
