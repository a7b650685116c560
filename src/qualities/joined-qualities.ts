import { entriesOf } from '../files/picture-names.js';
import type { QualityTable } from './quality-table.js';

/**
 * The quality of each picture of `ids`, NaN where the table names none; float64. Pictures are found by their names as
 * `entriesOf` tells.
 *
 * @param wanted whether the picture at an index is looked for; the others stay NaN
 * @throws FormatError E_QUALITY_AMBIGUOUS where two entries of different quality, or one entry for several pictures, fit a wanted
 *   picture equally well
 */
export function qualitiesOf(
  ids: readonly string[],
  table: QualityTable,
  wanted: (index: number) => boolean,
): Float64Array {
  const { values } = table;
  const entries = entriesOf(
    ids,
    {
      ...table,
      alike: (entry, other) => values[entry] === values[other],
      ambiguous: 'E_QUALITY_AMBIGUOUS',
    },
    wanted,
  );
  return Float64Array.from(entries, (entry) => (entry < 0 ? NaN : values[entry]!));
}
