import { binsFor, histogram } from '../metrics/histogram.js';
import { intraclass } from '../metrics/intraclass.js';
import { qualitySummary, SUMMARY_SHARES } from '../metrics/quality-summary.js';
import { kendall, spearman, type Correlation } from '../metrics/rank-correlation.js';
import { unifiedQuality, type Sigmoid } from '../metrics/unified-quality.js';
import type { Curve, MetricRow, PersonQuality, Scores } from '../types.js';

/** One quality of every picture of a run. */
export interface PictureQualities {
  readonly name: string;
  readonly values: Scores;
}

/** A set of pictures among all of a run: those from `from` up to, not including, `to`. */
export interface SetRange {
  readonly name: string;
  /** With which the names of its pictures and persons begin, to tell them from those of other sets. */
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
}

export interface SetsInput {
  readonly sets: readonly SetRange[];
  readonly magnitudes: Float32Array;
  /** Person of every picture, -1 where nobody is known. */
  readonly identity: Int32Array;
  readonly sigmoid: Sigmoid;
  /** Beside the magnitude. */
  readonly others: readonly PictureQualities[];
}

/** The labels of a curve on one of several sets; a lone set needs none. */
function labelled(sets: readonly SetRange[], { name }: SetRange): Record<string, string> {
  return sets.length === 1 ? {} : { set: name };
}

/** The rows of every set: mean and spread of the magnitude, and how much of it lies between persons. */
export function setRows({ sets, magnitudes, identity, sigmoid, others }: SetsInput): MetricRow[] {
  const constants = (['x0', 'w'] as const).map((name): MetricRow => ({
    metric: `quality_${name}`,
    value: sigmoid[name],
    count: magnitudes.length,
    convention: 'iso',
    ...(Number.isNaN(sigmoid[name]) ? { note: 'undefined: no sigmoid' } : {}),
  }));
  const rows = sets.flatMap((set): MetricRow[] => {
    const values = magnitudes.subarray(set.from, set.to);
    const person = identity.subarray(set.from, set.to);
    const { count, mean, deviation, low, high, persons } = qualitySummary(values, person);
    const icc = intraclass(values, person);
    const at = (name: string, more: Readonly<Record<string, string>> = {}) => {
      const parameters = Object.entries({ ...labelled(sets, set), ...more });
      const text = parameters.map(([key, value]) => `${key}=${value}`).join(',');
      return text === '' ? name : `${name}@${text}`;
    };
    const row = (
      metric: string,
      value: number,
      interval: Pick<MetricRow, 'low' | 'high' | 'interval'>,
      rest: Pick<MetricRow, 'count' | 'note'>,
    ): MetricRow => ({
      metric,
      value,
      ...(Number.isNaN(interval.low ?? NaN) ? {} : interval),
      convention: 'iso',
      ...rest,
    });
    const clustered = persons < count ? 'over persons 95%' : 'independent 95%';
    return [
      row(at('quality_mean'), mean, { low, high, interval: clustered }, { count }),
      row(
        at('quality_deviation'),
        deviation,
        {},
        { count, ...(Number.isNaN(deviation) ? { note: 'undefined: one picture' } : {}) },
      ),
      row(
        at('quality_icc'),
        icc.value,
        { low: icc.low, high: icc.high, interval: 'F 95%' },
        {
          count: icc.count,
          ...(Number.isNaN(icc.value)
            ? { note: 'undefined: no two persons, or none with two pictures' }
            : {}),
        },
      ),
      ...others.map((other) => {
        const found = spearman(values, other.values.subarray(set.from, set.to));
        return row(
          at('quality_spearman', { with: other.name }),
          found.value,
          { low: found.low, high: found.high, interval: 'fisher z 95%' },
          {
            count: found.count,
            ...(Number.isNaN(found.value) ? { note: 'undefined: a column does not vary' } : {}),
          },
        );
      }),
    ];
  });
  return [...rows, ...constants];
}

