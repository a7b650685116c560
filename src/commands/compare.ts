import { Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';

const DATASET = new Option(
  '--dataset <name>',
  'read the systems as files of vectors for this dataset (a name, or a YAML file)',
);

export function registerCompare(program: Command, io: Io): void {
  program
    .command('compare')
    .description(
      'is the difference real: every metric of two or more systems on the same comparisons, paired over persons',
    )
    .argument(
      '<systems...>',
      'output folders of `magface eval`, files of scores, or with --dataset vectors',
    )
    .addOption(DATASET)
    .addOption(flags.ROOT)
    .addOption(flags.PAIRS)
    .addOption(flags.FORMAT)
    .addOption(flags.FAR)
    .addOption(flags.CONVENTION)
    .addOption(flags.METRICS)
    .addOption(flags.SEED)
    .addOption(flags.OUT)
    .option('--json', 'print differences.json instead of the table')
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface compare out/float32 out/int8\n' +
        '  $ magface compare a.npy b.npy c.npy --dataset lfw --root data/lfw --far 1e-2,1e-3\n',
    )
    .action(async (systems, { out, json, quiet, ...options }) => {
      const [{ compare, ranked }, report, terminal] = await Promise.all([
        import('../pipeline/compare.js'),
        import('../report/index.js'),
        import('../terminal/index.js'),
      ]);
      const { stdout, stderr, env } = io;
      const talk = terminal.createTalk(stderr, { quiet: quiet === true, env });
      if (out !== undefined) await report.prepareOutput(out);
      const comparison = await compare({ systems, ...options }, io, talk);
      if (out !== undefined) {
        await report.writeFiles(out, await report.comparisonFiles(comparison));
      }
      const style = { columns: stdout.columns, colour: terminal.colourWanted(stdout, env) };
      const table = () =>
        systems.length === 2
          ? terminal.differenceTable(comparison, style)
          : terminal.rankingTable(comparison, ranked(comparison), style);
      const text = json === true ? report.comparisonJson(comparison) : table();
      await terminal.writeOut(stdout, text);
      if (out !== undefined) talk.remark(`differences in ${out}`);
    });
}
