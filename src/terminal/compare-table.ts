import picocolors from 'picocolors';
import type { Comparison, Difference, Placed, Ranked } from '../types.js';
import { type Column, layOut, widthOf, wrap } from './columns.js';
import { fixedText, isShare, percentText, UNDEFINED } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

type Colours = ReturnType<typeof picocolors.createColors>;

/**
 * Two systems for a person: every metric of both, the difference with its interval, what it says, and the verdict in words
 * at the end.
 */
export function differenceTable(comparison: Comparison, style: TableStyle = {}): string {
  const { columns: width = Infinity, colour = false } = style;
  const paint = picocolors.createColors(colour);
  const [first, second] = comparison.systems.map(printable);
  const differences = comparison.differences[0]!.metrics;
  const of = (read: (difference: Difference) => string) => differences.map(read);
  const columns: Column[] = [
    { head: 'metric', align: 'left', cells: of(({ metric }) => printable(metric)) },
    { head: first!, align: 'right', cells: of((d) => amount(d.metric, d.first)) },
    { head: second!, align: 'right', cells: of((d) => amount(d.metric, d.second)) },
    { head: 'difference', align: 'right', cells: of(differenceText) },
    { head: intervalName(differences), align: 'left', cells: of(intervalText) },
    { head: 'verdict', align: 'left', cells: of((d) => verdictText(d, paint)) },
    { head: 'to tell', align: 'right', cells: of(neededText) },
    { head: 'convention', align: 'left', cells: of((d) => printable(d.convention)) },
  ];
  const shown = columns.filter(
    ({ cells, head }) => head === 'metric' || cells.some((cell) => cell !== ''),
  );
  const draw = () => layOut(shown.map((column) => ({ ...column, head: paint.dim(column.head) })));
  // Where the screen is narrow, what a reader can do without goes first.
  for (const spared of ['convention', 'to tell']) {
    const at = shown.findIndex(({ head }) => head === spared);
    if (at >= 0 && widthOf(draw()) > width) shown.splice(at, 1);
  }
  const lines = [...mcnemarLines(differences, first!, second!), ...notesOf(differences)].flatMap(
    (line) => wrap(printable(line), width),
  );
  return (
    `\n${heading(comparison, paint)}\n${draw()}` +
    (lines.length === 0 ? '' : `\n${lines.map((line) => `${paint.dim(line)}\n`).join('')}`) +
    `\n${wrap(conclusion(differences, first!, second!), width)
      .map((line) => paint.bold(line))
      .join('\n')}\n\n`
  );
}

