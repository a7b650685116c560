import type { ComparedQuality, Curve } from '../types.js';
import { type BandEdges, bandOf, givenEdges, quantileEdges } from './band-edges.js';
import type { Estimate } from './estimate.js';
import { type GroupRates, ratesAt } from './group-rates.js';
import { judgedComparisons, type JudgedQuality } from './judged-quality.js';
import { lowestAtMost } from './operating-point.js';
import { membersOf, partitionBy } from './partition.js';
import { type BandWishes, groupOf } from './quality-bands.js';
import type { Selection } from './selection.js';
import type { VerificationInput } from './verification-input.js';

/** Cells along each side unless edges are given: more would leave few comparisons in each. */
const SIDE = 5;

/**
 * The errors at the global threshold by the quality of the worse and of the better picture of a comparison: a curve
 * `quality_bands_grid` with a line for each cell, worse picture first.
 *
 * Cells are cut at quantiles of the qualities of the pictures that are compared, each picture counted once, or at the edges
 * given. Sides have no order in 1:1 verification, so a cell is about a worse and a better picture and there are n (n + 1) / 2 of
 * them; those without comparisons have NaN rates. Undefined where only the qualities of whole comparisons are known, or where
 * no impostor gives a threshold.
 *
 * @param side cells along each side, at most
 */
export function qualityGrid(
  input: VerificationInput,
  quality: JudgedQuality,
  { fmr, edges: given }: BandWishes,
  side = SIDE,
): Curve | undefined {
  const { pictures } = quality;
  const { threshold } = lowestAtMost(input.sweep, fmr);
  if (pictures === undefined || Number.isNaN(threshold)) return undefined;
  const { values, left, right } = pictures;
  const known = (k: number) =>
    !Number.isNaN(values[left[k]!]!) && !Number.isNaN(values[right[k]!]!);
  const counted = judgedComparisons(input, quality);
  const judged = (k: number) => counted(k) && known(k);
  const compared = comparedPictures(pictures, judged);
  const edges =
    given === undefined
      ? quantileEdges(values.length, (i) => (compared(i) ? values[i]! : NaN), side)
      : givenEdges(given);
  const bands = edges.least.length;
  const cells = cellsOf(bands);
  const number = new Map(cells.map(({ worse, better }, cell) => [worse * bands + better, cell]));
  const bandOfPicture = Uint16Array.from(values, (value) => bandOf(edges, value));
  const cellOf = (k: number) => {
    const [a, b] = [bandOfPicture[left[k]!]!, bandOfPicture[right[k]!]!];
    return number.get(Math.min(a, b) * bands + Math.max(a, b))!;
  };
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++)
    if (compared(i)) greatest = Math.max(greatest, values[i]!);
  const partition = partitionBy(left.length, judged, cellOf, cells.length);
  const rates = membersOf(partition).map((members) => ratesAt(groupOf(input, members), threshold));
  return gridCurve(
    { quality: quality.name, at_fmr: fmr },
    cells.map((cell, i) => ({ ...cell, rates: rates[i]! })),
    { ...edges, greatest },
  );
}

/** Pairs of a worse and a better band. */
function cellsOf(bands: number): { readonly worse: number; readonly better: number }[] {
  return Array.from({ length: bands }, (_, worse) =>
    Array.from({ length: bands - worse }, (_, more) => ({ worse, better: worse + more })),
  ).flat();
}

/** The pictures in the comparisons that `judged` picks. */
function comparedPictures({ values, left, right }: ComparedQuality, judged: Selection): Selection {
  const compared = new Uint8Array(values.length);
  for (let k = 0; k < left.length; k++) {
    if (!judged(k)) continue;
    compared[left[k]!] = 1;
    compared[right[k]!] = 1;
  }
  return (picture) => compared[picture] === 1;
}

interface Cell {
  readonly worse: number;
  readonly better: number;
  readonly rates: GroupRates;
}

function gridCurve(
  labels: Curve['labels'],
  cells: readonly Cell[],
  { least, given, greatest }: BandEdges & { readonly greatest: number },
): Curve {
  const column = (read: (cell: Cell) => number) => Float64Array.from(cells, read);
  const end = (band: number) => least[band + 1] ?? (given ? Infinity : greatest);
  const ends = (name: string, read: (rates: GroupRates) => Estimate) => ({
    [`${name}_low`]: column(({ rates }) => read(rates).low),
    [`${name}_high`]: column(({ rates }) => read(rates).high),
  });
  return {
    name: 'quality_bands_grid',
    labels,
    columns: {
      worse_from: column(({ worse }) => least[worse]!),
      worse_to: column(({ worse }) => end(worse)),
      better_from: column(({ better }) => least[better]!),
      better_to: column(({ better }) => end(better)),
      genuine: column(({ rates }) => rates.genuine),
      genuine_errors: column(({ rates }) => rates.falseNonMatches),
      fnmr: column(({ rates }) => rates.fnmr.value),
      ...ends('fnmr', ({ fnmr }) => fnmr),
      impostor: column(({ rates }) => rates.impostor),
      impostor_errors: column(({ rates }) => rates.falseMatches),
      fmr: column(({ rates }) => rates.fmr.value),
      ...ends('fmr', ({ fmr }) => fmr),
    },
  };
}
