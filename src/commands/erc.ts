import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';
import { runEach, type Run } from './run.js';

export function registerErc(program: Command, io: Io): void {
  program
    .command('erc')
    .description(
      'error-versus-reject curves (ISO: EDC): how errors fall as comparisons of low quality are discarded, by which quality most',
    )
    .argument('[dataset]', 'a name from `magface list datasets`, or a YAML file that describes one')
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
    .addOption(flags.POOL)
    .addOption(flags.DETECTOR_WEIGHTS)
    .addOption(flags.SCORES)
    .addOption(flags.NAME)
    .addOption(flags.QUALITY)
    .addOption(flags.ERROR)
    .addOption(flags.FMR)
    .addOption(flags.FNMR)
    .addOption(flags.THRESHOLD)
    .addOption(flags.REPICK)
    .addOption(flags.COMBINE)
    .addOption(flags.SHARE_OF)
    .addOption(flags.JOIN)
    .addOption(flags.AREAS)
    .addOption(flags.DRAWS)
    .addOption(flags.CONVENTION)
    .addOption(flags.SEED)
    .addOption(flags.LIMIT)
    .addOption(flags.OUT)
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface erc lfw --root data/lfw --model model.onnx --preprocess insightface --out out\n' +
        '  $ magface erc --scores scores.csv --quality magnitude --fnmr 0.05 --error fmr --convention iso dasec\n',
    )
    .action(async (dataset, options) => {
      const [{ evaluateErc }, { sourcesOf }, { ercReportTable }] = await Promise.all([
        import('../pipeline/erc.js'),
        import('./sources.js'),
        import('../terminal/index.js'),
      ]);
      const runs = sourcesOf(dataset, options).map(({ key, request }): Run => ({
        key,
        pipeline: (talk) => evaluateErc(request, io, talk),
      }));
      await runEach(runs, ercReportTable, options, io);
    });
}
