import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';
import { eachPool } from './pools.js';
import { runEach, type Run } from './run.js';

function ranks(text: string): number[] {
  const values = text.split(',').map((part) => part.trim());
  if (
    !values.every((part) => /^[1-9]\d{0,5}$/.test(part)) ||
    new Set(values).size < values.length
  ) {
    throw new InvalidArgumentError('Expected whole numbers from 1 on, each once, such as 1,5,10.');
  }
  return values.map(Number);
}

const GALLERY = new Option('--gallery <dir>', 'folder with a folder for each enrolled subject');
const PROBES = new Option(
  '--probes <dir>',
  'folder of the pictures to search with, a folder for each subject that is known',
);
const RANKS = new Option('--ranks <list>', 'ranks, such as 1,5,10')
  .argParser(ranks)
  .default([1, 5, 10], '1,5,10');
const FPIR = new Option('--fpir <list>', 'FPIR targets, such as 1e-1,1e-2')
  .argParser(flags.rates)
  .default([1e-1, 1e-2, 1e-3], '1e-1,1e-2,1e-3');
const REJECT = new Option(
  '--reject <list>',
  'shares of the probes, those of the lowest magnitude, without which rank-1 and TPIR are also told',
).argParser(flags.rates);
const CANDIDATES = new Option(
  '--candidates <n>',
  'write the best n subjects of each probe to candidates.csv',
).argParser(flags.wholeNumber(1));
const CONVENTION = new Option(
  '--convention <names...>',
  'ways of counting, as `magface list identification` prints them',
).default(['iso'], 'iso');

export function registerIdentify(program: Command, io: Io): void {
  program
    .command('identify')
    .description('1:N search of probes in galleries: rank-k, TPIR at FPIR, CMC, FNIR for FPIR')
    .argument('[dataset]', 'a name from `magface list datasets` that has galleries')
    .addOption(GALLERY)
    .addOption(PROBES)
    .addOption(flags.ROOT_ALONE)
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
    .addOption(RANKS)
    .addOption(FPIR)
    .addOption(REJECT)
    .addOption(CANDIDATES)
    .addOption(CONVENTION)
    .addOption(flags.OUT)
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface identify --gallery enrolled --probes visitors --model model.onnx --preprocess insightface --out out\n' +
        '  $ magface identify blufr --root data/lfw --model model.onnx --preprocess insightface --out out\n',
    )
    .action(async (dataset, options) => {
      const [{ identify }, { identificationTable }] = await Promise.all([
        import('../pipeline/identify.js'),
        import('../terminal/index.js'),
      ]);
      const { out, json, quiet, pool, ...rest } = options;
      const runs = eachPool(pool).map(({ key, wish }): Run => ({
        key,
        pipeline: (talk) => identify({ dataset, ...rest, ...wish }, io, talk),
      }));
      await runEach(runs, identificationTable, { out, json, quiet }, io);
    });
}
