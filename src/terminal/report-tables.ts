import picocolors from 'picocolors';
import type { QualityFindings, Report, SideBySide, Subject } from '../types.js';
import { bandsTable } from './bands-table.js';
import { conventionsTable } from './conventions-table.js';
import { ercRankingTable } from './erc-ranking-table.js';
import { ercTable } from './erc-table.js';
import { predictTable } from './predict-table.js';
import { degradationTable, probeTable } from './degradation-table.js';
import { qualityTables } from './quality-table.js';
import { gridTable } from './grid-table.js';
import { groupsTable } from './groups-table.js';
import { ownBandsTable } from './own-bands-table.js';
import { rankedQualitiesTable } from './ranked-qualities-table.js';
import { reachTable } from './reach-table.js';
import { metricTable, type TableStyle } from './table.js';
import { printable } from './terminal.js';
import { trendLines } from './trend-lines.js';

/** The report of `magface eval` for a person: what was measured, every metric, the bands of quality, and the groups. */
export function verificationTable(report: Report, style: TableStyle): string {
  return joined([
    heading(report, style),
    metricTable(
      report.rows.filter(({ metric }) => !metric.startsWith('group_')),
      style,
    ),
    bandsTable(report.curves, style) + trendLines(report.curves, style.columns),
    groupsTable(report, style),
  ]);
}

/** The report of `magface erc` for a person: the error that remains at each share discarded, and which quality is best. */
export function ercReportTable(report: Report, style: TableStyle): string {
  // The areas stand in the ranking; what peers read off their curves has no other place.
  const others = report.rows.filter(({ convention }) => convention !== 'iso');
  return joined([
    heading(report, style),
    ercTable(report.curves, style),
    ercRankingTable(report.curves, style),
    others.length === 0 ? '' : metricTable(others, style),
  ]);
}

/** The report of `magface identify` for a person: what was searched, and how often the mate is found. */
export function identificationTable(report: Report, style: TableStyle): string {
  return joined([heading(report, style), metricTable(report.rows, style, 'FPIR attained')]);
}

/** The report of `magface predict` for a person: what was measured, and what quality tells beforehand. */
export function predictReportTable(report: Report, style: TableStyle): string {
  return joined([heading(report, style), predictTable(report, style)]);
}

/** The report of `magface quality` for a person: how good the pictures are, whose, and what follows from it. */
export function qualityReportTable(
  report: Report,
  findings: QualityFindings,
  style: TableStyle,
): string {
  return joined([
    heading(report, style),
    ...qualityTables(report, findings, style),
    probeTable(report.curves, report.rows, style),
  ]);
}

/** The report of `magface bands` for a person: the first quality in detail, and all of them side by side. */
export function bandsReportTable(report: Report, style: TableStyle): string {
  const { rows, curves } = report;
  const bands = curves.find(({ name }) => name === 'quality_bands');
  const quality = String(bands?.labels['quality'] ?? '');
  const grid = curves.find(
    ({ name, labels }) => name === 'quality_bands_grid' && labels['quality'] === quality,
  );
  const own = curves.filter(({ labels }) => labels['quality'] === quality);
  return joined([
    heading(report, style),
    ...(bands === undefined
      ? []
      : [bandsTable([bands], style) + trendLines(own, style.columns), ownBandsTable(bands, style)]),
    ...(grid === undefined ? [] : [gridTable(grid, style)]),
    reachTable(curves, rows, quality, style),
    rankedQualitiesTable(report, style),
  ]);
}

/** The report of `magface demo` for a person: all of it, and where to look. */
export function demonstrationTable(report: Report, style: TableStyle): string {
  return joined([
    heading(report, style),
    metricTable(
      report.rows.filter(({ metric }) => !metric.startsWith('erc')),
      style,
    ),
    bandsTable(report.curves, style) + trendLines(report.curves, style.columns),
    ercTable(report.curves, style),
    ercRankingTable(report.curves, style),
    degradationTable(report.curves, style),
  ]);
}

/** The conventions side by side for a person: what was measured, and each metric as every convention counts it. */
export function conventionsReportTable(
  subject: Subject,
  tables: readonly SideBySide[],
  style: TableStyle,
): string {
  return joined([heading({ subject }, style), conventionsTable(tables, style)]);
}

function heading({ subject }: Pick<Report, 'subject'>, { colour = false }: TableStyle): string {
  const { bold, dim, yellow } = picocolors.createColors(colour);
  const { dataset, model, preprocess, partial } = subject;
  const warning = partial === undefined ? '' : yellow(`  PARTIAL: ${partial} comparisons`);
  const how = [model, preprocess].filter((part) => part !== '').join(' · ');
  return `${bold(printable(dataset))}${warning}\n${dim(printable(how))}\n`;
}

function joined(parts: readonly string[]): string {
  return `\n${parts.filter((part) => part !== '').join('\n')}\n`;
}