/** Histograms on common bins, quantiles, and the correlations of every two qualities, set by set. */
export function setCurves(input: SetsInput): Curve[] {
  const { sets, magnitudes, identity, sigmoid } = input;
  const bins = binsFor(magnitudes);
  const histograms = sets.map((set): Curve => {
    const values = magnitudes.subarray(set.from, set.to);
    const counts = histogram(values, bins);
    const means = personsOf(values, identity.subarray(set.from, set.to))
      .filter(({ values: own }) => own.length > 1)
      .map(({ values: own }) => meanOf(own));
    return {
      name: 'quality_histogram',
      labels: labelled(sets, set),
      columns: {
        low: bins.edges.slice(0, -1),
        high: bins.edges.slice(1),
        pictures: counts,
        density: counts.map((count) => count / values.length / bins.width),
        // Of persons with two pictures and more: how far persons differ, beside how far pictures do.
        persons: histogram(means, bins),
      },
    };
  });
  const quantiles = sets.map((set): Curve => {
    const values = magnitudes.subarray(set.from, set.to);
    const { quantiles: at } = qualitySummary(values, identity.subarray(set.from, set.to));
    return {
      name: 'quality_quantiles',
      labels: labelled(sets, set),
      columns: {
        share: Float64Array.from(SUMMARY_SHARES),
        magnitude: at,
        quality: at.map((magnitude) => unifiedQuality(magnitude, sigmoid)),
      },
    };
  });
  return [...histograms, ...quantiles, ...correlations(input)];
}

function correlations({ sets, magnitudes, others }: SetsInput): Curve[] {
  const all: readonly PictureQualities[] = [{ name: 'magnitude', values: magnitudes }, ...others];
  return sets.flatMap((set) =>
    all.flatMap((first, a) =>
      all.slice(a + 1).map((second): Curve => {
        const [x, y] = [first, second].map(({ values }) => values.subarray(set.from, set.to));
        const [rho, tau] = [spearman(x!, y!), kendall(x!, y!)];
        const columnsOf = (name: string, { value, low, high, p }: Correlation) =>
          Object.entries({
            [name]: value,
            [`${name}_low`]: low,
            [`${name}_high`]: high,
            [`${name}_p`]: p,
          });
        return {
          name: 'quality_correlations',
          labels: { ...labelled(sets, set), first: first.name, second: second.name },
          columns: Object.fromEntries(
            [
              ['pictures', rho.count] as const,
              ...columnsOf('spearman', rho),
              ...columnsOf('kendall', tau),
            ].map(([name, value]) => [name, Float64Array.of(value)]),
          ),
        };
      }),
    ),
  );
}

/** The values of each person, in the order in which persons are first met. */
function personsOf(values: ArrayLike<number>, identity: ArrayLike<number>) {
  const persons = new Map<number, number[]>();
  for (let i = 0; i < values.length; i++) {
    if (identity[i]! < 0) continue;
    const own = persons.get(identity[i]!);
    if (own === undefined) persons.set(identity[i]!, [values[i]!]);
    else own.push(values[i]!);
  }
  return Array.from(persons, ([person, own]) => ({ person, values: own }));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Every person of a set, in ascending order of the mean magnitude; equal ones by name. */
export function rankedPersons(
  { prefix, from, to }: SetRange,
  magnitudes: Float32Array,
  identity: Int32Array,
  identities: readonly string[],
): (PersonQuality & { readonly least: number; readonly greatest: number })[] {
  return personsOf(magnitudes.subarray(from, to), identity.subarray(from, to))
    .map(({ person, values }) => {
      const mean = meanOf(values);
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return {
        name: identities[person]!.slice(prefix.length),
        pictures: values.length,
        mean,
        deviation: values.length < 2 ? NaN : Math.sqrt(squares / (values.length - 1)),
        least: values.reduce((a, b) => Math.min(a, b)),
        greatest: values.reduce((a, b) => Math.max(a, b)),
      };
    })
    .sort((a, b) => a.mean - b.mean || (a.name < b.name ? -1 : 1));
}
