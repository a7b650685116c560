import { Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';

const SCORES = new Option(
  '--scores <file>',
  'score anew what a file with qualities holds, in place of a dataset and a model',
);
const PARAMETERS = new Option(
  '--parameters <names...>',
  'qmagface-r18, -r50, -r100, trained, trained-qmagface, or ALPHA,BETA (default: qmagface-r100 trained)',
);
const TRAIN_ON = new Option(
  '--train-on <path>',
  'find parameters on other comparisons: a file of scores with qualities, or the folder of a run',
);
const QUALITY = new Option('--quality <name>', 'quality of the pictures').default('magnitude');
const SAVE = new Option(
  '--save <what>',
  'write the scores of each system beside the differences: scores (default up to 1,000,000 comparisons), or none',
).choices(['scores', 'none'] as const);

export function registerAware(program: Command, io: Io): void {
  program
    .command('aware')
    .description(
      'quality-aware scores (QMagFace) beside the plain cosine: published parameters, and trained on other folds',
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
    .addOption(SCORES)
    .addOption(flags.NAME)
    .addOption(PARAMETERS)
    .addOption(TRAIN_ON)
    .addOption(QUALITY)
    .addOption(flags.FAR)
    .addOption(flags.METRICS)
    .addOption(flags.CONVENTION)
    .addOption(flags.SEED)
    .addOption(flags.LIMIT)
    .addOption(flags.OUT)
    .addOption(SAVE)
    .option('--json', 'print quality_aware.json instead of the tables')
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface aware lfw --root data/lfw --model model.onnx --preprocess magface --out out\n' +
        '  $ magface aware --scores test.csv --train-on dev.csv --parameters trained 0.08,0.13\n',
    )
    .action(async (dataset, { json, quiet, scores, ...options }) => {
      const [{ qualityAware }, { pairsOf }, { sourcesOf }, report, terminal] = await Promise.all([
        import('../pipeline/aware.js'),
        import('../pipeline/compare.js'),
        import('./sources.js'),
        import('../report/index.js'),
        import('../terminal/index.js'),
      ]);
      const { stdout, stderr, env } = io;
      const { out } = options;
      const talk = terminal.createTalk(stderr, { quiet: quiet === true, env });
      const named = scores === undefined ? options : { ...options, scores: [scores] };
      const [source] = sourcesOf(dataset, named);
      if (out !== undefined) await report.prepareOutput(out);
      const { comparison, parameters, files } = await qualityAware(source!.request, io, talk);
      const pairs = pairsOf(comparison);
      if (out !== undefined) {
        const texts = await report.awareFiles(comparison, pairs, parameters);
        await report.writeFiles(out, new Map([...texts, ...files]));
      }
      const style = { columns: stdout.columns, colour: terminal.colourWanted(stdout, env) };
      const text =
        json === true
          ? report.comparisonJson(comparison)
          : terminal.awareTable(pairs, parameters, style);
      await terminal.writeOut(stdout, text);
      if (out !== undefined) talk.remark(`differences and scores in ${out}`);
    });
}
