import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Io } from '../io.js';
import type { Content } from '../report/index.js';
import type { Outcome } from '../pipeline/outcome.js';
import type { Talk } from '../talk.js';
import type { Report } from '../types.js';

export interface RunOptions {
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/** One of the evaluations that a command line asks for. */
export interface Run {
  /** Tells it from the others: its folder below `--out`, its key with `--json`. */
  readonly key: string;
  /** @param out its folder */
  readonly pipeline: (talk: Talk, out: string | undefined) => Promise<Outcome>;
}

type Table = (report: Report, style: { columns?: number | undefined; colour: boolean }) => string;

/**
 * Resolves when the pipeline has run, its files lie in `--out`, and its table (or, with `--json`, metrics.json) is on stdout.
 * The folder is tried before any work.
 *
 * @throws UserError E_OUT_CREATE (73), E_OUT_WRITE, E_STDOUT (74), and whatever the pipeline throws
 */
export async function run(
  pipeline: Run['pipeline'],
  table: Table,
  options: RunOptions,
  io: Io,
): Promise<void> {
  await runEach([{ key: '', pipeline }], table, options, io);
}

/**
 * As {@link run}, one after the other. Several have each a folder below `--out`, their tables below one another, and with
 * `--json` one object with the metrics of each under its key.
 */
export async function runEach(
  runs: readonly Run[],
  table: Table,
  { out, json, quiet }: RunOptions,
  { stdout, stderr, env }: Io,
): Promise<void> {
  const [{ metricsJson, prepareOutput }, terminal] = await Promise.all([
    import('../report/index.js'),
    import('../terminal/index.js'),
  ]);
  const talk = terminal.createTalk(stderr, { quiet: quiet === true, env });
  const folderOf = ({ key }: Run) =>
    out === undefined || runs.length === 1 ? out : join(out, key);
  for (const each of runs) {
    const folder = folderOf(each);
    if (folder !== undefined) await prepareOutput(folder);
  }
  const style = { columns: stdout.columns, colour: terminal.colourWanted(stdout, env) };
  const metrics = new Map<string, string>();
  for (const each of runs) {
    const folder = folderOf(each);
    const outcome = await each.pipeline(talk, folder);
    if (folder !== undefined) await writeOutcome(folder, outcome, talk);
    metrics.set(each.key, metricsJson(outcome.report));
    if (json !== true) await terminal.writeOut(stdout, table(outcome.report, style));
    if (folder !== undefined) talk.remark(`reports in ${folder}`);
  }
  if (json === true) await terminal.writeOut(stdout, together(metrics));
}

/** The metrics.json of the only run, or an object of those of all. */
function together(metrics: ReadonlyMap<string, string>): string {
  const [first = '', ...more] = metrics.values();
  if (more.length === 0) return first;
  const entries = Array.from(metrics, ([key, text]) => [key, JSON.parse(text) as unknown] as const);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

async function writeOutcome(
  out: string,
  { report, provenance, extras = new Map() }: Outcome,
  talk: Talk,
): Promise<void> {
  const { provenanceJson, renderReport, writeFiles } = await import('../report/index.js');
  const { whole, left } = await joinedWithOlder(out, report);
  if (left.length > 0) talk.remark(`${out} held another report, whose ${left.join(', ')} stay`);
  const files = new Map<string, Content>([...(await renderReport(whole)), ...extras]);
  files.set('provenance.json', provenanceJson(provenance));
  await writeFiles(out, files);
}

/**
 * The report to be written into `out`. When a report on the same subject lies there, every family of results that this one
 * has none of is kept, so that `eval`, `erc` and the other verbs may share a folder; a family that it has is replaced as a
 * whole, so that nothing in it depends on earlier runs.
 *
 * `left` names the files of a report on another subject that this one does not replace.
 */
async function joinedWithOlder(
  out: string,
  report: Report,
): Promise<{ whole: Report; left: readonly string[] }> {
  const path = join(out, 'report.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { whole: report, left: [] };
  const { readReport, renderReport } = await import('../report/index.js');
  let older: Report;
  try {
    older = readReport(text, path);
  } catch {
    return { whole: report, left: [] };
  }
  if (!isDeepStrictEqual(older.subject, report.subject)) {
    const [before, now] = await Promise.all([renderReport(older), renderReport(report)]);
    return { whole: report, left: [...before.keys()].filter((name) => !now.has(name)) };
  }
  const renewed = new Set([
    ...report.curves.map(({ name }) => familyOf(name)),
    ...report.rows.map(({ metric }) => familyOf(metric)),
  ]);
  const rows = older.rows.filter(({ metric }) => !renewed.has(familyOf(metric)));
  const curves = older.curves.filter(({ name }) => !renewed.has(familyOf(name)));
  // Families stand in one order, whichever ran last.
  const inOrder = <T>(results: readonly T[], nameOf: (result: T) => string) =>
    FAMILIES.flatMap((family) => results.filter((result) => familyOf(nameOf(result)) === family));
  const whole = {
    subject: report.subject,
    rows: inOrder([...report.rows, ...rows], ({ metric }) => metric),
    curves: inOrder([...report.curves, ...curves], ({ name }) => name),
  };
  return { whole, left: [] };
}

/** Results that one verb renews together, in the order of reports. */
const FAMILIES = [
  'verification',
  'bands',
  'groups',
  'predict',
  'erc',
  'quality',
  'degradation',
  'identification',
] as const;

/** How the names of a family's rows and curves begin; whatever begins otherwise is verification. */
const BEGINNINGS: readonly (readonly [string, (typeof FAMILIES)[number]])[] = [
  ['quality_bands', 'bands'],
  ['group_', 'groups'],
  ['predict', 'predict'],
  ['erc', 'erc'],
  ['quality', 'quality'],
  ['degradation', 'degradation'],
  ...['rank-', 'tpir@', 'dir@', 'cmc', 'fnir', 'reject', 'vr@', 'trials'].map(
    (begin) => [begin, 'identification'] as const,
  ),
];

function familyOf(name: string): (typeof FAMILIES)[number] {
  return BEGINNINGS.find(([beginning]) => name.startsWith(beginning))?.[1] ?? 'verification';
}
