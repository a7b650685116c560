import type { Curve, Report } from '../../types.js';
import { cellMap, type RatedCell } from './cell-map.js';
import { framed, powerOfTen, type Spec, subtitles } from './style.js';

/** Groups beyond which cells would be too many to read. */
const MOST_ACROSS = 10;

/**
 * The FMR of every two groups as a map of cells, and beside it the FNMR where genuine comparisons are of two groups as well, as of
 * poses; attribute below attribute. Undefined where nowhere in the report impostors of two groups are compared.
 */
export function groupPairsPlot({ subject, curves }: Report): Spec | undefined {
  const pairs = curves.filter(({ name }) => name === 'group_pairs');
  const maps = [...new Set(pairs.map(({ labels }) => String(labels['attribute'])))].flatMap(
    (attribute) =>
      mapsOf(
        attribute,
        pairs.filter(({ labels }) => labels['attribute'] === attribute),
      ),
  );
  if (maps.length === 0) return undefined;
  const remark = `Threshold at FMR ${powerOfTen(read(pairs[0]!, 'at_fmr'))} of all comparisons`;
  const spec = framed(
    `Errors of one group against another, ${subject.dataset}`,
    subtitles(subject, remark),
    { spacing: 48, vconcat: maps },
  );
  // Each map has a size of its own.
  return Object.fromEntries(
    Object.entries(spec).filter(([name]) => name !== 'width' && name !== 'height'),
  );
}

/** What stands first in a column of a curve. */
function read({ columns }: Curve, name: string): number {
  return columns[name]?.[0] ?? NaN;
}

function mapsOf(attribute: string, pairs: readonly Curve[]): Spec[] {
  const names = [...new Set(pairs.map(({ labels }) => String(labels['first'])))];
  const between = pairs.filter(({ labels }) => labels['first'] !== labels['second']);
  const compared = (kind: string) => between.some((pair) => read(pair, kind) > 0);
  if (names.length > MOST_ACROSS || !compared('impostor')) return [];
  if (Number.isNaN(read(pairs[0]!, 'threshold'))) return [];
  const cells = (error: 'fnmr' | 'fmr') =>
    pairs.map((pair): RatedCell => ({
      across: names.indexOf(String(pair.labels['second'])),
      along: names.indexOf(String(pair.labels['first'])),
      rate: read(pair, error),
      errors: read(pair, error === 'fmr' ? 'false_matches' : 'false_non_matches'),
      count: read(pair, error === 'fmr' ? 'impostor' : 'genuine'),
    }));
  const axes = {
    x: { field: 'second', title: null },
    y: { field: 'first', title: attribute, down: true },
  } as const;
  const fmr = cellMap(cells('fmr'), names, { title: 'FMR (%)', axes });
  if (!compared('genuine')) return [{ hconcat: [fmr] }];
  const fnmr = cellMap(cells('fnmr'), names, { title: 'FNMR (%)', axes });
  return [{ spacing: 60, hconcat: [fnmr, fmr] }];
}
