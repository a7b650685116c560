import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';
import { run } from './run.js';

export function registerEval(program: Command, io: Io): void {
  program
    .command('eval')
    .description(
      'verification on a benchmark: accuracy, TAR@FAR, EER, AUC, and the same by bands of quality',
    )
    .argument('<dataset>', 'a name from `magface list datasets`, or a YAML file that describes one')
    .addOption(flags.ROOT)
    .addOption(flags.IMAGES)
    .addOption(flags.PAIRS)
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
    .addOption(flags.FMR)
    .addOption(flags.METRICS)
    .addOption(flags.CONVENTION)
    .addOption(flags.BANDS)
    .addOption(flags.LIMIT)
    .addOption(flags.OUT)
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface eval lfw --root data/lfw --model model.onnx --preprocess insightface --out out\n' +
        '  $ magface eval lfw --root data/lfw --embeddings lfw.npy --convention insightface magface --metrics all\n',
    )
    .action(async (dataset, options) => {
      const [{ evaluate }, { verificationTable }] = await Promise.all([
        import('../pipeline/evaluate.js'),
        import('../terminal/index.js'),
      ]);
      await run(
        (talk) => evaluate({ dataset, ...options }, io, talk),
        verificationTable,
        options,
        io,
      );
    });
}
