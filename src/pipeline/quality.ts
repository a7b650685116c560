import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import { verificationInput } from '../metrics/index.js';
import { percentiles } from '../metrics/ranks.js';
import { unifiedQuality } from '../metrics/unified-quality.js';
import {
  identitiesCsv,
  PICTURE_COLUMNS,
  qualityCsv,
  worstErrorsCsv,
} from '../report/quality-csv.js';
import type { Content } from '../report/write.js';
import type { Talk } from '../talk.js';
import type { LoadedDataset, QualityFindings, Report, Subject } from '../types.js';
import { alignPictures } from './align.js';
import type { Outcome } from './outcome.js';
import { joinedSets, pictureSets, type PictureSetsRequest } from './picture-sets.js';
import { provenanceOf, withQualities } from './provenance.js';
import { obtainQualities, parseQualities } from './qualities.js';
import {
  rankedPersons,
  setCurves,
  setRows,
  type PictureQualities,
  type SetRange,
} from './quality-sets.js';
import { probe, requireProbe, type ProbeRequest } from './quality-probe.js';
import { rejectedPictures, type RejectionWishes } from './rejected-pictures.js';
import { facesByQuality, worstPairs } from './quality-sheets.js';
import { chosenSigmoid, sigmoidWishes, type SigmoidWishes } from './quality-sigmoid.js';
import { scoreNamed } from './score.js';
import { obtainVectors, type VectorsRequest } from './vectors.js';
import { worstErrors } from './worst-errors.js';

export interface QualityRequest
  extends PictureSetsRequest, VectorsRequest, SigmoidWishes, RejectionWishes, ProbeRequest {
  /** Qualities beside the magnitude. */
  readonly quality?: readonly string[] | undefined;
  /** FMR whose threshold errors are told at. */
  readonly fmr: number;
  /** Pictures that a person must have to be named among the worst or the best. */
  readonly leastPictures: number;
  readonly out?: string | undefined;
}

export interface QualityOutcome extends Outcome {
  readonly findings: QualityFindings;
}

/** Persons named at each end. */
const NAMED = 5;

/**
 * How good the pictures of some sets are by the magnitude of their vectors: every picture, the spread over pictures and
 * persons, how other qualities go with it, the comparisons that fail, and how the magnitude answers to degradations.
 *
 * @throws UserError for sets, a model, vectors or wishes that cannot be used; the signal's reason when stopped
 */
