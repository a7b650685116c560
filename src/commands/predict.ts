import { Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';
import { runEach, type Run } from './run.js';

const QUALITY = new Option('--quality <names...>', 'which qualities are judged').default(
  ['magnitude'],
  'magnitude',
);

export function registerPredict(program: Command, io: Io): void {
  program
    .command('predict')
    .description(
      'does quality predict: the chance of a false non-match by quality, and how well quality finds what will fail',
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
    .addOption(QUALITY)
    .addOption(flags.FMR)
    .addOption(flags.FAR)
    .addOption(flags.BANDS)
    .addOption(flags.SEED)
    .addOption(flags.LIMIT)
    .addOption(flags.OUT)
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface predict lfw --root data/lfw --model model.onnx --preprocess magface --out out\n' +
        '  $ magface predict --scores scores.csv --fmr 1e-2 --bands 20\n',
    )
    .action(async (dataset, options) => {
      const [{ predict }, { sourcesOf }, { predictReportTable }] = await Promise.all([
        import('../pipeline/predict.js'),
        import('./sources.js'),
        import('../terminal/index.js'),
      ]);
      const runs = sourcesOf(dataset, options).map(({ key, request }): Run => ({
        key,
        pipeline: (talk) => predict(request, io, talk),
      }));
      await runEach(runs, predictReportTable, options, io);
    });
}
