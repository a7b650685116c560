import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import { wholeQuality } from '../metrics/combined-quality.js';
import { ercIntervals } from '../metrics/erc/band.js';
import { chanceCurve } from '../metrics/erc/chance.js';
import { detByDiscard } from '../metrics/erc/det-by-discard.js';
import { drawErcs } from '../metrics/erc/draws.js';
import { errorVersusReject, ofComparisons } from '../metrics/erc/error-versus-reject.js';
import { curveOnGrid } from '../metrics/erc/on-grid.js';
import { oracleCurve } from '../metrics/erc/oracle.js';
import { rankedAreas } from '../metrics/erc/ranked-areas.js';
import { repickedNotes } from '../metrics/erc/repicked.js';
import { type ErcRule, ISO_RULE, labelsOf, type Start } from '../metrics/erc/rule.js';
import { sampleAcceptance } from '../metrics/erc/sample-acceptance.js';
import { startNotes } from '../metrics/erc/start.js';
import type { Convention, VerificationInput } from '../metrics/index.js';
import type { Talk } from '../talk.js';
import type { ComparedQuality, Curve, Report } from '../types.js';
import { conventionsOf } from './evaluate.js';
import type { Outcome } from './outcome.js';
import { remarkOnPersons } from './persons.js';
import { withQualities } from './provenance.js';
import {
  obtainQualities,
  parseQualities,
  type QualityWish,
  requireCombinable,
} from './qualities.js';
import { obtainScores, type ScoredRequest } from './scored.js';

export interface ErcWishes extends Partial<Omit<ErcRule, 'start' | 'repicked'>> {
  readonly repick?: true | undefined;
  /** What fixes the threshold: the first of these that is given. */
  readonly threshold?: number | undefined;
  readonly fnmr?: number | undefined;
  readonly fmr: number;
  /** Names of qualities; `random` and `oracle` are chance and the attainable best. */
  readonly quality: readonly string[];
  /** Shares discarded up to which areas are given. */
  readonly areas?: readonly number[] | undefined;
  /** Draws of the bootstrap that intervals are made from; 0 for intervals by counts. */
  readonly draws?: number | undefined;
  readonly convention?: readonly string[] | undefined;
  readonly seed: number;
}

/** Shares discarded up to which areas are given unless asked otherwise; the first decides the order of qualities. */
const AREA_LIMITS = [0.2, 0.3, 0.5, 0.95];

/**
 * How the error falls as the comparisons (or pictures) of the lowest quality are discarded: for each quality by the rule that is
 * asked for, and by each convention that has one of its own; the areas, and which quality is surely better.
 *
 * @throws UserError E_ERC_RULE (usage) for wishes that do not go together, and what scores and qualities give reason for
 */
export async function evaluateErc(
  request: ScoredRequest & ErcWishes,
  io: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  const conventions = conventionsOf(request);
  const rule = ruleOf(request);
  const wishes = parseQualities(request.quality);
  const scored = await obtainScores(request, io, talk);
  const { input, subject, provenance } = scored;
  const names = request.quality.filter((_, i) => !isReference(wishes[i]!));
  const qualities = await obtainQualities(names, scored, io, talk);
  requireCombinable(qualities, rule.combine);
  requireOfPictures(qualities, rule);
  if (request.draws !== 0) remarkOnPersons(input.scores.persons, talk);
  const { rows, curves, remarks } = rejection(input, qualities, rule, { ...request, conventions });
  for (const remark of remarks) talk.remark(remark);
  return { report: { subject, rows, curves }, provenance: withQualities(provenance(), qualities) };
}

/** Whether it is no quality of pictures but what qualities are held against. */
function isReference({ kind }: QualityWish): boolean {
  return kind === 'random' || kind === 'oracle';
}

function ruleOf(wishes: ErcWishes): ErcRule {
  const { threshold, fnmr, fmr, combine, shareOf, error, join } = wishes;
  const repicked = wishes.repick === true;
  const start: Start =
    threshold !== undefined
      ? { kind: 'threshold', value: threshold }
      : fnmr !== undefined
        ? { kind: 'fnmr', value: fnmr }
        : { kind: 'fmr', value: fmr };
  const refuse = (what: string, remedy: string) =>
    new UserError('E_ERC_RULE', what, remedy, EXIT.usage);
  if (threshold !== undefined && fnmr !== undefined) {
    throw refuse('--threshold and --fnmr both fix the threshold', 'name one of them');
  }
  if (repicked && start.kind === 'threshold') {
    throw refuse(
      '--repick with --threshold',
      'a threshold that is given is not picked: use --fmr or --fnmr',
    );
  }
  if (repicked && start.kind === (error ?? 'fnmr')) {
    throw refuse(
      `--repick by the ${start.kind.toUpperCase()} whose curve is asked for`,
      'it would be the same at every discard: name the other rate',
    );
  }
  if (shareOf === 'pictures' && combine !== undefined && combine !== 'min') {
    throw refuse(
      `--share-of pictures with --combine ${combine}`,
      'a picture takes all its comparisons with it, which is the min: leave --combine out',
    );
  }
  return {
    start,
    error: error ?? ISO_RULE.error,
    repicked,
    combine: combine ?? ISO_RULE.combine,
    shareOf: shareOf ?? ISO_RULE.shareOf,
    join: join ?? ISO_RULE.join,
  };
}

