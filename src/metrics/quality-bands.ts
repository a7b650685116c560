import type { Curve } from '../types.js';
import { bandDet } from './band-det.js';
import { type BandEdges, bandOf, givenEdges, quantileEdges } from './band-edges.js';
import type { Estimate } from './estimate.js';
import { accuracyAt, equalErrorOf, type GroupRates, ownThreshold, ratesAt } from './group-rates.js';
import { type JudgedQuality, knownQuality, ownQuality } from './judged-quality.js';
import type { OperatingPoint } from './operating-point.js';
import { partByPart, type Partition, unparted } from './partition.js';
import { subsetOf } from './subset.js';
import { verificationInput, type VerificationInput } from './verification-input.js';

/** How comparisons are cut into bands, and where they are judged. */
export interface BandWishes {
  /** FMR of all test comparisons that gives the global threshold, and of a band that gives its own. */
  readonly fmr: number;
  /** Bands of nearly equal size; not looked at where there are edges. */
  readonly bands?: number | undefined;
  /** Qualities at which bands begin, ascending. */
  readonly edges?: readonly number[] | undefined;
}

/** The test comparisons of known quality in bands, lowest quality first. */
export interface Bands extends Partition {
  readonly edges: BandEdges;
  /** The least and the greatest quality in each band, NaN where it is empty. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const BANDS = 10;

/**
 * The counted comparisons, genuine and impostor together, cut at quantiles of their quality or at the edges given.
 *
 * Comparisons of unknown quality (NaN) belong to no band. See {@link quantileEdges} for equal qualities.
 */
export function bandsOf(
  input: VerificationInput,
  quality: JudgedQuality,
  { bands = BANDS, edges: given }: Pick<BandWishes, 'bands' | 'edges'>,
): Bands {
  const { length } = input.scores.scores;
  const own = knownQuality(input, quality);
  const edges = given === undefined ? quantileEdges(length, own, bands) : givenEdges(given);
  const parts = edges.least.length;
  const partition = unparted(length, parts);
  const low = new Float64Array(parts).fill(Infinity);
  const high = new Float64Array(parts).fill(-Infinity);
  for (let k = 0; k < length; k++) {
    const value = own(k);
    if (Number.isNaN(value)) continue;
    const band = bandOf(edges, value);
    partition.part[k] = band;
    if (value < low[band]!) low[band] = value;
    if (value > high[band]!) high[band] = value;
  }
  const known = (value: number) => (Number.isFinite(value) ? value : NaN);
  return { ...partition, edges, low: low.map(known), high: high.map(known) };
}

/** What verification comes to in one band. */
export interface JudgedBand {
  readonly rates: GroupRates;
  readonly accuracy: Estimate;
  readonly own: {
    readonly point: OperatingPoint;
    readonly fnmr: Estimate;
    readonly accuracy: Estimate;
  };
  readonly equalError: Estimate;
}

/** Bands to be judged. */
export interface BandsAsked extends BandWishes {
  /** By default that of the scores. */
  readonly quality?: JudgedQuality | undefined;
  /** As {@link bandsOf} gives them, where they are known already. */
  readonly parted?: Bands | undefined;
  /** The one that all bands are judged at, where it is known already. */
  readonly threshold?: number | undefined;
}

/**
 * How verification goes in bands of quality: a curve `quality_bands`, lowest quality first.
 *
 * Every band is judged at the one threshold that the iso rule gives for `fmr` on all test comparisons (`accuracy`, `tar`,
 * `fnmr`, `fmr`) and at the one it gives on the band's own (`own_...`), where `fmr` asks for at least one of its impostors.
 * Columns that end in `_low` and `_high` are intervals of the kind that `input.interval` says; the global threshold is taken as
 * given, a band's own is known only as well as its impostors tell it. A rate is NaN where the band has no comparison of its
 * class. Comparisons without a score or without a known quality are left out; columns are empty where that leaves none, or
 * where no impostor gives a threshold.
 */
export function qualityBands(input: VerificationInput, asked: BandsAsked): Curve {
  return bandsWithDet(input, asked).bands;
}

/** The curve of {@link qualityBands}, and with `det` that of `bandDet` for each band with comparisons of both classes. */
export function bandsWithDet(
  input: VerificationInput,
  { quality = ownQuality(input.scores, 'quality'), ...wishes }: BandsAsked,
  det = false,
): { readonly bands: Curve; readonly dets: readonly Curve[] } {
  const { fmr, threshold = input.operatingPoints([fmr])[0]!.threshold } = wishes;
  const { name = 'quality', combine = 'min' } = quality ?? {};
  const labels = { quality: name, combine, at_fmr: fmr };
  if (quality === undefined || Number.isNaN(threshold)) {
    return { bands: bandCurve(labels, undefined, []), dets: [] };
  }
  const parted = wishes.parted ?? bandsOf(input, quality, wishes);
  const judged: JudgedBand[] = [];
  const dets: Curve[] = [];
  for (const members of partByPart(parted)) {
    const band = judged.length;
    const group = groupOf(input, members);
    judged.push(judgedBand(group, threshold, fmr));
    const own = { quality: name, ...bandLabels(parted, band) };
    const drawn = det ? bandDet(group.sweep, own) : undefined;
    if (drawn !== undefined) dets.push(drawn);
  }
  return { bands: bandCurve(labels, parted, judged), dets };
}

/** Some comparisons of `input` as an input of their own, with the same kind of interval. */
export function groupOf(input: VerificationInput, members: Uint32Array): VerificationInput {
  const { scores, fars, interval, seed } = input;
  return verificationInput(subsetOf(scores, members), { fars, interval, seed });
}

function judgedBand(group: VerificationInput, threshold: number, fmr: number): JudgedBand {
  const own = ownThreshold(group, fmr);
  return {
    rates: ratesAt(group, threshold),
    accuracy: accuracyAt(group, threshold),
    own: { ...own, accuracy: accuracyAt(group, own.point.threshold) },
    equalError: equalErrorOf(group),
  };
}

function bandLabels({ low, high }: Bands, band: number) {
  return { band: band + 1, quality_low: low[band]!, quality_high: high[band]! };
}

function bandCurve(
  labels: Curve['labels'],
  parted: Bands | undefined,
  judged: readonly JudgedBand[],
): Curve {
  const column = (read: (band: JudgedBand) => number) => Float64Array.from(judged, read);
  const ends = (name: string, read: (band: JudgedBand) => Estimate) => ({
    [`${name}_low`]: column((band) => read(band).low),
    [`${name}_high`]: column((band) => read(band).high),
  });
  const interval = judged
    .map(({ rates }) => rates.fnmr.interval ?? rates.fmr.interval)
    .find(Boolean);
  const { least = new Float64Array(), given = false } = parted?.edges ?? {};
  return {
    name: 'quality_bands',
    labels: { ...labels, ...(interval === undefined ? {} : { interval }) },
    columns: {
      ...(given
        ? {
            edge_low: least,
            edge_high: least.map((_, band) => least[band + 1] ?? Infinity),
          }
        : {}),
      quality_low: parted?.low ?? new Float64Array(),
      quality_high: parted?.high ?? new Float64Array(),
      genuine: column(({ rates }) => rates.genuine),
      impostor: column(({ rates }) => rates.impostor),
      accuracy: column(({ accuracy }) => accuracy.value),
      tar: column(({ rates }) => (rates.genuine - rates.falseNonMatches) / rates.genuine),
      fnmr: column(({ rates }) => rates.fnmr.value),
      fmr: column(({ rates }) => rates.fmr.value),
      ...ends('fnmr', ({ rates }) => rates.fnmr),
      ...ends('fmr', ({ rates }) => rates.fmr),
      ...ends('accuracy', ({ accuracy }) => accuracy),
      own_threshold: column(({ own }) => own.point.threshold),
      own_fmr: column(({ own }) => own.point.fmr),
      own_tar: column(({ own }) => own.point.tar),
      own_fnmr: column(({ own }) => own.fnmr.value),
      ...ends('own_fnmr', ({ own }) => own.fnmr),
      own_accuracy: column(({ own }) => own.accuracy.value),
      ...ends('own_accuracy', ({ own }) => own.accuracy),
      eer: column(({ equalError }) => equalError.value),
      ...ends('eer', ({ equalError }) => equalError),
    },
  };
}
