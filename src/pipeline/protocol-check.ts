import { createHash } from 'node:crypto';
import type { PublishedCounts } from '../datasets/dataset.js';
import { resolveDataset } from '../datasets/index.js';
import type { Talk } from '../talk.js';
import type { Alignment, ProtocolCheck } from '../types.js';
import { alignPictures } from './align.js';
import { allNeeded, examinePictures } from './examine-pictures.js';
import { findings, type Findings } from './findings.js';
import type { DatasetRequest } from './load.js';
import { addPictureFindings, type ExaminedPicture } from './picture-findings.js';
import { partsOf, type Part } from './protocol-parts.js';

export interface ProtocolCheckRequest extends Omit<DatasetRequest, 'limit'> {
  /** False where only the protocol's files are to be looked at. */
  readonly pictures: boolean;
  /** False where pictures are read but not decoded. */
  readonly decode: boolean;
}

type Counts = ProtocolCheck['counts'];
/**
 * What is wrong or odd with the files of a dataset: its counts against the published ones, its comparisons and folds, its
 * templates, its galleries and probes, its pictures and those that lie beside them in the same folder. A dataset of 1:1 and 1:N is
 * looked at as both; `protocol` is then the digest of both digests.
 *
 * @throws UserError, FormatError where the protocol's files are missing or break their grammar, or none of its pictures can be
 *   found; those of `alignPictures`; the signal's reason when stopped
 */
export async function checkProtocol(
  request: ProtocolCheckRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
  signal: AbortSignal,
): Promise<ProtocolCheck> {
  const { dataset, source } = await resolveDataset(request.dataset, request, env);
  const { published = {} } = dataset;
  const { parts, missing } = await partsOf(dataset, source, published);
  const found = findings();
  const counts = parts.flatMap((part) => part.counts);
  addCounts(counts, parts, found);
  for (const part of parts) part.addFindings(found);
  found.add(
    'no_files',
    'remark',
    ['protocol of the dataset is not looked at, its files are not there', ''],
    missing,
    (what) => ({ what }),
  );
  if (request.pictures) {
    const needed = allNeeded(parts.map((part) => part.needed));
    const alignment = alignmentOf(parts, request, talk);
    const { unneeded } = parts[0]!;
    const examined = await examinePictures(needed, unneeded, request.decode, found, talk, signal);
    addPictureFindings(examined, alignment, found);
    const digestOf = new Map(examined.map(({ name, digest }) => [name, digest]));
    for (const part of parts) part.addIdentical(digestOf, found);
    counts.push(...folderCounts(examined, published, found));
  }
  const digests = parts.map(({ protocol }) => protocol.digest);
  return {
    dataset: parts[0]!.protocol.name,
    protocol:
      digests.length === 1
        ? digests[0]!
        : createHash('sha256').update(digests.join('\n')).digest('hex'),
    counts: [...new Map(counts.map((one) => [one.name, one])).values()],
    findings: found.all(),
  };
}

/** Adds counts that are not as published: those of each part, then those of folds. */
function addCounts(counts: Counts, parts: readonly Part[], found: Findings): void {
  const wrong = counts.flatMap(({ name, found: count, published }) =>
    published === undefined || published === count
      ? []
      : [`${count} ${name}, ${published} are published`],
  );
  found.add(
    'count',
    'breaks',
    ['count is not the published one', 'counts are not the published ones'],
    [...new Set([...wrong, ...parts.flatMap((part) => part.wrongFolds)])],
    (what) => ({ what }),
  );
}

/** How pictures are to be aligned: as the user says, else as the dataset does. */
function alignmentOf(
  parts: readonly Part[],
  request: ProtocolCheckRequest,
  talk: Talk,
): Alignment | undefined {
  const all = parts.map(({ needed: { images } }) => alignPictures(images, request, talk));
  return all.find(({ alignment }) => alignment !== undefined)?.alignment;
}

function folderCounts(
  examined: readonly ExaminedPicture[],
  { pictures, persons }: Partial<PublishedCounts>,
  found: Findings,
): Counts {
  found.add(
    'folder_count',
    'remark',
    ['folder is not the whole published set', ''],
    pictures === undefined || pictures === examined.length ? [] : [pictures],
    (whole) => ({ what: `${examined.length} pictures, ${whole} are published` }),
  );
  const counts = [{ name: 'pictures in the folder', found: examined.length, published: pictures }];
  if (examined.some(({ person }) => person === undefined)) return counts;
  const known = new Set(examined.map(({ person }) => person)).size;
  return [...counts, { name: 'persons in the folder', found: known, published: persons }];
}
