import picocolors from 'picocolors';
import type { Curve, MetricRow } from '../types.js';
import { type Column, layOut, widthOf, wrap } from './columns.js';
import { fixedText, percentText, powerText, UNDEFINED } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

const BAR_WIDTH = 20;

/** What is told of each quality: the head of its column, and how its row's name begins. */
const TOLD = [
  ['finds failures', 'predict_auc@'],
  ['precision', 'predict_average_precision@'],
  ['slope', 'predict_slope@'],
  ['with score', 'predict_spearman_score@'],
  ['with identity', 'predict_spearman_identity@'],
] as const;

/**
 * The rows and curves of `magface predict` for a person: a line for each quality, the one that finds failures best first,
 * how the rate of failures falls with the best one, and what that comes to in words. Empty without such rows.
 */
export function predictTable(
  { rows, curves }: { readonly rows: readonly MetricRow[]; readonly curves: readonly Curve[] },
  { columns: width = Infinity, colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const qualities = ranked(rows);
  if (qualities.length === 0) return '';
  const failing = rows.find(({ metric }) => metric.startsWith('predict_fnmr@'));
  const bins = curves.find(
    ({ name, labels }) => name === 'predict_bins' && labels['quality'] === qualities[0],
  );
  const notes = [...new Set([failing?.note].filter((note) => note !== undefined))];
  const parts = [
    failing === undefined ? '' : `${failingText(failing)}\n`,
    dimmed(qualityColumns(rows, qualities), width, paint.dim),
    bins === undefined ? '' : binsTable(bins, width, paint),
    [...wordsOf(rows, bins, qualities[0]!, failing), ...notes]
      .flatMap((text) => wrap(printable(text), width))
      .map((text) => `${text}\n`)
      .join(''),
    wrap(LEGEND, width)
      .map((text) => `${paint.dim(text)}\n`)
      .join(''),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

const LEGEND =
  'finds failures: AUC of low quality as the sign of a genuine comparison that will fail, 0.5 is chance. ' +
  'precision: average precision of the same, by chance the share that fails. ' +
  'slope: change of the log odds to fail by one standard deviation of quality. ' +
  'with score: Spearman of quality and genuine score. ' +
  "with identity: Spearman of a picture's quality and its mean cosine to its person's other pictures.";

/** The qualities of the rows, that with the greatest AUC first and undefined ones last. */
function ranked(rows: readonly MetricRow[]): string[] {
  const known = rows.flatMap(({ metric, value }) => {
    const name = /^predict_auc@fmr=[^:]*:(.*)$/.exec(metric)?.[1];
    return name === undefined ? [] : [{ name, value: Number.isNaN(value) ? -1 : value }];
  });
  return known.sort((a, b) => b.value - a.value).map(({ name }) => name);
}

function rowOf(
  rows: readonly MetricRow[],
  beginning: string,
  quality: string,
): MetricRow | undefined {
  return rows.find(
    ({ metric }) =>
      metric === `${beginning}quality=${quality}` ||
      (metric.startsWith(`${beginning}fmr=`) && metric.endsWith(`:${quality}`)),
  );
}

function failingText({ value, hits = 0, count, threshold, achieved = NaN }: MetricRow): string {
  const at = threshold === undefined ? '' : ` at the threshold ${fixedText(threshold, 4)}`;
  return `${hits} of ${count} genuine comparisons fail (${percentText(value)} %)${at}, FMR ${powerText(achieved)}`;
}

function qualityColumns(rows: readonly MetricRow[], qualities: readonly string[]): Column[] {
  const told = TOLD.flatMap(([head, beginning]): Column[] => {
    const own = qualities.map((quality) => rowOf(rows, beginning, quality));
    if (own.every((row) => row === undefined)) return [];
    const values = own.map((row) => (row === undefined ? '' : fixedText(row.value, 3)));
    const intervals = own.map((row) =>
      row?.low === undefined || row.high === undefined
        ? ''
        : `[${fixedText(row.low, 3)}, ${fixedText(row.high, 3)}]`,
    );
    return [
      { head, align: 'right', cells: values },
      { head: '', align: 'left', cells: intervals },
    ];
  });
  return [{ head: 'quality', align: 'left', cells: qualities.map(printable) }, ...told];
}

/** The columns as a table; intervals go where the screen is narrow, then the last columns. */
function dimmed(columns: readonly Column[], width: number, dim: (text: string) => string): string {
  let shown = columns.filter(({ cells, head }) => head !== '' || cells.some((cell) => cell !== ''));
  const draw = () => layOut(shown.map((column) => ({ ...column, head: dim(column.head) })));
  if (widthOf(draw()) > width) shown = shown.filter(({ head }) => head !== '');
  while (widthOf(draw()) > width && shown.length > 2) shown = shown.slice(0, -1);
  return draw();
}

function binsTable(
  { columns, labels }: Curve,
  width: number,
  paint: ReturnType<typeof picocolors.createColors>,
): string {
  const rate = columns['rate']!;
  const read = (name: string) => columns[name]!;
  const top = Math.max(0, ...rate);
  const edges = [...read('quality_low'), ...read('quality_high')];
  const span = Math.max(...edges) - Math.min(...edges);
  const decimals = span > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(span)))) : 2;
  const right = (head: string, values: Float64Array, text: (value: number) => string): Column => ({
    head,
    align: 'right',
    cells: Array.from(values, text),
  });
  const whole = (value: number) => String(value);
  const all: Column[] = [
    right('from', read('quality_low'), (value) => fixedText(value, decimals)),
    right('to', read('quality_high'), (value) => fixedText(value, decimals)),
    right('genuine', read('count'), whole),
    right('fail', read('failures'), whole),
    right('FNMR %', rate, percentText),
    {
      head: 'interval',
      align: 'left',
      cells: Array.from(
        rate,
        (_, i) => `[${percentText(read('low')[i]!)}, ${percentText(read('high')[i]!)}]`,
      ),
    },
    {
      head: '',
      align: 'left',
      cells: Array.from(rate, (value) =>
        paint.cyan('█'.repeat(top > 0 ? Math.round((value / top) * BAR_WIDTH) : 0)),
      ),
    },
  ];
  return `${printable(String(labels['quality']))} of genuine comparisons\n${dimmed(all, width, paint.dim)}`;
}

