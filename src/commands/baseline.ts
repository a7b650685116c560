import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';

/** Adds `METRIC=MARGIN`, such as `tar@far=1e-3=0.005`, to the margins so far. */
function margin(text: string, before: ReadonlyMap<string, number> | undefined) {
  const at = text.lastIndexOf('=');
  const [metric, value] = [text.slice(0, at), text.slice(at + 1)];
  const number = /^\d*\.?\d+(e-?\d+)?$/i.test(value) ? Number(value) : NaN;
  if (at < 1 || !(number > 0)) {
    throw new InvalidArgumentError('Expected METRIC=MARGIN, such as tar@far=1e-3=0.005.');
  }
  return new Map([...(before ?? []), [metric, number]]);
}

export function registerBaseline(program: Command, io: Io): void {
  program
    .command('baseline')
    .description('write or update the file that `magface check` holds runs against, from a run')
    .argument('<report>', 'output folder of `magface eval`, or its report.json')
    .requiredOption('--out <file>', 'the baseline: YAML, to be committed')
    .addOption(
      new Option(
        '--mode <mode>',
        'exact: same weights, nothing may move; statistical: other weights (default: as it is, or exact)',
      ).choices(['exact', 'statistical'] as const),
    )
    .addOption(
      new Option(
        '--margin <metric=margin...>',
        'how much worse a metric may be, in its own unit (replaces those in the file)',
      ).argParser(margin),
    )
    .addOption(flags.FLOOR)
    .addOption(
      new Option(
        '--save <what...>',
        'what of the run to keep beside it (default: scores, and what it keeps already)',
      ).choices(['scores', 'embeddings', 'none'] as const),
    )
    .option('--replace', 'overwrite a baseline of another protocol or preprocessing')
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface baseline out --out ci/lfw.baseline.yaml\n' +
        '  $ magface baseline out --out ci/lfw.baseline.yaml --mode statistical --margin accuracy=0.005\n',
    )
    .action(async (report, { out, mode, margin: margins, floor: floors, save, replace, quiet }) => {
      const [{ updateBaseline }, { MEANS }, terminal] = await Promise.all([
        import('../pipeline/baseline.js'),
        import('../pipeline/check-means.js'),
        import('../terminal/index.js'),
      ]);
      const talk = terminal.createTalk(io.stderr, { quiet, env: io.env });
      const kept = save?.filter((what) => what !== 'none');
      const request = { report, out, mode, margins, floors, save: kept, replace };
      const { baseline, changes, fresh } = await updateBaseline(request, MEANS, talk);
      const about = { path: out, total: baseline.rows.length, fresh };
      const colour = terminal.colourWanted(io.stdout, io.env);
      await terminal.writeOut(io.stdout, terminal.baselineTable(changes, about, { colour }));
    });
}
