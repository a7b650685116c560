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
 * The report to be written into `out`. When a report on the same subject lies there, `eval` keeps what `erc` put into it and
 * the reverse, so that both may share a folder; what a verb wrote itself is replaced as a whole, so that nothing in it
 * depends on earlier runs of that verb.
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
  const renewed = new Set(report.curves.map(({ name }) => isOfErc(name)));
  const rows = older.rows.filter(({ metric }) => !renewed.has(isOfErc(metric)));
  const curves = older.curves.filter(({ name }) => !renewed.has(isOfErc(name)));
  // What eval wrote stands first, whichever ran last.
  const inOrder = <T>(own: readonly T[], kept: readonly T[]) =>
    renewed.has(true) ? [...kept, ...own] : [...own, ...kept];
  const whole = {
    subject: report.subject,
    rows: inOrder(report.rows, rows),
    curves: inOrder(report.curves, curves),
  };
  return { whole, left: [] };
}

/** Whether a row or a curve of this name is written by `erc`, and not by `eval`. */
function isOfErc(name: string): boolean {
  return name.startsWith('erc');
}
