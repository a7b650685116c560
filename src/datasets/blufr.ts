import { createHash } from 'node:crypto';
import { join, posix } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { ImageCollection, LoadedDataset, TrialsProtocol } from '../types.js';
import { drawTrials } from './blufr-draw.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { type ListedPicture, parseBlufrList } from './formats/blufr-lists.js';
import { lfwStem } from './formats/lfw-pairs.js';
import { absentImages } from './image-folder.js';
import { findPictures, LFW_FOLDERS } from './lfw-pictures.js';
import { isArchiveName } from './picture-archive.js';
import { folderPictures } from './picture-folder.js';
import { findProtocolFile, isFileIn, protocolLines } from './protocol-file.js';

const [GALLERY, PROBES] = ['gallery_set.txt', 'probe_set.txt'] as const;
/** Where the lists lie, seen from the root: beside the pictures, or in the toolkit. */
const PLACES = ['.', 'blufr', 'list/lfw', 'BLUFR/list/lfw', '..'] as const;
/** Pictures that LFW has for certain, by which its folder is found. */
const FIRST = ['Aaron_Eckhart/Aaron_Eckhart_0001', 'Aaron_Guiel/Aaron_Guiel_0001'] as const;

/** All of LFW in random trials: verification at a low FAR, and open-set identification. */
export const blufr: Dataset = {
  name: 'blufr',
  title: 'BLUFR',
  summary:
    'all of LFW in 10 random trials: 47 million comparisons each, and open-set search of 1,000 persons',
  reference:
    'Liao, Lei, Yi, Li: A benchmark study of large-scale unconstrained face recognition. IJCB 2014',
  obtain:
    'LFW, and the lists of the toolkit: https://shengcailiao.github.io/projects/Benchmark_of_Large-scale_Unconstrained_Face_Recognition.html',
  files:
    "LFW's pictures as for lfw, and gallery_set.txt and probe_set.txt in the root, blufr/, list/lfw/, ...; without these, trials of the same construction are drawn",
  loadTrials: async (source) =>
    (await isFileIn(source.root, [GALLERY], PLACES)) ? fromLists(source) : drawn(source),
};

async function fromLists(source: DatasetSource): Promise<LoadedDataset<TrialsProtocol>> {
  const hash = createHash('sha256');
  const { root } = source;
  const [galleryFile, probesFile] = [
    await findProtocolFile({ root }, [GALLERY], PLACES),
    await findProtocolFile({ root }, [PROBES], PLACES),
  ];
  const galleries = parseBlufrList(protocolLines(galleryFile, hash), galleryFile);
  const probes = parseBlufrList(protocolLines(probesFile, hash), probesFile);
  if (galleries.length !== probes.length) {
    throw new UserError(
      'E_BLUFR_LIST',
      `${galleryFile} has ${galleries.length} trials, ${probesFile} ${probes.length}`,
      'use the two lists of one toolkit',
      EXIT.badData,
    );
  }
  const all = [...galleries, ...probes].flat();
  const stems = [...new Set(all.map(lfwStem))].sort();
  const found = await findPictures(source, stems.slice(0, 5), LFW_FOLDERS);
  const extension = found instanceof UserError ? '.jpg' : found.extension;
  const ids = stems.map((stem) => stem + extension);
  const indexOf = new Map(stems.map((stem, i) => [stem, i]));
  const indices = (pictures: readonly ListedPicture[]) =>
    Uint32Array.from(pictures, (picture) => indexOf.get(lfwStem(picture))!);
  let images: ImageCollection;
  if (found instanceof UserError) images = absentImages(ids, found);
  else {
    const { place, below } = found;
    images = place.pictures(
      ids,
      ids.map((id) => posix.join(below, id)),
    );
  }
  const trials = galleries.map((gallery, t) => ({
    gallery: indices(gallery),
    probes: indices(probes[t]!),
  }));
  return {
    protocol: {
      kind: 'trials',
      name: 'blufr',
      ...personsOf(ids),
      trials,
      digest: hash.digest('hex'),
    },
    images,
    warnings: [],
  };
}

async function drawn(source: DatasetSource): Promise<LoadedDataset<TrialsProtocol>> {
  const found = await findPictures(source, FIRST, LFW_FOLDERS);
  if (found instanceof UserError) throw found;
  if (isArchiveName(found.place.path)) {
    throw new UserError(
      'E_PROTOCOL_MISSING',
      `no ${GALLERY} and ${PROBES} at ${source.root}, and trials are not drawn from an archive`,
      "put BLUFR's lists there, or unpack the pictures",
      EXIT.missingInput,
    );
  }
  const images = await folderPictures(join(found.place.path, found.below));
  const { ids } = images;
  const persons = personsOf(ids);
  const pictures = persons.identities.map((): number[] => []);
  persons.identity.forEach((person, picture) => pictures[person]!.push(picture));
  const trials = drawTrials(pictures);
  const hash = createHash('sha256').update(ids.join('\n'));
  for (const { gallery, probes } of trials) hash.update(gallery).update(probes);
  return {
    protocol: {
      kind: 'trials',
      name: 'blufr-drawn',
      ...persons,
      trials,
      digest: hash.digest('hex'),
    },
    images,
    warnings: [
      "these are not BLUFR's own trials, whose lists are not here, but of the same construction and drawn with a fixed seed",
    ],
  };
}

/** Persons by the folder of each picture. */
function personsOf(ids: readonly string[]) {
  const folders = ids.map((id) => id.slice(0, id.lastIndexOf('/')));
  const identities = [...new Set(folders)];
  const number = new Map(identities.map((name, i) => [name, i]));
  return {
    images: ids,
    identities,
    identity: Int32Array.from(folders, (name) => number.get(name)!),
  };
}
