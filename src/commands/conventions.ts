import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import type { Scored } from '../pipeline/conventions.js';
import type { Talk } from '../talk.js';
import * as flags from './options.js';
import type { RunOptions } from './run.js';

export function registerConventions(program: Command, io: Io): void {
  program
    .command('conventions')
    .description(
      'the same comparisons as every convention counts them, side by side, and why the numbers differ',
    )
    .argument(
      '<subject>',
      'a dataset (a name, or a YAML file that describes one), a file of scores, or the folder of a run',
    )
    .addOption(flags.ROOT)
    .addOption(flags.IMAGES)
    .addOption(flags.PAIRS)
    .addOption(flags.FORMAT)
    .addOption(flags.LANDMARKS)
    .addOption(flags.ALIGN)
    .addOption(flags.MODEL)
    .addOption(flags.PREPROCESS)
    .addOption(flags.OUTPUT)
    .addOption(flags.DEVICE)
    .addOption(flags.BATCH)
    .addOption(flags.THREADS)
    .addOption(flags.OPTIMISATION)
    .addOption(flags.FLIP)
    .addOption(flags.STORE)
    .addOption(flags.NO_STORE)
    .addOption(flags.EMBEDDINGS)
    .addOption(flags.FAR)
    .addOption(flags.LIMIT)
    .addOption(flags.OUT)
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface conventions lfw --root data/lfw --model model.onnx --preprocess insightface\n' +
        '  $ magface conventions scores.csv --far 1e-2,1e-3\n',
    )
    .action(async (subject, options) => {
      const { scoredSubject } = await import('../pipeline/conventions.js');
      await runConventions((talk) => scoredSubject(subject, options, io, talk), options, io);
    });
}

/**
 * Resolves when the comparisons of `source` were counted by every convention, `conventions.json` and the provenance lie in
 * `--out`, and the tables (or, with `--json`, conventions.json) are on stdout. The folder is tried before any work.
 */
export async function runConventions(
  source: (talk: Talk) => Promise<Scored>,
  { out, json, quiet }: RunOptions,
  { stdout, stderr, env }: Io,
): Promise<void> {
  const [{ compareConventions }, report, terminal] = await Promise.all([
    import('../pipeline/conventions.js'),
    import('../report/index.js'),
    import('../terminal/index.js'),
  ]);
  const talk = terminal.createTalk(stderr, { quiet: quiet === true, env });
  if (out !== undefined) await report.prepareOutput(out);
  const { tables, subject, provenance } = await compareConventions(() => source(talk));
  const text = report.conventionsJson(subject, tables);
  if (out !== undefined) {
    await report.writeFiles(
      out,
      new Map([
        ['conventions.json', text],
        ['provenance.json', report.provenanceJson(provenance)],
      ]),
    );
  }
  const style = { columns: stdout.columns, colour: terminal.colourWanted(stdout, env) };
  await terminal.writeOut(
    stdout,
    json === true ? text : terminal.conventionsReportTable(subject, tables, style),
  );
  if (out !== undefined) talk.remark(`reports in ${out}`);
}
