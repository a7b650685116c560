import type { Comparison } from '../../types.js';
import { COLOURS, framed, SIZE, type Spec } from './style.js';

/** Pixels that one metric needs. */
const ROW_HEIGHT = 30;

const VERDICTS = {
  better: COLOURS.green,
  worse: COLOURS.vermilion,
  'cannot tell': COLOURS.grey,
} as const;

/**
 * How the second of two systems differs from the first in every metric between 0 and 1, with its interval, turned so that to
 * the right is better. Undefined for more than two systems, and where no difference has an interval.
 */
export function differencesPlot({ systems, differences, level }: Comparison): Spec | undefined {
  if (differences.length !== 1) return undefined;
  const rows = differences[0]!.metrics
    .filter(({ low, first }) => !Number.isNaN(low) && first >= 0 && first <= 1)
    .map(({ metric, convention, better, difference, low, high, verdict }, row) => {
      const sign = better === 'higher' ? 100 : -100;
      const ends = [sign * low, sign * high].sort((a, b) => a - b);
      return {
        row,
        label: `${metric}, ${convention}`,
        difference: sign * difference,
        low: ends[0]!,
        high: ends[1]!,
        verdict,
      };
    });
  if (rows.length === 0) return undefined;
  const [first, second] = systems as [string, string];
  const reach = 1.1 * Math.max(1e-6, ...rows.flatMap(({ low, high }) => [-low, high]));
  const y = {
    field: 'row',
    type: 'ordinal',
    axis: {
      title: null,
      ticks: false,
      domain: false,
      labelLimit: 260,
      labelExpr: `${JSON.stringify(rows.map(({ label }) => label))}[datum.value]`,
    },
  };
  const axis = {
    type: 'quantitative',
    scale: { domain: [-reach, reach], nice: false },
    axis: { title: 'worse  ←  points of per cent  →  better', format: '+.2~f', tickCount: 7 },
  };
  const x = { field: 'difference', ...axis };
  const color = {
    field: 'verdict',
    type: 'nominal',
    scale: { domain: Object.keys(VERDICTS), range: Object.values(VERDICTS) },
    legend: { title: null, orient: 'bottom', symbolType: 'circle', symbolOpacity: 1 },
  };
  const remark = `Difference with its ${Number((100 * level).toPrecision(4))} % interval, paired over persons`;
  return framed(`${second} against ${first}`, [remark], {
    width: SIZE.width,
    height: ROW_HEIGHT * rows.length,
    data: { values: rows },
    layer: [
      {
        mark: { type: 'rule', color: '#222222' },
        encoding: { x: { datum: 0, ...axis } },
      },
      {
        mark: { type: 'rule', strokeWidth: 2.5 },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
      },
      {
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: { y, x, color },
      },
    ],
  });
}
