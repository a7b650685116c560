import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cosines } from '../../../src/metrics/cosines.js';
import {
  highestFor,
  mateSearches,
  searchGallery,
  tarRows,
  withOneMate,
} from '../../../src/metrics/identification/index.js';
import { rankOf } from '../../../src/metrics/identification/cmc.js';

const DIM = 2;
const TOP = 6;

/** Few directions, so that scores tie. */
const vector = fc.integer({ min: 0, max: 7 }).map((step) => {
  const angle = (step * Math.PI) / 4;
  return [Math.fround(Math.cos(angle)), Math.fround(Math.sin(angle))];
});
const cases = fc.record({
  probes: fc.array(fc.tuple(vector, fc.integer({ min: -1, max: 2 })), {
    minLength: 1,
    maxLength: 8,
  }),
  distractors: fc.array(vector, { minLength: 1, maxLength: TOP }),
  far: fc.constantFrom(0.01, 0.1, 0.25, 0.5, 1),
});

interface Case {
  probes: [number[], number][];
  distractors: number[][];
  far: number;
}

function searched({ probes, distractors, far }: Case) {
  const directions = Float32Array.from(probes.flatMap(([v]) => v));
  const identity = Int32Array.from(probes, ([, subject]) => subject);
  const unknown = new Int32Array(distractors.length).fill(-1);
  const comparisons = probes.length * distractors.length;
  const set = searchGallery(
    { directions: Float32Array.from(distractors.flat()), identity: unknown },
    { directions, identity },
    DIM,
    { top: TOP, highest: highestFor(far, comparisons) },
  );
  const searches = mateSearches(identity);
  const scores = cosines(directions, DIM, searches.probe, searches.mate);
  return { set, searches, scores, comparisons, one: withOneMate(set, searches, scores) };
}

const dot = (a: readonly number[], b: readonly number[]) =>
  Math.fround(a[0]! * b[0]! + a[1]! * b[1]!);

describe('searches with one mate at a time', () => {
  test('are every ordered pair of probes of one known subject', () => {
    const { probe, mate } = mateSearches(Int32Array.of(5, -1, 7, 5, 5, -1));
    expect(Array.from(probe, (p, k) => `${p} ${mate[k]!}`)).toEqual([
      '0 3',
      '0 4',
      '3 0',
      '3 4',
      '4 0',
      '4 3',
    ]);
  });

  test('rank the mate behind every distractor with at least its score', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { one, searches } = searched(input);
        const { probes, distractors } = input;
        searches.probe.forEach((p, k) => {
          const own = dot(probes[p]![0], probes[searches.mate[k]!]![0]);
          const before = distractors.filter((one) => dot(probes[p]![0], one) >= own).length;
          expect(rankOf(one, k)).toBe(1 + before);
        });
      }),
    );
  });

  test('give the TAR at the lowest threshold that keeps to the FAR, each pair counted once', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { probes, distractors, far } = input;
        const { set, searches, scores, comparisons } = searched(input);
        const [row] = tarRows(searches, scores, set.highestImpostors, comparisons, [far]);
        const impostors = probes.flatMap(([v]) => distractors.map((one) => dot(v, one)));
        const pairs = probes.flatMap(([v, subject], i) =>
          probes
            .slice(0, i)
            .flatMap(([w, other]) => (subject >= 0 && subject === other ? [dot(v, w)] : [])),
        );
        if (pairs.length === 0) {
          expect([row!.value, row!.count]).toEqual([NaN, 0]);
          return;
        }
        const fmrAt = (threshold: number) =>
          impostors.filter((score) => score >= threshold).length / impostors.length;
        expect(fmrAt(row!.threshold!)).toBeLessThanOrEqual(far);
        expect(row!.achieved).toBe(fmrAt(row!.threshold!));
        expect(row!.hits).toBe(pairs.filter((score) => score >= row!.threshold!).length);
        expect(row!.count).toBe(pairs.length);
        // The next score below would let in too many.
        const below = impostors.filter((score) => score < row!.threshold!);
        if (below.length > 0) expect(fmrAt(Math.max(...below))).toBeGreaterThan(far);
      }),
    );
  });
});
