import picocolors from 'picocolors';
import type { Curve, MetricRow, PersonQuality, QualityFindings, Report } from '../types.js';
import { decimalsOf } from './band-ends.js';
import { bar } from './bands-table.js';
import { type Column, layOut, layOutWithin, type SparedColumn, wrap } from './columns.js';
import { correlationsTable } from './correlations-table.js';
import { fixedText, UNDEFINED } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';
import { wrongComparisonsTable } from './wrong-comparisons-table.js';

/** Lines of a histogram; more bins are told of two and more at a time. */
const MOST_LINES = 20;

/** Sets of which every one gets its histogram. */
const MOST_HISTOGRAMS = 3;

/** Columns of the summary that go where the screen is narrow, and in which order. */
const SPARED: Readonly<Record<string, number>> = {
  '1 %': 1,
  '99 %': 1,
  deviation: 2,
  '25 %': 3,
  '75 %': 3,
};

/** Pictures named; rejected.txt names them all. */
const NAMED = 5;

/** The tables of `magface quality`, below its heading, in the order in which they are read. */
export function qualityTables(
  report: Report,
  findings: QualityFindings,
  style: TableStyle = {},
): string[] {
  return [
    summaryTable(report.curves, report.rows, findings, style),
    ...(findings.sets.length <= MOST_HISTOGRAMS ? histograms(report.curves, findings, style) : []),
    ...findings.sets.map((set) => personsTable(set, report.rows, findings, style)),
    correlationsTable(report.curves, style),
    rejectedText(findings, style),
    wrongComparisonsTable(findings, style),
  ].filter((part) => part !== '');
}

function summaryTable(
  curves: readonly Curve[],
  rows: readonly MetricRow[],
  { sets, sigmoid }: QualityFindings,
  { columns: width = Infinity, colour = false }: TableStyle,
): string {
  const { dim } = picocolors.createColors(colour);
  const quantiles = sets.map((set) => curveOf(curves, 'quality_quantiles', set.name, sets));
  const shares = [...(quantiles[0]?.columns['share'] ?? [])];
  const decimals = decimalsOf(
    quantiles.flatMap((curve) => [...(curve?.columns['magnitude'] ?? [])]),
  );
  const scored = sets.length === 1 && !Number.isNaN(sigmoid.x0);
  const heads = shares.map((share) =>
    share === 0 ? 'least' : share === 1 ? 'greatest' : `${Number((100 * share).toPrecision(3))} %`,
  );
  const cells = (column: string, i: number, digits: number) =>
    quantiles.map((curve) => fixedText(curve?.columns[column]?.[i] ?? NaN, digits));
  const extra = (text: string) => (scored ? [text] : []);
  const right = (head: string, values: readonly string[]): SparedColumn => ({
    head: dim(head),
    align: 'right',
    cells: values,
    spared: SPARED[head],
  });
  const value = (metric: string, name: string) =>
    fixedText(rowOf(rows, metric, name, sets)?.value ?? NaN, decimals);
  const summary: SparedColumn[] = [
    {
      head: '',
      align: 'left',
      cells: [
        ...sets.map(({ name }) => (sets.length === 1 ? 'magnitude' : printable(name))),
        ...extra('0-100'),
      ],
    },
    right(
      'pictures',
      sets.map(({ pictures }) => String(pictures)),
    ),
    right(
      'mean',
      sets.map(({ name }) => value('quality_mean', name)),
    ),
    right(
      'deviation',
      sets.map(({ name }) => value('quality_deviation', name)),
    ),
    ...heads.map((head, i) =>
      right(head, [
        ...cells('magnitude', i, decimals),
        ...extra(cells('quality', i, 0)[0] ?? UNDEFINED),
      ]),
    ),
  ];
  const table = layOutWithin(summary, width);
  const constants = Number.isNaN(sigmoid.x0)
    ? ''
    : `, ${sigmoid.source}: 100 / (1 + exp((${short(sigmoid.x0)} - magnitude) / ${short(sigmoid.w)}))`;
  const line = `0-100${constants === '' ? `: ${sigmoid.source}` : constants}`;
  return `${table}\n${wrap(printable(line), width).map(dim).join('\n')}\n`;
}

