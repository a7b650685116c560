import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import type { QualityFindings } from '../types.js';
import * as flags from './options.js';
import { run } from './run.js';

/** A number from 0 up, written plainly. */
function amount(text: string): number {
  const value = /^\d*\.?\d+(e-?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) {
    throw new InvalidArgumentError(`Expected a number of at least 0, found "${text}".`);
  }
  return value;
}

/** `ofiq`, or two numbers parted by a comma. */
function sigmoid(text: string): 'ofiq' | { x0: number; w: number } {
  if (text === 'ofiq') return text;
  const [x0, w, ...more] = text.split(',').map((part) => amount(part.trim()));
  if (x0 === undefined || w === undefined || more.length > 0 || w === 0) {
    throw new InvalidArgumentError('Expected ofiq or X0,W with W above 0, such as 23,2.6.');
  }
  return { x0, w };
}

function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number of at least 1.');
  }
  return Number(text);
}

const PERSONS_BY_FOLDER = new Option(
  '--persons-by-folder',
  'in folders and lists, the pictures of one folder show one person',
);
const QUALITY = new Option(
  '--quality <names...>',
  'qualities to tell of beside the magnitude: names from `magface list qualities`, NAME=FILE',
);
const SIGMOID = new Option(
  '--sigmoid <constants>',
  "what magnitude gets 50, and the width of a step: X0,W, or ofiq for those of OFIQ's model",
).argParser(sigmoid);
const CALIBRATION = new Option(
  '--calibration <file>',
  'a quality_calibration.json that --calibrate wrote with this model',
);
const CALIBRATE = new Option(
  '--calibrate',
  'write the sigmoid of these pictures to quality_calibration.json',
);
const MIN_MAGNITUDE = new Option(
  '--min-magnitude <x>',
  'list the pictures below in rejected.txt',
).argParser(amount);
const MIN_QUALITY = new Option('--min-quality <n>', 'likewise, from 0 to 100').argParser(amount);
const PROBE = new Option(
  '--probe <n>',
  'degrade the clearest pictures of N persons step by step',
).argParser(count);
const LEAST_PICTURES = new Option(
  '--least-pictures <n>',
  'pictures a person must have to be named among the worst or the best',
)
  .argParser(count)
  .default(5);
const ERRORS_FMR = new Option('--fmr <rate>', 'FMR whose threshold decides what is an error')
  .argParser(flags.rate)
  .default(1e-3, '1e-3');

export function registerQuality(program: Command, io: Io): void {
  program
    .command('quality')
    .description(
      'how good pictures are: magnitude, 0-100 and percentile of each, their spread, and sheets of faces from worst to best',
    )
    .argument(
      '<paths...>',
      'folders, pictures, lists (.txt, .list), or datasets as for eval (a folder called like one: ./lfw)',
    )
    .addOption(flags.ROOT)
    .addOption(flags.IMAGES)
    .addOption(flags.PAIRS)
    .addOption(flags.FORMAT)
    .addOption(flags.LANDMARKS)
    .addOption(flags.ALIGN)
    .addOption(PERSONS_BY_FOLDER)
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
    .addOption(QUALITY)
    .addOption(SIGMOID)
    .addOption(CALIBRATION)
    .addOption(CALIBRATE)
    .addOption(MIN_MAGNITUDE)
    .addOption(MIN_QUALITY)
    .addOption(LEAST_PICTURES)
    .addOption(PROBE)
    .addOption(ERRORS_FMR)
    .addOption(flags.LIMIT)
    .addOption(flags.OUT)
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface quality pictures/ --model model.onnx --preprocess magface --sigmoid ofiq --out out\n' +
        '  $ magface quality lfw --root data/lfw --model model.onnx --preprocess insightface --probe 50 --out out\n',
    )
    .action(async (paths, options) => {
      const [{ assessQuality }, { qualityReportTable }] = await Promise.all([
        import('../pipeline/quality.js'),
        import('../terminal/index.js'),
      ]);
      let findings: QualityFindings;
      await run(
        async (talk) => {
          const outcome = await assessQuality({ paths, ...options }, io, talk);
          ({ findings } = outcome);
          return outcome;
        },
        (report, style) => qualityReportTable(report, findings, style),
        options,
        io,
      );
    });
}
