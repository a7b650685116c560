import { createHash } from 'node:crypto';
import { FormatError } from '../errors.js';
import type { GalleryProtocol, LoadedDataset } from '../types.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { parseGalleryTable } from './formats/gallery-table.js';
import { galleryBuilder } from './gallery-builder.js';
import { picturePlace } from './picture-place.js';
import { findProtocolFile, protocolLines } from './protocol-file.js';

const REMEDY = 'point --root at the folder that holds gallery.csv and probes.csv';

/** What a gallery is called in reports where the table names none. */
const ONLY = 'gallery';

/** Galleries of one's own, as two tables. */
export const galleries: Dataset & Required<Pick<Dataset, 'loadGalleries'>> = {
  name: 'galleries',
  title: 'Galleries',
  summary: 'your own galleries and probes, as two tables: path, identity, template, gallery',
  reference: 'docs/datasets.md',
  obtain: 'magface protocol make --kind gallery, or your own',
  files: 'gallery.csv and probes.csv, and the pictures below the root',
  loadGalleries,
};

async function loadGalleries({
  root,
  images,
}: DatasetSource): Promise<LoadedDataset<GalleryProtocol>> {
  const hash = createHash('sha256');
  const builder = galleryBuilder();
  const facesOf = async (name: string) => {
    const file = await findProtocolFile({ root }, [name], ['.'], REMEDY);
    return parseGalleryTable(protocolLines(file, hash, REMEDY), file);
  };
  for (const face of await facesOf('gallery.csv')) {
    builder.enrol(face, face.gallery === '' ? ONLY : face.gallery);
  }
  for (const face of await facesOf('probes.csv')) {
    if (face.gallery !== '') {
      throw new FormatError(
        'E_GALLERY_TABLE',
        face.at,
        'a gallery is named among the probes, which are searched in every gallery',
        'leave the column gallery out',
      );
    }
    builder.search(face);
  }
  const { protocol, place } = builder.build({ name: 'galleries', digest: hash.digest('hex') });
  const found = await picturePlace(images ?? root);
  return {
    protocol,
    images: found.pictures(protocol.images),
    warnings: found.remarks,
    place,
  };
}
