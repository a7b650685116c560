import type { PersonQuality, QualityFindings } from '../types.js';
import { csvText, type Field } from './csv.js';

/** One picture as quality.csv tells of it. */
export interface PictureRow {
  readonly dataset: string;
  readonly picture: string;
  /** Absent where nobody says whom it shows. */
  readonly identity: string | undefined;
  readonly magnitude: number;
  /** From 0 to 100; NaN where no sigmoid was to be had. */
  readonly quality: number;
  /** Among the pictures of its dataset, from 0 to 100. */
  readonly percentile: number;
  /** In the order of the names. */
  readonly others: readonly number[];
}

/** The columns of quality.csv before those of other qualities, which come behind under their own names. */
export const PICTURE_COLUMNS = [
  'dataset',
  'picture',
  'identity',
  'magnitude',
  'quality',
  'percentile',
] as const;

/** The text of quality.csv: a header, then a line a picture in the order given; what is unknown is empty. */
export function qualityCsv(rows: readonly PictureRow[], others: readonly string[]): string {
  return csvText(
    [...PICTURE_COLUMNS, ...others],
    rows.map((row): Field[] => [...PICTURE_COLUMNS.map((column) => row[column]), ...row.others]),
  );
}

/** The text of quality_identities.csv: a line a person, those of one set in ascending order of their mean magnitude. */
export function identitiesCsv(
  persons: readonly (PersonQuality & {
    readonly dataset: string;
    readonly least: number;
    readonly greatest: number;
  })[],
): string {
  return csvText(
    ['dataset', 'identity', 'pictures', 'mean', 'deviation', 'least', 'greatest'],
    persons.map((person): Field[] => [
      person.dataset,
      person.name,
      person.pictures,
      person.mean,
      person.deviation,
      person.least,
      person.greatest,
    ]),
  );
}

/** The text of worst_errors.csv: false non-matches from the lowest score up, then false matches from the highest down. */
export function worstErrorsCsv(errors: NonNullable<QualityFindings['errors']>): string {
  const of = (kind: string, list: typeof errors.falseMatches) =>
    list.map((wrong): Field[] => [
      kind,
      wrong.left,
      wrong.right,
      { exact: wrong.score },
      wrong.leftMagnitude,
      wrong.rightMagnitude,
      { exact: errors.threshold },
      errors.fmr,
    ]);
  return csvText(
    ['error', 'left', 'right', 'score', 'left_magnitude', 'right_magnitude', 'threshold', 'at_fmr'],
    [...of('false non-match', errors.falseNonMatches), ...of('false match', errors.falseMatches)],
  );
}
