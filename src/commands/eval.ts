import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';
import { runEach, type Run } from './run.js';

export function registerEval(program: Command, io: Io): void {
  program
    .command('eval')
    .description(
      'verification on a benchmark: accuracy, TAR@FAR, EER, AUC, and the same by bands of quality',
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
    .addOption(flags.GENUINE)
    .addOption(flags.IMPOSTOR)
    .addOption(flags.HISTOGRAM)
    .addOption(flags.NAME)
    .addOption(flags.FAR)
    .addOption(flags.FMR)
    .addOption(flags.METRICS)
    .addOption(flags.CONVENTION)
    .addOption(flags.INTERVAL)
    .addOption(flags.SEED)
    .addOption(flags.BANDS)
    .addOption(flags.GROUPS)
    .addOption(flags.THRESHOLDS_FROM)
    .addOption(flags.LIMIT)
    .addOption(flags.OUT)
    .addOption(flags.SAVE)
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface eval lfw --root data/lfw --model model.onnx --preprocess insightface --out out\n' +
        '  $ magface eval --scores dev.csv test.csv --convention iso insightface --metrics all\n',
    )
    .action(async (dataset, options) => {
      const [{ evaluate }, { sourcesOf }, { verificationTable }] = await Promise.all([
        import('../pipeline/evaluate.js'),
        import('./sources.js'),
        import('../terminal/index.js'),
      ]);
      const runs = sourcesOf(dataset, options).map(({ key, request }): Run => ({
        key,
        pipeline: (talk, out) => evaluate({ ...request, out }, io, talk),
      }));
      await runEach(runs, verificationTable, options, io);
    });
}
