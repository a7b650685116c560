import { personColumns } from '../person-columns.js';
import type { ComparedGroups } from '../types.js';
import { UNKNOWN } from './estimate.js';
import { type Cell, cellOf, type GroupCells, groupCells } from './group-cells.js';
import {
  type Chance,
  differenceByChance,
  type PersonErrors,
  personErrors,
} from './group-chance.js';
import { type GroupRates, ratesAt } from './group-rates.js';
import { type Spread, spreadOf } from './group-spread.js';
import { lowestAtMost, type OperatingPoint } from './operating-point.js';
import { groupOf } from './quality-bands.js';
import type { VerificationInput } from './verification-input.js';

/** What a threshold makes of the comparisons of two groups, or within one. */
export interface JudgedCell extends Cell {
  /** Persons with a comparison in the cell; NaN where none are known. */
  readonly persons: number;
  readonly rates: GroupRates;
}

/** What the threshold of one FMR makes of the groups of one attribute. */
export interface JudgedGroups {
  /** What the threshold does to all comparisons, those of unknown groups included. */
  readonly point: OperatingPoint;
  /** Of each group the comparisons within it, in the order of the groups. */
  readonly within: readonly JudgedCell[];
  /** Every two groups, and each with itself. */
  readonly cells: readonly JudgedCell[];
  readonly spread: Spread;
  /** How often chance would make the FNMRs of the groups differ as much, as {@link differenceByChance} tells. */
  readonly chance: Chance;
}

/** The errors of the groups of one attribute at the thresholds of several FMRs. */
export interface GroupErrors {
  readonly attribute: string;
  readonly groups: readonly string[];
  readonly unknown: number;
  /** Genuine comparisons whose two pictures are of two groups. */
  readonly genuineBetween: number;
  /** In the order of the FMRs. */
  readonly judged: readonly JudgedGroups[];
}

/**
 * The errors within every group and between every two of them, at the one threshold that the iso rule gives for each of `fmrs` on
 * all comparisons that count. A genuine comparison is of the group that both of its pictures are of.
 *
 * The threshold is taken as given, so intervals tell how well the rates of these persons are known at it.
 */
export function groupErrors(
  input: VerificationInput,
  groups: ComparedGroups,
  fmrs: readonly number[],
): GroupErrors {
  const parted = groupCells(groups, input.counted);
  const inputs = parted.members.map((members) => groupOf(input, members));
  const persons = inputs.map(personsIn);
  const count = groups.groups.length;
  const own = groups.groups.map((_, group) => cellOf(group, group, count));
  const judge = (fmr: number): JudgedGroups => {
    const point = lowestAtMost(input.sweep, fmr);
    const cells = parted.cells.map((cell, i): JudgedCell => ({
      ...cell,
      persons: persons[i]!,
      rates: Number.isNaN(point.threshold)
        ? notJudged(inputs[i]!)
        : ratesAt(inputs[i]!, point.threshold),
    }));
    const within = own.map((i) => cells[i]!);
    return {
      point,
      within,
      cells,
      spread: spreadOf(within.map(({ rates }) => rates)),
      chance: differenceByChance(
        errorsOfPersons(input, parted, own, point.threshold),
        count,
        input.seed,
      ),
    };
  };
  const genuineBetween = inputs.reduce(
    (sum, { sweep }, i) => sum + (own.includes(i) ? 0 : sweep.genuineTotal),
    0,
  );
  const { attribute, groups: names } = groups;
  return {
    attribute,
    groups: names,
    unknown: parted.unknown,
    genuineBetween,
    judged: fmrs.map(judge),
  };
}

/** The comparisons of a cell without a threshold to judge them at. */
function notJudged({ sweep: { genuineTotal, impostorTotal } }: VerificationInput): GroupRates {
  return {
    genuine: genuineTotal,
    impostor: impostorTotal,
    falseNonMatches: NaN,
    falseMatches: NaN,
    fnmr: UNKNOWN,
    fmr: UNKNOWN,
  };
}

/** How many persons are in the comparisons of `cell`; NaN where they are not known. */
function personsIn({ scores: { persons } }: VerificationInput): number {
  if (persons === undefined) return NaN;
  const seen = new Uint8Array(persons.count);
  let count = 0;
  for (const side of Object.values(personColumns(persons))) {
    for (const person of side) {
      count += 1 - seen[person]!;
      seen[person] = 1;
    }
  }
  return count;
}

/** The false non-matches of each person of each group, or why nothing is known of them. */
function errorsOfPersons(
  { scores: { scores, genuine, persons } }: VerificationInput,
  { members }: GroupCells,
  own: readonly number[],
  threshold: number,
): PersonErrors | string {
  if (Number.isNaN(threshold)) return 'no impostor comparisons give a threshold';
  if (persons === undefined) return 'no persons are known';
  return personErrors(
    own.map((i) => members[i]!.filter((k) => genuine[k] === 1)),
    {
      person: personColumns(persons).left,
      persons: persons.count,
      isError: (k) => !(scores[k]! >= threshold),
    },
  );
}
