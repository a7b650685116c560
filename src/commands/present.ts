import { join } from 'node:path';
import type { Io } from '../io.js';
import type { Outcome } from '../pipeline/outcome.js';
import type { Report } from '../types.js';

export interface PresentOptions {
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/**
 * Resolves when the outcome's files lie in `--out` and its table (or, with `--json`, metrics.json) is on stdout.
 * @throws UserError E_OUT_WRITE, E_STDOUT (exit 74)
 */
export async function present(
  { report, provenance }: Outcome,
  table: (report: Report, style: { columns?: number | undefined; colour: boolean }) => string,
  { out, json, quiet }: PresentOptions,
  io: Io,
): Promise<void> {
  const { metricsJson } = await import('../report/json.js');
  const { colourWanted, writeOut } = await import('../terminal/index.js');
  if (out !== undefined) {
    const { renderReport, writeFiles } = await import('../report/index.js');
    const files = new Map(await renderReport(report));
    files.set('provenance.json', `${JSON.stringify(provenance, null, 2)}\n`);
    await writeFiles(out, files);
  }
  const { columns } = io.stdout;
  await writeOut(
    io.stdout,
    json
      ? metricsJson(report)
      : table(report, { columns, colour: colourWanted(io.stdout, io.env) }),
  );
  if (out !== undefined && quiet === undefined) {
    io.stderr.write(`magface: reports in ${join(out, '/')}\n`);
  }
}
