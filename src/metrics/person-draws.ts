import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { personColumns } from '../person-columns.js';
import { type Decisions, UNDECIDED } from './decisions.js';
import { indicesOf } from './selection.js';
import { amongTwo, type Influence, scatterOf } from './shared-persons.js';
import type { Sweep } from './sweep.js';
import type { VerificationInput } from './verification-input.js';

/** Draws of a bootstrap unless asked otherwise. */
export const DRAWS = 1000;

/**
 * Gives, call by call, one draw of a bootstrap over persons: 1 for a person who counts double, -1 for one who is left out,
 * each with probability 1/2. The array is used again by the next call.
 *
 * Source: Owen & Eckles, Bootstrapping data arrays of arbitrary order, Annals of Applied Statistics 6 (2012), the
 * double-or-nothing bootstrap.
 */
export function personDraws(persons: number, seed: number): () => Int8Array {
  const random = xoroshiro128plus(seed);
  const signs = new Int8Array(persons);
  return () => {
    let bits = 0;
    for (let person = 0; person < persons; person++) {
      if (person % PERSONS_A_NUMBER === 0) bits = uniformInt(random, 0, 2 ** PERSONS_A_NUMBER - 1);
      signs[person] = (bits & 1) === 1 ? 1 : -1;
      bits >>>= 1;
    }
    return signs;
  };
}

const PERSONS_A_NUMBER = 24;

/** The comparisons of one input under changing weights. */
export interface Reweighed {
  /** Weighs every comparison anew, by the signs of its persons. */
  readonly draw: (signs: Int8Array) => void;
  /** The sweep under the last draw, whose counts need not be whole; its arrays are used again by the next call. */
  readonly sweep: (damping: number) => Sweep;
  /** The share of 1 under the last draw among the comparisons that count and were decided. */
  readonly share: (decisions: Decisions, damping: number) => number;
}

/**
 * What a draw makes of the input's comparisons. One about a single person with the sign e weighs 1 + e; one about two, with
 * the signs e and f, weighs (1 + d e)(1 + d f) with the damping d: 1 for the bootstrap as published, see {@link dampingOf}.
 *
 * Nothing is sorted again: weights are added to the levels of the one sweep, apart by power of d, and summed from the top.
 */
export function reweighed(input: VerificationInput): Reweighed {
  const { sweep, counted, scores } = input;
  const shared = input.shared();
  const levels = input.levels();
  const depth = sweep.thresholds.length;
  const members = indicesOf(scores.scores.length, counted);
  const { left, right } = personColumns(shared, members);
  // Impostors by level, then genuine ones by level.
  const place = Uint32Array.from(members, (k) => scores.genuine[k]! * depth + levels[k]!);
  const plain = new Float64Array(2 * depth);
  for (const at of place) plain[at]! += 1;
  const lone = new Float64Array(2 * depth);
  const first = new Float64Array(2 * depth);
  const second = new Float64Array(2 * depth);
  const accepted = new Float64Array(2 * depth);
  const impostorAccepted = accepted.subarray(0, depth);
  const genuineAccepted = accepted.subarray(depth);
  let current: Int8Array;
  return {
    draw: (signs) => {
      current = signs;
      lone.fill(0);
      first.fill(0);
      second.fill(0);
      for (let m = 0; m < members.length; m++) {
        const e = signs[left[m]!]!;
        if (left[m] === right[m]) {
          lone[place[m]!]! += e;
        } else {
          const f = signs[right[m]!]!;
          first[place[m]!]! += e + f;
          second[place[m]!]! += e * f;
        }
      }
    },
    sweep: (damping) => {
      let sum = 0;
      for (let at = 0; at < accepted.length; at++) {
        if (at === depth) sum = 0;
        sum += plain[at]! + lone[at]! + damping * (first[at]! + damping * second[at]!);
        accepted[at] = sum;
      }
      return {
        ...sweep,
        genuineAccepted,
        impostorAccepted,
        genuineTotal: genuineAccepted[depth - 1] ?? 0,
        impostorTotal: impostorAccepted[depth - 1] ?? 0,
      };
    },
    share: (decisions, damping) => {
      let total = 0;
      let sum = 0;
      for (let m = 0; m < members.length; m++) {
        const decision = decisions[members[m]!]!;
        if (decision === UNDECIDED) continue;
        const e = current[left[m]!]!;
        const weight =
          left[m] === right[m] ? 1 + e : (1 + damping * e) * (1 + damping * current[right[m]!]!);
        total += weight;
        sum += weight * decision;
      }
      return sum / total;
    },
  };
}

/**
 * The damping in [0, 1] under which a bootstrap over persons scatters a sum as much as {@link scatterOf} says it should.
 *
 * Undamped, a comparison of two persons gets the variance 3 where it shares them with no other, so intervals on lists such
 * as LFW's, whose impostors hardly meet again, come out too wide. With A the squared sums of persons and B those of pairs
 * the scatter is d²A + d⁴B, and A - B is wanted; where everybody is compared with everybody B vanishes and d is 1.
 */
export function dampingOf(input: VerificationInput, influence: Influence): number {
  const scatter = scatterOf(amongTwo(input.shared()), influence);
  const { clustered, independent, withinPairs } = scatter;
  if (withinPairs === 0) return 1;
  const wanted = Math.max(clustered, independent);
  const sums = clustered + withinPairs;
  const square = (Math.sqrt(sums * sums + 4 * withinPairs * wanted) - sums) / (2 * withinPairs);
  return Math.min(1, Math.sqrt(square));
}
