import { basename, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { EXIT, UserError } from '../errors.js';
import type { GalleryProtocol, ImageCollection, LoadedDataset } from '../types.js';
import { folderPictures } from './picture-folder.js';

/** Pictures at most named in a message. */
const NAMED = 5;

/**
 * A search of the pictures in one folder among those in another. The first folder below each is the subject, and every
 * picture is a template of its own.
 *
 * Pictures are called `gallery/PATH` and `probes/PATH`. A probe that lies in no folder below, or whose subject has no picture
 * in the gallery, is non-mated.
 *
 * @throws UserError of `folderPictures`; E_GALLERY_SUBJECT (65) for a picture of the gallery that lies in no folder below it
 */
export async function identityFolders(
  gallery: string,
  probes: string,
): Promise<LoadedDataset<GalleryProtocol>> {
  const [enrolled, searched] = [await folderPictures(gallery), await folderPictures(probes)];
  const loose = enrolled.ids.filter((id) => subjectOf(id) === undefined);
  if (loose.length > 0) {
    const names = loose.slice(0, NAMED).join(', ');
    throw new UserError(
      'E_GALLERY_SUBJECT',
      `${loose.length} pictures of the gallery ${gallery} lie in the folder of no subject: ${names}`,
      'put them into a folder named after the person',
      EXIT.badData,
    );
  }
  const images = oneAfterAnother(enrolled, searched);
  const subjects = [...enrolled.ids, ...searched.ids].map(subjectOf);
  const identities = [...new Set(subjects.filter((name) => name !== undefined))];
  const number = new Map(identities.map((name, i) => [name, i]));
  const { length } = images.ids;
  const inOrder = Uint32Array.from({ length }, (_, i) => i);
  const digest = createHash('sha256').update(images.ids.join('\n')).digest('hex');
  const name = basename(resolve(gallery));
  return {
    protocol: {
      kind: 'galleries',
      name: `${basename(resolve(probes))}-in-${name}`,
      images: images.ids,
      templates: {
        ids: images.ids,
        identity: Int32Array.from(subjects, (subject) => number.get(subject ?? '') ?? -1),
        identities,
        offsets: Uint32Array.from({ length: length + 1 }, (_, i) => i),
        members: inOrder,
        media: inOrder,
      },
      galleries: [{ name, templates: inOrder.slice(0, enrolled.ids.length) }],
      probes: inOrder.slice(enrolled.ids.length),
      digest,
    },
    images,
    warnings: [],
  };
}

/** The first folder of a path; undefined where it has none. */
function subjectOf(id: string): string | undefined {
  const end = id.indexOf('/');
  return end < 0 ? undefined : id.slice(0, end);
}

function oneAfterAnother(gallery: ImageCollection, probes: ImageCollection): ImageCollection {
  const before = gallery.ids.length;
  return {
    ids: [...gallery.ids.map((id) => `gallery/${id}`), ...probes.ids.map((id) => `probes/${id}`)],
    describe: (i) => (i < before ? gallery.describe(i) : probes.describe(i - before)),
    read: (i) => (i < before ? gallery.read(i) : probes.read(i - before)),
    missing: async () => [
      ...(await gallery.missing()),
      ...(await probes.missing()).map((i) => i + before),
    ],
  };
}
