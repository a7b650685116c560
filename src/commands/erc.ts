import { Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';
import { runEach, type Run } from './run.js';

const QUALITY = new Option('--quality <names...>', 'what comparisons are rejected by')
  .choices(['magnitude', 'random'] as const)
  .default(['magnitude', 'random'] as ('magnitude' | 'random')[], 'magnitude random');

export function registerErc(program: Command, io: Io): void {
  program
    .command('erc')
    .description(
      'error-versus-reject curves (ISO: EDC): FNMR as the comparisons of lowest quality are rejected',
    )
    .argument('[dataset]', 'a name from `magface list datasets`, or a YAML file that describes one')
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
    .addOption(flags.SCORES)
    .addOption(flags.NAME)
    .addOption(QUALITY)
    .addOption(flags.FMR)
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
        '  $ magface erc lfw --root data/lfw --embeddings lfw.npy --fmr 1e-2 --convention iso magface\n',
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
