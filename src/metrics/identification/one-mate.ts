import type { MetricRow, SearchSet } from '../../types.js';
import { noted, undefinedRow } from '../metric-row.js';
import { nextAbove } from '../next-float.js';
import { supportNotes } from '../operating-point.js';
import { formatRate } from '../rate.js';

/** Searches with one mate each: search `k` is of probe `probe[k]`, with the probe `mate[k]` of the same subject enrolled. */
export interface MateSearches {
  readonly probe: Uint32Array;
  readonly mate: Uint32Array;
}

/**
 * Every probe with every other probe of its subject, in their order: M (M - 1) searches of a subject with M probes.
 * @param identity subject of each probe, -1 where it is not known
 */
export function mateSearches(identity: Int32Array): MateSearches {
  const of = new Map<number, number[]>();
  identity.forEach((subject, probe) => {
    if (subject < 0) return;
    const known = of.get(subject);
    if (known === undefined) of.set(subject, [probe]);
    else known.push(probe);
  });
  const [probe, mate]: [number[], number[]] = [[], []];
  identity.forEach((subject, p) => {
    for (const other of of.get(subject) ?? []) {
      if (other === p) continue;
      probe.push(p);
      mate.push(other);
    }
  });
  return { probe: Uint32Array.from(probe), mate: Uint32Array.from(mate) };
}

/**
 * The searches as one set: each is a mated probe in a gallery of its one mate and of every distractor, whose subjects are all
 * different.
 *
 * Ranks beyond the candidates that `distractors` holds are told as just beyond them.
 * @param distractors the search of the probes among the distractors, who are of unknown subjects
 * @param scores of each search's probe with its mate
 */
export function withOneMate(
  distractors: SearchSet,
  { probe }: MateSearches,
  scores: Float32Array,
): SearchSet {
  const { top, score } = distractors.candidates;
  const above = new Uint32Array(scores.length);
  const tied = new Uint32Array(scores.length);
  for (let k = 0; k < scores.length; k++) {
    const [own, start] = [scores[k]!, probe[k]! * top];
    let at = start;
    while (at < start + top && score[at]! > own) at++;
    above[k] = at - start;
    const first = at;
    while (at < start + top && score[at] === own) at++;
    tied[k] = at - first;
  }
  return {
    probes: scores.length,
    subjects: distractors.subjects + 1,
    entries: distractors.entries + 1,
    mate: scores,
    other: Float32Array.from(probe, (p) => distractors.other[p]!),
    above,
    tied,
    candidates: { top: 0, entry: new Int32Array(), score: new Float32Array() },
    highestImpostors: distractors.highestImpostors,
  };
}

/** How many of the highest scores with distractors must be kept to tell the TAR at `far`. */
export function highestFor(far: number, comparisons: number): number {
  return allowedAt(far, comparisons) + 1;
}

/** 1e-4 of 10,000 may come out a hair under 1 in binary. */
const SLACK = 1e-9;

function allowedAt(far: number, comparisons: number): number {
  return Math.floor(far * comparisons + SLACK);
}

/**
 * The TAR at each of `fars`: the share of pairs of mates with at least the lowest score that at most so large a share of the
 * comparisons with distractors has. No interval: the pairs share their pictures.
 *
 * @param scores of every search; each pair of mates is counted once, as the search of the later one of the two
 * @param highest the highest scores with distractors, descending, as many as `highestFor` tells, or all
 * @param comparisons all comparisons with distractors
 */
export function tarRows(
  { probe, mate }: MateSearches,
  scores: Float32Array,
  highest: Float32Array,
  comparisons: number,
  fars: readonly number[],
): MetricRow[] {
  const pairs = scores.filter((_, k) => mate[k]! < probe[k]!);
  return fars.map((far) => {
    const metric = `tar@far=${formatRate(far)}`;
    if (pairs.length === 0) return undefinedRow(metric, 'iso', 'no genuine comparisons', []);
    // Tied impostors stand or fall together.
    const rejected = highest[allowedAt(far, comparisons)] ?? -Infinity;
    const hits = pairs.reduce((sum, score) => sum + (score > rejected ? 1 : 0), 0);
    let accepted = 0;
    while (accepted < highest.length && highest[accepted]! > rejected) accepted++;
    const row = {
      metric,
      value: hits / pairs.length,
      hits,
      count: pairs.length,
      threshold: nextAbove(rejected, 32),
      achieved: accepted / comparisons,
      convention: 'iso',
    };
    return noted(row, supportNotes(far, comparisons));
  });
}
