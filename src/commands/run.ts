import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Io } from '../io.js';
import type { Outcome } from '../pipeline/outcome.js';
import type { Talk } from '../talk.js';
import type { Report } from '../types.js';

export interface RunOptions {
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/**
 * Resolves when the pipeline has run, its files lie in `--out`, and its table (or, with `--json`, metrics.json) is on stdout.
 * The folder is tried before any work.
 *
 * @throws UserError E_OUT_CREATE (73), E_OUT_WRITE, E_STDOUT (74), and whatever the pipeline throws
 */
export async function run(
  pipeline: (talk: Talk) => Promise<Outcome>,
  table: (report: Report, style: { columns?: number | undefined; colour: boolean }) => string,
  { out, json, quiet }: RunOptions,
  { stdout, stderr, env }: Io,
): Promise<void> {
  const [{ metricsJson, prepareOutput, provenanceJson, renderReport, writeFiles }, terminal] =
    await Promise.all([import('../report/index.js'), import('../terminal/index.js')]);
  const talk = terminal.createTalk(stderr, { quiet: quiet === true, env });
  if (out !== undefined) await prepareOutput(out);
  const { report, provenance, extras = new Map<string, Uint8Array>() } = await pipeline(talk);
  if (out !== undefined) {
    const { whole, left } = await joinedWithOlder(out, report);
    if (left.length > 0) talk.remark(`${out} held another report, whose ${left.join(', ')} stay`);
    const files = new Map<string, string | Uint8Array>([...(await renderReport(whole)), ...extras]);
    files.set('provenance.json', provenanceJson(provenance));
    await writeFiles(out, files);
  }
  const style = { columns: stdout.columns, colour: terminal.colourWanted(stdout, env) };
  await terminal.writeOut(stdout, json === true ? metricsJson(report) : table(report, style));
  if (out !== undefined) talk.remark(`reports in ${out}`);
}

/**
 * The report to be written into `out`: joined with the one that lies there when both tell of the same subject, so that `eval`
 * and `erc` may share a folder. A row or curve of the same name is replaced.
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
  const metrics = new Set(report.rows.map(({ metric }) => metric));
  const curves = new Set(report.curves.map(({ name }) => name));
  const whole = {
    subject: report.subject,
    rows: [...older.rows.filter(({ metric }) => !metrics.has(metric)), ...report.rows],
    curves: [...older.curves.filter(({ name }) => !curves.has(name)), ...report.curves],
  };
  return { whole, left: [] };
}
