import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings';
import { EXIT } from '../errors.js';
import type { Io } from '../io.js';
import * as flags from './options.js';

function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number of at least 1.');
  }
  return Number(text);
}

function bins(text: string): number {
  if (!/^([2-9]|[1-9]\d{1,2})$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number from 2 to 999.');
  }
  return Number(text);
}

function folds(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number from 1 to 9999.');
  }
  return Number(text);
}

function name(text: string): string {
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(text)) {
    throw new InvalidArgumentError('Expected small letters, digits, dots, dashes.');
  }
  return text;
}

const EACH = new Option(
  '--pairs <n>',
  'comparisons of each class, genuine and impostor, over all folds',
).argParser(count);
const MOST_IMPOSTORS = new Option('--most-impostors <n>', 'of --all: impostor comparisons at most')
  .argParser(count)
  .default(10_000_000);
const FOLDS = new Option('--folds <k>', 'folds that share no person; 1 for none')
  .argParser(folds)
  .default(10);
const PER_IDENTITY = new Option(
  '--per-identity <n>',
  'pictures of a person at most, so that people with many do not dominate',
).argParser(count);
const STRATIFY = new Option(
  '--stratify <column>',
  'as many comparisons of every group, or of every quantile of the lower quality',
).choices(['group', 'quality'] as const);
const WITHIN = new Option('--within <column>', 'impostor comparisons only within a group').choices([
  'group',
] as const);
const QUANTILES = new Option('--quantiles <n>', 'of --stratify quality').argParser(bins).default(4);
const HARD = new Option(
  '--hard <path>',
  'vectors (as for eval --embeddings) by which impostors near to one another are chosen',
);
const HARD_SHARE = new Option('--hard-share <share>', 'of --hard: share of such impostors')
  .argParser(flags.rate)
  .default(0.5);
const NAME = new Option(
  '--name <name>',
  'what reports call it (default: the folder --out)',
).argParser(name);

export function registerProtocol(program: Command, io: Io): void {
  const protocol = program
    .command('protocol')
    .description('make a verification protocol of your own pictures, or check the files of any')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface protocol make faces --pairs 3000 --out my-protocol\n' +
        '  $ magface protocol check lfw --root data/lfw\n',
    );
  registerMake(protocol, io);
  registerProtocolCheck(protocol, io);
}

function registerMake(protocol: Pick<Command, 'command'>, io: Io): void {
  protocol
    .command('make')
    .description('draw comparisons in folds from a folder of one folder a person, or from a CSV')
    .argument('<source>', 'a folder (NAME/x.jpg), or a CSV: path, identity, group, quality, fold')
    .requiredOption('--out <dir>', 'folder for pairs.csv, pictures.csv, dataset.yaml, README.txt')
    .addOption(new Option('--images <dir>', 'of a CSV: folder that its paths are seen from'))
    .addOption(EACH)
    .option('--all', 'every genuine comparison, and every impostor comparison')
    .addOption(MOST_IMPOSTORS)
    .addOption(FOLDS)
    .addOption(PER_IDENTITY)
    .addOption(WITHIN)
    .addOption(STRATIFY)
    .addOption(QUANTILES)
    .addOption(HARD)
    .addOption(HARD_SHARE)
    .addOption(NAME)
    .addOption(flags.SEED)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface protocol make faces --pairs 3000 --per-identity 20 --out my-protocol\n' +
        '  $ magface protocol make people.csv --images faces --pairs 6000 --stratify group --out fair\n',
    )
    .action(async (source, { all, ...options }) => {
      const [{ makeProtocol }, { prepareOutput, writeFiles }, terminal] = await Promise.all([
        import('../pipeline/protocol-make.js'),
        import('../report/index.js'),
        import('../terminal/index.js'),
      ]);
      const { colourWanted, createTalk, protocolMakeTable, writeOut } = terminal;
      const talk = createTalk(io.stderr, { quiet: options.quiet, env: io.env });
      const request = { ...options, source, ...(all === true ? { all } : {}) };
      const { files, folds } = await makeProtocol(request, talk);
      await prepareOutput(options.out);
      await writeFiles(options.out, files);
      const style = { columns: io.stdout.columns, colour: colourWanted(io.stdout, io.env) };
      await writeOut(io.stdout, protocolMakeTable(folds, style));
      talk.remark(`protocol in ${options.out}`);
    });
}

function registerProtocolCheck(protocol: Pick<Command, 'command'>, io: Io): void {
  protocol
    .command('check')
    .description(
      'look for what is wrong with the files of a dataset: exit 65 if it breaks the protocol',
    )
    .argument('<dataset>', 'a name from `magface list datasets`, or a YAML file that describes one')
    .addOption(flags.ROOT)
    .addOption(flags.IMAGES)
    .addOption(flags.PAIRS)
    .addOption(flags.FORMAT)
    .option('--no-pictures', 'look at no picture, only at the files of the protocol')
    .option('--no-decode', 'read the pictures, but do not decode them')
    .option('--out <dir>', 'folder for protocol_check.csv and protocol_check.json')
    .option('--json', 'print protocol_check.json instead of the table')
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface protocol check lfw --root data/lfw --out out\n' +
        '  $ magface protocol check my-protocol/dataset.yaml --no-decode --json\n',
    )
    .action(async (dataset, { json, out, quiet, ...options }) => {
      const [{ checkProtocol }, report, terminal] = await Promise.all([
        import('../pipeline/protocol-check.js'),
        import('../report/index.js'),
        import('../terminal/index.js'),
      ]);
      const { colourWanted, createTalk, protocolCheckTable, writeOut } = terminal;
      const talk = createTalk(io.stderr, { quiet, env: io.env });
      if (out !== undefined) await report.prepareOutput(out);
      const check = await checkProtocol({ ...options, dataset }, io.env, talk, io.signal);
      const text = report.protocolCheckJson(check);
      if (out !== undefined) {
        const files = new Map([
          ['protocol_check.csv', report.protocolCheckCsv(check)],
          ['protocol_check.json', text],
        ]);
        await report.writeFiles(out, files);
      }
      const style = { columns: io.stdout.columns, colour: colourWanted(io.stdout, io.env) };
      await writeOut(io.stdout, json === true ? text : protocolCheckTable(check, style));
      if (check.findings.some(({ severity }) => severity === 'breaks')) io.leaveWith(EXIT.badData);
    });
}
