import { join } from 'node:path';
import type { ImageCollection } from '../types.js';
import { folderImages } from './image-folder.js';
import { archiveImages, isArchiveName, openArchive } from './picture-archive.js';
import { isFile } from './protocol-file.js';

/** Where a user says that pictures lie: a folder, or one file that holds them. */
export interface PicturePlace {
  readonly path: string;
  /** What a user should hear of it once. */
  readonly remarks: readonly string[];
  /** Whether a picture lies there under this path. */
  readonly holds: (path: string) => Promise<boolean>;
  /** The pictures `ids`, at `paths` where these are not their ids. */
  readonly pictures: (ids: readonly string[], paths?: readonly string[]) => ImageCollection;
}

/**
 * The folder at `path`, or the archive where it is called as one (`.tar`, `.zip`, `.rec`).
 * @throws as `openArchive`; of a folder nothing is looked at
 */
export async function picturePlace(path: string): Promise<PicturePlace> {
  if (!isArchiveName(path)) {
    return {
      path,
      remarks: [],
      holds: (picture) => isFile(join(path, picture)),
      pictures: (ids, paths) => folderImages(path, ids, paths),
    };
  }
  const archive = await openArchive(path);
  return {
    path,
    remarks: archive.remarks,
    holds: (picture) => Promise.resolve(archive.find(picture) !== undefined),
    pictures: (ids, paths) => archiveImages(archive, ids, paths),
  };
}