/** @throws UserError E_ERC_RULE where pictures are to be discarded by qualities of comparisons */
function requireOfPictures(qualities: readonly ComparedQuality[], rule: ErcRule): void {
  const whole = qualities.find(ofComparisons);
  if (rule.shareOf === 'pictures' && whole !== undefined) {
    throw new UserError(
      'E_ERC_RULE',
      `${whole.name} is a quality of comparisons, which cannot say which pictures to discard`,
      'use --share-of counted or all, or give qualities of pictures',
      EXIT.usage,
    );
  }
}

/** What a curve of chance or of the attainable best is asked for, beside those of qualities. */
export interface RejectionWishes extends Pick<ErcWishes, 'quality' | 'areas' | 'draws' | 'seed'> {
  readonly conventions: readonly Convention[];
}

/**
 * The rows and curves of rejection by quality.
 *
 * @param wishes its `quality` says whether chance and the oracle are wanted
 */
export function rejection(
  input: VerificationInput,
  qualities: readonly ComparedQuality[],
  rule: ErcRule,
  { quality, areas: limits = AREA_LIMITS, draws, seed, conventions }: RejectionWishes,
): Pick<Report, 'rows' | 'curves'> & { readonly remarks: readonly string[] } {
  const remarks: string[] = [];
  const peers = conventions.flatMap(({ erc }) =>
    erc === undefined ? [] : qualities.map((each) => erc(input, each, rule)),
  );
  const peerRows = peers.flatMap(({ rows }) => rows);
  const peerCurves = peers.flatMap(({ curves }) => curves);
  // A convention without a rule of its own means the standard's.
  if (conventions.every(({ erc }) => erc !== undefined)) {
    return { rows: peerRows, curves: peerCurves, remarks };
  }
  const exact = qualities.map((each) => errorVersusReject(input, each, rule));
  const point = exact[0]?.point;
  const drawn =
    draws === 0 || exact.length === 0 || exact[0]!.curve.discard.length === 0
      ? undefined
      : drawErcs(
          input,
          qualities,
          exact.map(({ curve }) => curve),
          rule,
          { limits, ...(draws === undefined ? {} : { draws }) },
        );
  const sure =
    drawn &&
    qualities.map((each, i) =>
      ercIntervals(input, each, exact[i]!.curve, rule, drawn.drawn[i]!, limits),
    );
  const curves = qualities.map((each, i) =>
    curveOnGrid(exact[i]!.curve, labelsOf(rule, each.name), { intervals: sure?.[i]!.band }),
  );
  const notes = startNotes(input.sweep, rule.start);
  exact.forEach(({ repicked }, i) => {
    if (repicked === undefined) return;
    for (const note of repickedNotes(repicked, rule))
      remarks.push(`${qualities[i]!.name}: ${note}`);
  });
  if (drawn === undefined && draws !== 0 && rule.repicked) {
    remarks.push('intervals by counts: too many comparisons to pick thresholds anew in every draw');
  }
  const references = referenceCurves(input, qualities[0], rule, { quality, seed }, remarks);
  const ranked = rankedAreas({
    names: qualities.map(({ name }) => name),
    curves: exact.map(({ curve }) => curve),
    drawn,
    intervals: sure?.map(({ areas }) => areas),
    limits,
    rule,
    notes,
    ...(point === undefined ? {} : { point }),
  });
  return {
    rows: [...ranked.rows, ...peerRows],
    curves: [
      ...curves,
      ...references,
      ...peerCurves,
      ...ranked.curves,
      ...qualities.flatMap((each) => detByDiscard(input, each, rule.combine)),
      ...qualities
        .filter((each) => !ofComparisons(each))
        .map((each) => sampleAcceptance(input, each, rule)),
    ],
    remarks,
  };
}

/** The curves of chance and of the attainable best, as far as they are wanted and there is a rule for them. */
function referenceCurves(
  input: VerificationInput,
  like: ComparedQuality | undefined,
  rule: ErcRule,
  { quality, seed }: Pick<ErcWishes, 'quality' | 'seed'>,
  remarks: string[],
): Curve[] {
  const level = like ?? wholeQuality('none', new Float32Array(input.scores.scores.length));
  const curves: Curve[] = [];
  if (quality.includes('random')) {
    const chance = chanceCurve(input, level, rule, labelsOf(rule, 'random'), seed);
    if (chance === undefined)
      remarks.push('random is left out: too many comparisons for this rule');
    else curves.push(chance);
  }
  if (!quality.includes('oracle')) return curves;
  if (rule.shareOf !== 'counted' || rule.repicked) {
    remarks.push('oracle is left out: the best discard by this rule is not known');
    return curves;
  }
  const flat = { ...level, values: new Float32Array(level.values.length) };
  const { curve } = errorVersusReject(input, flat, rule);
  return [...curves, withoutInterval(curveOnGrid(oracleCurve(curve), labelsOf(rule, 'oracle')))];
}

/** The attainable best is arithmetic on the starting error: what is not sure of it is the start. */
function withoutInterval(curve: Curve): Curve {
  const { discard, error, kept } = curve.columns;
  return { ...curve, columns: { discard: discard!, error: error!, kept: kept! } };
}
