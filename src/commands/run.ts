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
    const files = new Map<string, string | Uint8Array>([
      ...(await renderReport(report)),
      ...extras,
    ]);
    files.set('provenance.json', provenanceJson(provenance));
    await writeFiles(out, files);
  }
  const style = { columns: stdout.columns, colour: terminal.colourWanted(stdout, env) };
  await terminal.writeOut(stdout, json === true ? metricsJson(report) : table(report, style));
  if (out !== undefined) talk.remark(`reports in ${out}`);
}