/** A constant to five digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function histograms(
  curves: readonly Curve[],
  { sets }: QualityFindings,
  { columns: width = Infinity, colour = false }: TableStyle,
): string[] {
  const { dim, cyan } = picocolors.createColors(colour);
  return sets.map((set) => {
    const curve = curveOf(curves, 'quality_histogram', set.name, sets);
    const { low, high, pictures } = curve?.columns ?? {};
    if (low === undefined || high === undefined || pictures === undefined) return '';
    const join = Math.ceil(low.length / MOST_LINES);
    const lines = Array.from({ length: Math.ceil(low.length / join) }, (_, line) => {
      const last = Math.min((line + 1) * join, low.length) - 1;
      const counts = pictures.subarray(line * join, last + 1);
      const from = low[line * join]!;
      return {
        from,
        to: from + join * (high[0]! - low[0]!),
        count: counts.reduce((a, b) => a + b, 0),
      };
    });
    const most = Math.max(...lines.map(({ count }) => count));
    const decimals = Math.max(0, ...[...low, ...high].map((edge) => decimalsIn(edge)));
    const columns: SparedColumn[] = [
      { head: dim('from'), align: 'right', cells: lines.map(({ from }) => from.toFixed(decimals)) },
      { head: dim('to'), align: 'right', cells: lines.map(({ to }) => to.toFixed(decimals)) },
      { head: dim('pictures'), align: 'right', cells: lines.map(({ count }) => String(count)) },
      {
        head: '',
        align: 'left',
        cells: lines.map(({ count }) => cyan(bar(count / most))),
        spared: 1,
      },
    ];
    const of = sets.length === 1 ? '' : `, ${printable(set.name)}`;
    return `histogram of the magnitude${of}\n${layOutWithin(columns, width)}`;
  });
}

function decimalsIn(edge: number): number {
  return String(edge).split('.')[1]?.length ?? 0;
}

function personsTable(
  { name, persons, least, worst, best }: QualityFindings['sets'][number],
  rows: readonly MetricRow[],
  { sets }: QualityFindings,
  { colour = false }: TableStyle,
): string {
  const { dim } = picocolors.createColors(colour);
  const icc = rowOf(rows, 'quality_icc', name, sets);
  if (persons === 0 || icc === undefined || Number.isNaN(icc.value)) return '';
  const of = sets.length === 1 ? '' : `${printable(name)}: `;
  const interval =
    icc.low === undefined || icc.high === undefined
      ? ''
      : ` [${fixedText(icc.low, 3)}, ${fixedText(icc.high, 3)}]`;
  const share = `${of}${persons} persons; share of the variance that lies between them, ICC(1): ${fixedText(icc.value, 3)}${interval}\n`;
  if (worst.length === 0) return share;
  const decimals = decimalsOf([...worst, ...best].map(({ mean }) => mean));
  const side = (head: string, list: readonly PersonQuality[]): Column[] => [
    { head: dim(head), align: 'left', cells: list.map((person) => printable(person.name)) },
    { head: dim('pictures'), align: 'right', cells: list.map(({ pictures }) => String(pictures)) },
    { head: dim('mean'), align: 'right', cells: list.map(({ mean }) => mean.toFixed(decimals)) },
    {
      head: dim('deviation'),
      align: 'right',
      cells: list.map(({ deviation }) => fixedText(deviation, decimals)),
    },
  ];
  const floor = `of at least ${least} pictures`;
  return (
    `${share}\n${layOut(side(`worst, ${floor}`, worst))}` +
    `\n${layOut(side(`best, ${floor}`, best))}`
  );
}

function rejectedText({ rejected, sets }: QualityFindings, { colour = false }: TableStyle): string {
  if (rejected === undefined) return '';
  const { dim } = picocolors.createColors(colour);
  const all = sets.reduce((sum, { pictures }) => sum + pictures, 0);
  const { bound, ids } = rejected;
  const named = ids.slice(0, NAMED).map((id) => `  ${printable(id)}\n`);
  const more = ids.length > NAMED ? dim(`  and ${ids.length - NAMED} more\n`) : '';
  return `${ids.length} of ${all} pictures have a ${bound}\n${named.join('')}${more}`;
}

/** The curve of a set; a lone set's has no label. */
function curveOf(
  curves: readonly Curve[],
  name: string,
  set: string,
  sets: readonly unknown[],
): Curve | undefined {
  return curves.find(
    (curve) => curve.name === name && (sets.length === 1 || curve.labels['set'] === set),
  );
}

function rowOf(
  rows: readonly MetricRow[],
  metric: string,
  set: string,
  sets: readonly unknown[],
): MetricRow | undefined {
  const name = sets.length === 1 ? metric : `${metric}@set=${set}`;
  return rows.find((row) => row.metric === name);
}
