import type { Report } from '../types.js';
import { curveFiles, metricsCsv } from './csv.js';
import { metricsJson } from './json.js';
import { metricsMarkdown } from './markdown.js';
import { plotFiles } from './plots/index.js';
import { reportJson } from './report-json.js';

export { type AwareRow, awareFiles } from './quality-aware.js';
export { comparisonFiles, comparisonJson } from './comparison.js';
export { conventionsJson } from './conventions-json.js';
export { githubAnnotations } from './github.js';
export { metricsJson, metricValues } from './json.js';
export { verdictJunit } from './junit.js';
export { metricsMarkdown } from './markdown.js';
export {
  type Clock,
  type Provenance,
  type ProvenanceFacts,
  provenance,
  provenanceJson,
  runClock,
} from './provenance.js';
export { protocolCheckCsv, protocolCheckJson } from './protocol-check.js';
export { readReport, reportJson } from './report-json.js';
export { verdictJson } from './verdict-json.js';
export { verdictMarkdown } from './verdict-markdown.js';
export { type Content, type FileSystem, prepareOutput, writeFiles } from './write.js';

/** One form in which a report is written. */
export interface ReportFormat {
  readonly name: string;
  readonly summary: string;
  /** The files it gives, by name; none where the report has nothing to put in them. */
  readonly render: (
    report: Report,
  ) => ReadonlyMap<string, string> | Promise<ReadonlyMap<string, string>>;
}

/** Every form, in the order of `magface list formats`. */
export const FORMATS: readonly ReportFormat[] = [
  {
    name: 'csv',
    summary:
      'metrics.csv: one metric a row; a file for each kind of curve, such as roc.csv, det.csv, erc.csv, quality_bands.csv',
    render: (report) => new Map([['metrics.csv', metricsCsv(report)], ...curveFiles(report)]),
  },
  {
    name: 'json',
    summary: 'metrics.json: flat keys such as lfw/tar_far_1e-3, for MLflow, DVC and scripts',
    render: (report) => new Map([['metrics.json', metricsJson(report)]]),
  },
  {
    name: 'report',
    summary: 'report.json: everything, exact, from which every other form can be made again',
    render: (report) => new Map([['report.json', reportJson(report)]]),
  },
  {
    name: 'markdown',
    summary: 'metrics.md: the metric table, for pull requests and notebooks',
    render: (report) => new Map([['metrics.md', metricsMarkdown(report)]]),
  },
  {
    name: 'svg',
    summary: 'roc.svg, det.svg, erc.svg, quality_bands.svg and the like: the curves as figures',
    render: plotFiles,
  },
];

/** Every file of the report but its provenance, name to text: each form of `formats` in turn. */
export async function renderReport(
  report: Report,
  formats: readonly ReportFormat[] = FORMATS,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const format of formats) {
    for (const [name, text] of await format.render(report)) files.set(name, text);
  }
  return files;
}