/** What the numbers say of the best quality. */
function wordsOf(
  rows: readonly MetricRow[],
  bins: Curve | undefined,
  quality: string,
  failing: MetricRow | undefined,
): string[] {
  const words: string[] = [];
  const rate = bins?.columns['rate'] ?? new Float64Array();
  if (rate.length > 1) {
    const part = rate.length === 10 ? 'tenth' : `of ${rate.length} bands`;
    const name = (end: string) => (part === 'tenth' ? `${end} tenth` : `${end} ${part}`);
    words.push(
      `Of the genuine comparisons of the ${name('lowest')} of ${quality} ${percentText(rate[0]!)} % fail, of the ${name('highest')} ${percentText(rate.at(-1)!)} %.`,
    );
  }
  const auc = rowOf(rows, 'predict_auc@', quality);
  if (auc !== undefined && !Number.isNaN(auc.value)) {
    const { low = NaN, high = NaN, value } = auc;
    const sure =
      low > 0.5
        ? 'better than chance'
        : high < 0.5
          ? 'worse than chance: the better pictures fail'
          : 'not surely better than chance';
    words.push(
      `A comparison that fails has a lower ${quality} than one that does not in ${percentText(value)} % of such pairs, which is ${sure}.`,
    );
  } else if (failing?.hits === 0) {
    words.push(
      `Nothing fails at this threshold, so nothing can be predicted: raise it with --fmr.`,
    );
  }
  const identity = rowOf(rows, 'predict_spearman_identity@', quality);
  if (identity !== undefined && !Number.isNaN(identity.value)) {
    words.push(
      `Over ${identity.count} pictures ${quality} and the likeness to their person's other pictures have a rank correlation of ${fixedText(identity.value, 3) || UNDEFINED}.`,
    );
  }
  return words;
}