export async function assessQuality(
  request: QualityRequest,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<QualityOutcome> {
  const started = new Date();
  // Before any work, so that a slip costs nothing.
  const names = otherQualities(request.quality ?? []);
  requireProbe(request);
  const kept = await sigmoidWishes(request, request);
  const sets = await pictureSets(request, env, talk);
  if (sets.length > 1 && request.embeddings !== undefined) {
    throw new UserError(
      'E_SOURCES',
      `--embeddings with ${sets.length} sets of pictures`,
      'name one set',
      EXIT.usage,
    );
  }
  const joined = joinedSets(sets);
  const dataset = { ...joined, images: alignPictures(joined.images, request, talk) };
  const { protocol } = dataset;
  const vectors = await obtainVectors(dataset, request, env, talk, signal);
  const { embeddings } = vectors;
  const { magnitudes } = embeddings;
  const subject: Subject = {
    dataset: protocol.name,
    protocol: protocol.digest,
    ...vectors.subject,
    ...(request.limit === undefined ? {} : { partial: protocol.left.length }),
  };
  const provenance = () =>
    provenanceOf({
      request,
      env,
      started,
      subject,
      genuine: protocol.genuine,
      images: protocol.images.length,
      remarks: dataset.warnings,
      run: vectors.run,
    });
  const { told: sigmoid, file } = chosenSigmoid(magnitudes, subject, request, kept, talk);
  const named = await scoreNamed(protocol, embeddings, { threads: request.threads, signal });
  const input = verificationInput(named.scores);
  // Every picture is asked about, compared or not.
  const every = Uint32Array.from(protocol.images.keys());
  const pictures = { ids: protocol.images, left: every, right: every };
  const scored = {
    input,
    named: { ...named, pictures },
    subject,
    files: [],
    provenance,
    dataset,
    vectors,
  };
  const others = await obtainQualities(names, scored, { signal }, talk);
  const ranges = rangesOf(sets);
  const measured = { sets: ranges, magnitudes, identity: protocol.identity, sigmoid, others };
  const quality = Float64Array.from(magnitudes, (magnitude) => unifiedQuality(magnitude, sigmoid));
  const persons = ranges.map((range) =>
    rankedPersons(range, magnitudes, protocol.identity, protocol.identities),
  );
  const rejected = rejectedPictures(request, protocol.images, magnitudes, quality);
  const errors = worstErrors(input, protocol, magnitudes, request.fmr);
  const probed = await probe(request, dataset, magnitudes, { env, signal }, talk);
  const report: Report = {
    subject,
    rows: [...setRows(measured), ...rejected.rows, ...probed.rows],
    curves: [...setCurves(measured), ...probed.curves],
  };
  const extras = new Map<string, Content>();
  const put = (name: string, content: Content | undefined) => {
    if (content !== undefined) extras.set(name, content);
  };
  if (request.out !== undefined) {
    put(
      'quality.csv',
      qualityCsv(
        pictureRows(ranges, dataset, magnitudes, quality, others),
        others.map(({ name }) => name),
      ),
    );
    if (protocol.identities.length > 0) {
      const all = ranges.flatMap(({ name }, i) =>
        persons[i]!.map((one) => ({ ...one, dataset: name })),
      );
      put('quality_identities.csv', identitiesCsv(all));
    }
    put('quality_calibration.json', file);
    if (rejected.told !== undefined)
      put('rejected.txt', rejected.told.ids.map((id) => `${id}\n`).join(''));
    put('faces_by_quality.jpg', await facesByQuality(dataset.images, magnitudes, quality, talk));
    if (errors !== undefined) {
      put('worst_errors.csv', worstErrorsCsv(errors));
      put('worst_errors.jpg', await worstPairs(dataset.images, errors, talk));
    }
  }
  return {
    report,
    provenance: withQualities(provenance(), others),
    extras,
    findings: {
      sigmoid,
      sets: ranges.map(({ name, from, to }, i) => {
        const many = persons[i]!.filter(({ pictures }) => pictures >= request.leastPictures);
        return {
          name,
          pictures: to - from,
          persons: persons[i]!.length,
          least: request.leastPictures,
          worst: many.slice(0, NAMED),
          best: many.toReversed().slice(0, NAMED),
        };
      }),
      ...(rejected.told === undefined ? {} : { rejected: rejected.told }),
      ...(errors === undefined ? {} : { errors }),
    },
  };
}

function rangesOf(sets: Awaited<ReturnType<typeof pictureSets>>): SetRange[] {
  let from = 0;
  return sets.map(({ name, dataset }) => {
    const range = {
      name,
      prefix: sets.length === 1 ? '' : `${name}/`,
      from,
      to: from + dataset.images.ids.length,
    };
    from = range.to;
    return range;
  });
}

/**
 * The texts of `--quality` but the magnitude.
 * @throws UserError E_QUALITY_NAME (usage) for a name that is a column of quality.csv, and those of `parseQualities`
 */
function otherQualities(texts: readonly string[]): readonly string[] {
  const wishes = parseQualities(texts);
  const taken = wishes.find(
    ({ kind, name }) =>
      kind !== 'magnitude' && (PICTURE_COLUMNS as readonly string[]).includes(name),
  );
  if (taken !== undefined) {
    throw new UserError(
      'E_QUALITY_NAME',
      `quality.csv has a column ${taken.name} of its own`,
      'call the quality otherwise: --quality NAME=FILE',
      EXIT.usage,
    );
  }
  return texts.filter((_, i) => wishes[i]?.kind !== 'magnitude');
}

function pictureRows(
  ranges: readonly SetRange[],
  { images, protocol: { identity, identities } }: LoadedDataset,
  magnitudes: Float32Array,
  quality: Float64Array,
  others: readonly PictureQualities[],
) {
  return ranges.flatMap(({ name, prefix, from, to }) => {
    const percentile = percentiles(magnitudes.subarray(from, to));
    return Array.from(percentile, (share, i) => ({
      dataset: name,
      picture: images.ids[from + i]!.slice(prefix.length),
      identity: identities[identity[from + i]!]?.slice(prefix.length),
      magnitude: magnitudes[from + i]!,
      quality: quality[from + i]!,
      percentile: share,
      others: others.map(({ values }) => values[from + i]!),
    }));
  });
}
