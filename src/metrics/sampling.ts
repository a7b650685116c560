import type { MetricRow } from '../types.js';
import type { Accepted } from './accepted-at.js';
import { type Decisions, UNDECIDED } from './decisions.js';
import { equalErrorRate } from './eer.js';
import { clopperPearson, type Interval, student95, wilson, Z95 } from './intervals.js';
import { pointAt } from './operating-point.js';
import { dampingOf, DRAWS, personDraws, type Reweighed, reweighed } from './person-draws.js';
import { central, correctedInterval } from './quantile.js';
import { indicesOf } from './selection.js';
import { type CountedPersons, type Influence, type Scatter, scatterOf } from './shared-persons.js';
import { lowestAtLeast, type Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/** How a value depends on the comparisons that happened to be in the benchmark, from which its interval is made. */
export interface Sampling {
  /**
   * What comparison `k` adds to the value's error, to first order: the sum over all comparisons is the value less the
   * truth. Thresholds that were chosen to make the value best add nothing to it. Absent where no such form is known.
   */
  readonly influence?: Influence | undefined;
  /** Variance that the influence does not tell of; 0 where left out. */
  readonly further?: number;
  /** Where the value is a share read at a threshold that was chosen for its FMR. */
  readonly chosenByFmr?: {
    readonly threshold: number;
    readonly fmr: number;
    /** False for an FNMR, which falls as the FMR rises. */
    readonly rises?: boolean;
  };
  /** `share`: in [0, 1] and made of trials; `area`: in [0, 1] and not; `free`: any number. */
  readonly range: 'share' | 'area' | 'free';
  /** Of a share of the comparisons of one class: which; the persons of that class then bound its interval. */
  readonly tried?: 'genuine' | 'impostor';
  /** The value of the same comparisons under other weights; absent where it is no function of a sweep. */
  readonly statistic?: (sweep: Sweep) => number;
  /** Decisions whose weighted mean is the row's value; in place of `statistic`. */
  readonly decisions?: () => Decisions;
}

/** A row, and what its interval can be made from; rows that bring an interval of their own have none. */
export interface MeasuredRow extends MetricRow {
  readonly sampling?: Sampling;
}

/** Comparisons up to which a value whose influence is not known gets a bootstrap unasked. */
const FEW = 200_000;

/** The row as reports hold it, with the interval that `input.interval` asks for. */
export function withInterval(input: VerificationInput, row: MeasuredRow): MetricRow {
  const { sampling, ...plain } = row;
  if (sampling === undefined || Number.isNaN(row.value)) return plain;
  const { low, high, label } = intervalOf(input, row, sampling);
  return Number.isNaN(low) || Number.isNaN(high) ? plain : { ...plain, low, high, interval: label };
}

interface Labelled extends Interval {
  readonly label: string;
}

const NONE: Labelled = { low: NaN, high: NaN, label: '' };

function intervalOf(input: VerificationInput, row: MetricRow, sampling: Sampling): Labelled {
  const { name, label } = input.interval;
  const { hits, count } = row;
  if (name === 'wilson' || name === 'clopper-pearson') {
    if (hits === undefined) return NONE;
    const rule = name === 'wilson' ? wilson : clopperPearson;
    return { ...rule(hits, count), label };
  }
  const known = input.scores.persons !== undefined;
  if (name === 'bootstrap') return bootstrap(input, row, sampling, known);
  if (sampling.influence === undefined) {
    const possible = input.scores.scores.length <= FEW;
    return possible ? bootstrap(input, row, sampling, known && input.interval.personal) : NONE;
  }
  return { ...plugIn(input, row, sampling), label: known ? label : 'independent 95%' };
}

/** The interval from the variance over persons. */
function plugIn(input: VerificationInput, row: MetricRow, sampling: Sampling): Interval {
  const { value } = row;
  const { range, chosenByFmr } = sampling;
  const known = varianceOf(input, sampling.influence!, sampling.tried);
  const spread = { ...known, variance: known.variance + (sampling.further ?? 0) };
  if (range === 'free') {
    const half = student95(spread.weighty) * Math.sqrt(spread.variance);
    return { low: value - half, high: value + half };
  }
  if (range === 'area') return logit(value, spread);
  const estimated = effectiveWilson(value, spread);
  const own =
    sampling.tried === 'genuine' ? within(estimated, asOnePerson(input, value)) : estimated;
  return chosenByFmr === undefined ? own : widened(input, value, own, chosenByFmr);
}

/** How far a value may lie from the truth, and what that is known from. */
export interface Spread extends Pick<Scatter, 'independent' | 'persons' | 'weighty'> {
  readonly variance: number;
}

/**
 * The variance of the sum of `influence`, with the persons it rests on; never below that of independent comparisons, which
 * few errors can seem to be by chance.
 */
export function varianceOf(
  input: VerificationInput,
  influence: Influence,
  tried: 'genuine' | 'impostor' = 'genuine',
): Spread {
  const shared = input.shared();
  const { clustered, independent, persons: touched, weighty } = scatterOf(shared, influence);
  // Where nothing scatters, everybody with a comparison of the class had a chance to.
  const persons = touched > 0 ? touched : personsTried(shared, tried);
  const added = Math.max(0, clustered - independent);
  const few = persons > 1 ? persons / (persons - 1) : 1;
  return { variance: independent + few * added, independent, persons, weighty };
}

/**
 * Wilson's interval for a share of the genuine comparisons if all of a person's were right or wrong together, with which no more
 * can depend on who came. It is known without an estimate, which few errors make a bad one.
 */
function asOnePerson(input: VerificationInput, share: number): Interval {
  let squares = 0;
  for (const count of input.shared().ofPerson[1]) squares += count * count;
  const trials = input.shared().totals[1] ** 2 / squares;
  return wilson(share === 1 ? trials : share * trials, trials);
}

/** What two intervals of one value have in common. */
function within(first: Interval, second: Interval): Interval {
  return { low: Math.max(first.low, second.low), high: Math.min(first.high, second.high) };
}

/** How many persons have a comparison of the class; two share one, so never more than there are comparisons. */
function personsTried({ ofPerson, totals }: CountedPersons, tried: 'genuine' | 'impostor'): number {
  const label = tried === 'genuine' ? 1 : 0;
  let persons = 0;
  for (const count of ofPerson[label]) if (count > 0) persons++;
  return Math.min(persons, totals[label]);
}

/**
 * Wilson's interval for a share with the number of independent trials that would give it its `variance`.
 *
 * A share of 0 or 1 has no variance to tell from: then every person is one trial.
 */
export function effectiveWilson(
  share: number,
  { variance, independent, persons, weighty }: Spread,
): Interval {
  const scatter = share * (1 - share);
  const trials = scatter > 0 && variance > 0 ? scatter / variance : persons;
  // The product may miss a whole 0 or 1 by its last bit.
  const hits = share === 1 ? trials : share * trials;
  // The variance of independent trials follows from the share; only what persons add to it has to be estimated from them.
  const added = variance > 0 ? 1 - independent / variance : 0;
  const z = Math.sqrt((1 - added) * Z95 ** 2 + added * student95(weighty) ** 2);
  return wilson(hits, trials, z);
}

/** The interval of a number in [0, 1] that is symmetric in its log odds; of 0 and 1, which have none, that of a share. */
function logit(value: number, spread: Spread): Interval {
  const { variance, weighty } = spread;
  const scatter = value * (1 - value);
  if (scatter === 0) return effectiveWilson(value, spread);
  const centre = Math.log(value / (1 - value));
  const half = (student95(weighty) * Math.sqrt(variance)) / scatter;
  const back = (odds: number) => 1 / (1 + Math.exp(-odds));
  return { low: back(centre - half), high: back(centre + half) };
}

/**
 * The interval `own` of a TAR (or FNMR) at a given threshold, widened by what is not known of the threshold.
 *
 * The threshold was chosen by impostors that happened to be there: the true one may stand anywhere the FMR seen is within
 * 1.96 standard deviations of its own, and the ROC tells what the TAR would be there. The two distances of each end from
 * the value are joined as the sides of a right triangle (MOVER).
 *
 * Source: Zou & Donner, Construction of confidence limits about effect measures, Statistics in Medicine 27 (2008).
 */
function widened(
  input: VerificationInput,
  value: number,
  own: Interval,
  { threshold, fmr, rises = true }: NonNullable<Sampling['chosenByFmr']>,
): Interval {
  const [impostorTotal] = input.shared().totals;
  const { variance } = varianceOf(input, fmrInfluence(input, threshold));
  // Even where no impostor passes, the next one might have.
  const spread = Z95 * Math.sqrt(Math.max(variance, 1 / impostorTotal ** 2));
  const rates = [fmr - spread, fmr + spread].map((rate) => Math.min(1, Math.max(0, rate)));
  const [chosen, ...moved] = input.operatingPoints([fmr, ...rates]);
  const shifts = moved.map(({ tar }) => tar - chosen!.tar);
  // A TAR rises with the FMR, an FNMR falls.
  const [least, most] = rises ? shifts : shifts.map((by) => -by).reverse();
  return {
    low: Math.max(0, value - Math.hypot(value - own.low, least!)),
    high: Math.min(1, value + Math.hypot(own.high - value, most!)),
  };
}

function bootstrap(
  input: VerificationInput,
  row: MetricRow,
  sampling: Sampling,
  known: boolean,
): Labelled {
  if (sampling.statistic === undefined && sampling.decisions === undefined) return NONE;
  const label = known ? 'bootstrap over persons 95%' : 'bootstrap 95%';
  const weights = reweighed(input);
  const damping = dampingFor(input, sampling);
  const next = personDraws(input.shared().persons, input.seed);
  const drawn = Float64Array.from({ length: DRAWS }, () => {
    weights.draw(next());
    return statisticUnder(weights, sampling, damping);
  });
  const { low, high } = intervalOfDraws(input, row.value, sampling, drawn);
  // What a chosen threshold may have missed is the same in every draw.
  const missed = Z95 * Math.sqrt(sampling.further ?? 0);
  return {
    low: row.value - Math.hypot(row.value - low, missed),
    high: row.value + Math.hypot(high - row.value, missed),
    label,
  };
}

/**
 * The interval of `value` from what draws made of it. Where a threshold is chosen anew in every draw the values jump, and
 * corrections that take them for smooth do harm.
 */
function intervalOfDraws(
  input: VerificationInput,
  value: number,
  { influence, chosenByFmr }: Sampling,
  drawn: Float64Array,
): Interval {
  if (influence === undefined || chosenByFmr !== undefined) return central(drawn);
  return correctedInterval(drawn, value, scatterOf(input.shared(), influence).skewness / 6);
}

/** The row's value under the last draw. */
export function statisticUnder(weights: Reweighed, sampling: Sampling, damping: number): number {
  return sampling.decisions === undefined
    ? sampling.statistic!(weights.sweep(damping))
    : weights.share(sampling.decisions(), damping);
}

/**
 * The damping under which `sampling` scatters as its comparisons of two persons do: by their influence on the value, on the
 * FMR at the threshold that was chosen for it, or, where neither is known, on the FMR at the threshold of the EER.
 */
export function dampingFor(input: VerificationInput, sampling: Sampling): number {
  return dampingOf(input, pairInfluence(input, sampling));
}

/** What the comparisons of two persons add to the error that decides the damping of `sampling`. */
export function pairInfluence(
  input: VerificationInput,
  { influence, chosenByFmr }: Sampling,
): Influence {
  return chosenByFmr === undefined && influence !== undefined
    ? influence
    : fmrInfluence(input, chosenByFmr?.threshold ?? equalErrorRate(input.sweep).threshold);
}

/** What each comparison adds to the error of the FMR at `threshold`. */
function fmrInfluence(input: VerificationInput, threshold: number): Influence {
  return acceptedInfluence(input, threshold, input.acceptedAt(threshold));
}

/** What each comparison adds to the error of the share of impostors that reach `threshold`. */
function acceptedInfluence(
  { scores: { scores, genuine }, decisive }: VerificationInput,
  threshold: number,
  { impostorAccepted, impostorTotal }: Accepted,
): Influence {
  const fmr = impostorAccepted / impostorTotal;
  const usual = { genuine: 0, impostor: -fmr / impostorTotal };
  const accepted = (1 - fmr) / impostorTotal;
  return {
    usual,
    of: (k) => (genuine[k] === 1 ? 0 : scores[k]! >= threshold ? accepted : usual.impostor),
    unusual: () => decisive.acceptedImpostors(threshold),
  };
}

/** What each comparison adds to the error of the share of genuine ones that do not reach `threshold`. */
function rejectedInfluence(
  { scores: { scores, genuine }, decisive }: VerificationInput,
  threshold: number,
  { genuineAccepted, genuineTotal }: Accepted,
): Influence {
  const fnmr = 1 - genuineAccepted / genuineTotal;
  const isError = (k: number) => (scores[k]! >= threshold ? 0 : 1);
  return {
    of: (k) => (genuine[k] === 1 ? (isError(k) - fnmr) / genuineTotal : 0),
    unusual: decisive.genuine,
  };
}

/** How the FMR or FNMR at a threshold depends on the sample, the threshold taken as given. */
export function rateSampling(
  input: VerificationInput,
  rate: 'fmr' | 'fnmr',
  threshold: number,
): Sampling & { readonly range: 'share' } {
  const accepted = input.acceptedAt(threshold);
  const influence = rate === 'fmr' ? acceptedInfluence : rejectedInfluence;
  return {
    range: 'share',
    tried: rate === 'fmr' ? 'impostor' : 'genuine',
    influence: influence(input, threshold, accepted),
    statistic: (other) => {
      const { fmr, tar } = pointAt(other, lowestAtLeast(other, threshold), NaN);
      return rate === 'fmr' ? fmr : 1 - tar;
    },
  };
}

/**
 * The influence on a share `value` of `count` comparisons that were `decided` 1 or 0.
 *
 * @param usual the classes of which most were decided 1
 */
export function decidedInfluence(
  decided: Decisions,
  value: number,
  count: number,
  usual: { readonly genuine: boolean; readonly impostor: boolean },
): Influence {
  const right = (1 - value) / count;
  const wrong = -value / count;
  const alike = usual.genuine === usual.impostor;
  const common = usual.genuine ? 1 : UNDECIDED;
  return {
    usual: { genuine: usual.genuine ? right : 0, impostor: usual.impostor ? right : 0 },
    of: (k) => (decided[k] === 1 ? right : decided[k] === 0 ? wrong : 0),
    ...(alike ? { unusual: () => indicesOf(decided.length, (k) => decided[k] !== common) } : {}),
  };
}
