import { Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';
import { runEach, type Run } from './run.js';

const QUALITY = new Option(
  '--quality <names...>',
  'what comparisons are ranked by; the first is drawn',
).default(['magnitude'], 'magnitude');

export function registerBands(program: Command, io: Io): void {
  program
    .command('bands')
    .description(
      'verification ranked by quality: bands, both pictures, trend, DET, and what to reject to reach an FNMR',
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
    .addOption(flags.COMBINE)
    .addOption(flags.FMR)
    .addOption(flags.BANDS)
    .addOption(flags.EDGES)
    .addOption(flags.REACH)
    .addOption(flags.INTERVAL)
    .addOption(flags.SEED)
    .addOption(flags.LIMIT)
    .addOption(flags.OUT)
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface bands lfw --root data/lfw --model model.onnx --preprocess insightface --out out\n' +
        '  $ magface bands --scores scores.csv --fmr 1e-2 --edges 15,20,25 --reach 1e-2,5e-3\n',
    )
    .action(async (dataset, options) => {
      const [{ evaluateBands }, { sourcesOf }, { bandsReportTable }] = await Promise.all([
        import('../pipeline/bands.js'),
        import('./sources.js'),
        import('../terminal/index.js'),
      ]);
      const runs = sourcesOf(dataset, options).map(({ key, request }): Run => ({
        key,
        pipeline: (talk) => evaluateBands(request, io, talk),
      }));
      await runEach(runs, bandsReportTable, options, io);
    });
}