/** More than two systems for a person: for each metric their order, who is surely better than whom, and by how much. */
export function rankingTable(
  comparison: Comparison,
  ranked: readonly Ranked[],
  { colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const blocks = ranked.map(({ metric, convention, placed }) => {
    const of = (read: (one: Placed) => string) => placed.map(read);
    const names = of(({ system }) => printable(comparison.systems[system]!));
    const columns: Column[] = [
      {
        head: 'rank',
        align: 'right',
        cells: of(({ rank }) => (Number.isNaN(rank) ? UNDEFINED : String(rank))),
      },
      { head: 'system', align: 'left', cells: names },
      { head: 'value', align: 'right', cells: of(({ value }) => amount(metric, value)) },
      {
        head: `against ${names[0]!}`,
        align: 'right',
        cells: of(({ difference }) => (difference === undefined ? '' : differenceText(difference))),
      },
      {
        head: `${Number((100 * comparison.level).toPrecision(4))} %`,
        align: 'left',
        cells: of(({ difference }) => (difference === undefined ? '' : intervalText(difference))),
      },
      {
        head: '',
        align: 'left',
        cells: of(({ difference }) =>
          difference === undefined ? '' : verdictText(difference, paint),
        ),
      },
    ];
    const shown = columns.map((column) => ({ ...column, head: paint.dim(column.head) }));
    return `${paint.bold(printable(metric))}  ${paint.dim(printable(convention))}\n${layOut(shown)}`;
  });
  const legend =
    'Rank: one more than the number of systems that are surely better. Intervals hold for all pairs of systems together.';
  return `\n${heading(comparison, paint)}\n${blocks.join('\n')}\n${paint.dim(legend)}\n\n`;
}

function heading({ comparisons, persons, systems }: Comparison, paint: Colours): string {
  const { genuine, impostor } = comparisons;
  const who = persons === undefined ? 'persons unknown' : `${persons} persons`;
  return (
    `${paint.bold(systems.map(printable).join('  ·  '))}\n` +
    `${paint.dim(`${genuine} genuine and ${impostor} impostor comparisons, ${who}`)}\n`
  );
}

/** A value, or half of one, as people read it. */
function amount(metric: string, value: number): string {
  if (Number.isNaN(value)) return UNDEFINED;
  return isShare(metric) ? `${percentText(value)} %` : fixedText(value, 5);
}

function bare(metric: string, value: number): string {
  return isShare(metric) ? percentText(value) : fixedText(value, 5);
}

function differenceText({ metric, difference }: Difference): string {
  if (Number.isNaN(difference)) return UNDEFINED;
  const text = bare(metric, difference);
  return difference > 0 ? `+${text}` : text;
}

function intervalText({ metric, low, high }: Difference): string {
  if (Number.isNaN(low) || Number.isNaN(high)) return '';
  return `[${bare(metric, low)}, ${bare(metric, high)}]`;
}

function intervalName(differences: readonly Difference[]): string {
  return differences.find(({ low }) => !Number.isNaN(low))?.interval ?? 'interval';
}

function verdictText({ verdict }: Difference, paint: Colours): string {
  if (verdict === 'better') return paint.green(verdict);
  return verdict === 'worse' ? paint.red(verdict) : paint.dim(verdict);
}

/** How many comparisons would tell a difference of this size, as `~ 60,000`. */
function neededText({ needed }: Difference): string {
  if (needed === undefined) return '';
  if (needed >= 1e9) return `~ ${needed.toExponential(0).replace('e+', 'e')}`;
  return `~ ${String(needed).replace(/\B(?=(\d{3})+$)/g, ',')}`;
}

function mcnemarLines(differences: readonly Difference[], first: string, second: string): string[] {
  return differences.flatMap(({ metric, convention, mcnemar }) => {
    if (mcnemar === undefined) return [];
    const p = mcnemar.p < 1e-4 ? mcnemar.p.toExponential(1) : fixedText(mcnemar.p, 4);
    return [
      `${metric} (${convention}): only ${first} decides ${mcnemar.first} rightly, only ${second} ${mcnemar.second}; McNemar's exact p = ${p} for independent comparisons`,
    ];
  });
}

function notesOf(differences: readonly Difference[]): string[] {
  const notes = new Map<string, string[]>();
  for (const { metric, convention, note } of differences) {
    if (note === undefined) continue;
    notes.set(note, [...(notes.get(note) ?? []), `${metric} (${convention})`]);
  }
  return [...notes].map(([note, rows]) => `${rows.join(', ')}: ${note}`);
}

/** What it comes to, in words. */
function conclusion(differences: readonly Difference[], first: string, second: string): string {
  const named = (verdict: Difference['verdict']) => [
    ...new Set(differences.filter((d) => d.verdict === verdict).map(({ metric }) => metric)),
  ];
  const [better, worse] = [named('better'), named('worse')];
  if (better.length === 0 && worse.length === 0) {
    return `${second} and ${first}: cannot tell at this size.`;
  }
  const part = (word: string, metrics: readonly string[]) => `${word} in ${metrics.join(', ')}`;
  const parts = [
    ...(worse.length > 0 ? [part('worse', worse)] : []),
    ...(better.length > 0 ? [part('better', better)] : []),
  ];
  return `Against ${first}, ${second} is ${parts.join(', and ')}.`;
}
