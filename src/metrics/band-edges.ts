import { orderStatistics } from './order-statistics.js';
import { MOST_PARTS } from './partition.js';

/** Where bands of quality lie: band `b` holds the qualities of at least `least[b]` and below `least[b + 1]`. */
export interface BandEdges {
  /** Ascending, none twice. The first is the least quality there is, or -Infinity where edges were given. */
  readonly least: Float64Array;
  /** True where the edges were given, so that bands may be empty. */
  readonly given: boolean;
}

/**
 * Edges that cut the qualities of `count` things into `bands` bands of nearly equal size; those of NaN are left out.
 *
 * They are quantiles (the order statistics at `i n / bands`, rounded down). Equal qualities are never parted but join the
 * upper band, so there may be fewer bands than asked for; none without qualities.
 */
export function quantileEdges(
  count: number,
  quality: (thing: number) => number,
  bands: number,
): BandEdges {
  const cuts = orderStatistics(count, quality, (n) =>
    Array.from({ length: n === 0 ? 0 : Math.min(bands, MOST_PARTS) }, (_, i) =>
      Math.floor((i * n) / bands),
    ),
  );
  return { least: Float64Array.from(new Set(cuts)), given: false };
}

/** The bands between edges that somebody gave, ascending: below the first, between each two, and from the last on. */
export function givenEdges(edges: readonly number[]): BandEdges {
  return { least: Float64Array.from([-Infinity, ...edges]), given: true };
}

/** The band that `quality` lies in: the last that begins at or below it. */
export function bandOf({ least }: BandEdges, quality: number): number {
  let from = 1;
  let to = least.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (least[middle]! <= quality) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
