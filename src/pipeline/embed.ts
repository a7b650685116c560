import { allPictures, isArchiveName, openArchive } from '../datasets/picture-archive.js';
import { listedPictures } from '../datasets/picture-list.js';
import { writeEmbeddings } from '../embeddings/formats.js';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { Talk } from '../talk.js';
import type { ImageCollection } from '../types.js';
import { VERSION } from '../version.js';
import { alignPictures } from './align.js';
import { digestList } from './digest-images.js';
import { embedImages, type EmbedRequest } from './embed-images.js';
import { loadComparisons, requireImages, type DatasetRequest } from './load.js';

/** Resolves when the vectors of every picture of the dataset, the list or the archive lie at `out`. */
export async function embed(
  request: DatasetRequest & EmbedRequest & { readonly out: string },
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<void> {
  const { model } = request;
  if (model === undefined) {
    throw new UserError(
      'E_MODEL_NEEDED',
      '--model was not given',
      'name an ONNX model',
      EXIT.usage,
    );
  }
  const images = await picturesOf(request, env, talk);
  await requireImages(images);
  const { embeddings, digests, run } = await embedImages(
    images,
    { ...request, model },
    env,
    talk,
    signal,
  );
  const { times, ...facts } = run;
  await writeEmbeddings(request.out, embeddings, {
    magface: VERSION,
    ...facts,
    images: digestList(images.ids, digests),
    pictures: images.ids.length,
    seconds: times.wall,
    modelSeconds: times.model,
  });
}

async function picturesOf(
  request: DatasetRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
): Promise<ImageCollection> {
  if (/\.(list|txt)$/i.test(request.dataset)) {
    return alignPictures(await listedPictures(request.dataset, request), request, talk);
  }
  if (isArchiveName(request.dataset)) {
    const archive = await openArchive(request.dataset);
    for (const remark of archive.remarks) talk.remark(remark);
    return alignPictures(allPictures(archive), request, talk);
  }
  return (await loadComparisons(request, env, talk)).images;
}
