import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';

export function registerEmbed(program: Command, io: Io): void {
  program
    .command('embed')
    .description(
      'run the model over the pictures of a dataset (or of a list) and write their vectors',
    )
    .argument(
      '<dataset>',
      'a dataset as for eval, a list of pictures, one path a line (.list), or a .tar, .zip or .rec',
    )
    .requiredOption(
      '--out <path>',
      'a folder (embeddings.npy, magnitudes.npy, ids.txt), or NAME.npy, .npz, .list, .parquet, ...',
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
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface embed lfw --root data/lfw --model model.onnx --preprocess magface --out lfw.npy\n' +
        '  $ magface embed ijbc.list --root loose_crop --landmarks name_5pts_score.txt --model model.onnx --out ijbc.npy\n',
    )
    .action(async (dataset, options) => {
      const [{ embed }, { createTalk }] = await Promise.all([
        import('../pipeline/embed.js'),
        import('../terminal/index.js'),
      ]);
      const talk = createTalk(io.stderr, { quiet: options.quiet, env: io.env });
      await embed({ dataset, ...options }, io, talk);
      talk.remark(`vectors in ${options.out}`);
    });
}
