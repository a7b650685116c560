import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings';
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

/** A share of persons that may be nobody, but not everybody. */
function share(text: string): number {
  const value = /^\d*\.?\d+(e-?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!(value >= 0 && value < 1)) {
    throw new InvalidArgumentError(`Expected a share from 0 to below 1, found "${text}".`);
  }
  return value;
}

/** `10x20,2x400`: 20 persons of 10 pictures and 400 of 2. */
function sizes(text: string): { size: number; persons: number }[] {
  const found = text.split(',').map((part) => /^([1-9]\d{0,5})x([1-9]\d{0,7})$/.exec(part.trim()));
  const all = found.map((one) => ({ size: Number(one?.[1]), persons: Number(one?.[2]) }));
  if (found.includes(null) || new Set(all.map(({ size }) => size)).size < all.length) {
    throw new InvalidArgumentError(
      'Expected PICTURESxPERSONS, each number of pictures once, such as 1x500,2x200,10x20.',
    );
  }
  return all;
}

const KINDS = ['pairs', 'gallery', 'clusters'] as const;
type Kind = (typeof KINDS)[number];

const KIND = new Option('--kind <kind>', 'what to make').choices(KINDS).default('pairs' as const);
const EACH = new Option(
  '--pairs <n>',
  'pairs: comparisons of each class, genuine and impostor, over all folds',
).argParser(count);
const MOST_IMPOSTORS = new Option('--most-impostors <n>', 'of --all: impostor comparisons at most')
  .argParser(count)
  .default(10_000_000);
const FOLDS = new Option('--folds <k>', 'pairs: folds that share no person; 1 for none')
  .argParser(folds)
  .default(10);
const PER_IDENTITY = new Option(
  '--per-identity <n>',
  'pictures of a person at most, so that people with many do not dominate',
).argParser(count);
const STRATIFY = new Option(
  '--stratify <column>',
  'pairs: as many comparisons of every group, or of every quantile of the lower quality; gallery: the same share of every group',
).choices(['group', 'quality'] as const);
const WITHIN = new Option(
  '--within <column>',
  'pairs: impostor comparisons only within a group',
).choices(['group'] as const);
const QUANTILES = new Option('--quantiles <n>', 'of --stratify quality').argParser(bins).default(4);
const HARD = new Option(
  '--hard <path>',
  'pairs: vectors (as for eval --embeddings) by which impostors near to one another are chosen',
);
const HARD_SHARE = new Option('--hard-share <share>', 'of --hard: share of such impostors')
  .argParser(flags.rate)
  .default(0.5);
const ENROL = new Option('--enrol <n>', 'gallery: pictures that a person is enrolled with')
  .argParser(count)
  .default(1);
const ENROL_BY = new Option(
  '--enrol-by <how>',
  'gallery: which these are, drawn by chance or those of the highest quality',
)
  .choices(['chance', 'quality'] as const)
  .default('chance' as const);
const NON_MATED = new Option(
  '--non-mated <share>',
  'gallery: share of the persons that a gallery lacks, whose probes find nobody',
)
  .argParser(share)
  .default(0.5);
const FEW = new Option(
  '--few <what>',
  'gallery: what persons become with too few pictures to be enrolled and searched: non-mated probes, entries without a probe, or nothing',
)
  .choices(['probes', 'gallery', 'none'] as const)
  .default('probes' as const);
const GALLERIES = new Option(
  '--galleries <n>',
  'gallery: how many, each with persons of its own draw',
)
  .argParser(folds)
  .default(1);
const DISJOINT = new Option('--disjoint', 'gallery: no person in two galleries, as in IJB');
const SIZES = new Option(
  '--sizes <list>',
  'clusters: PICTURESxPERSONS, such as 1x500,2x200,10x20 (default: as the source has them)',
).argParser(sizes);
const PERSONS = new Option('--persons <n>', 'clusters: persons drawn (default: all)').argParser(
  count,
);
const LEAST = new Option(
  '--least <n>',
  'clusters: pictures that a person must have at least (default: 1)',
).argParser(count);
const NAME = new Option(
  '--name <name>',
  'what reports call it (default: the folder --out)',
).argParser(name);

const ALL = new Option('--all', 'pairs: every genuine and every impostor comparison');

/** The flags that other kinds have nothing to do with. */
const OF_KIND: Readonly<Record<Kind, readonly Pick<Option, 'long' | 'attributeName'>[]>> = {
  pairs: [EACH, ALL, MOST_IMPOSTORS, FOLDS, WITHIN, QUANTILES, HARD, HARD_SHARE],
  gallery: [ENROL, ENROL_BY, NON_MATED, FEW, GALLERIES, DISJOINT],
  clusters: [SIZES, PERSONS, LEAST],
};

export function registerProtocolMake(protocol: Pick<Command, 'command'>, io: Io): void {
  protocol
    .command('make')
    .description(
      'draw comparisons in folds, galleries and probes, or a set to be clustered, from a folder of one folder a person, or from a CSV',
    )
    .argument('<source>', 'a folder (NAME/x.jpg), or a CSV: path, identity, group, quality, fold')
    .requiredOption('--out <dir>', 'folder for what is made: tables, dataset.yaml, README.txt')
    .addOption(KIND)
    .addOption(new Option('--images <dir>', 'of a CSV: folder that its paths are seen from'))
    .addOption(PER_IDENTITY)
    .addOption(STRATIFY)
    .addOption(EACH)
    .addOption(ALL)
    .addOption(MOST_IMPOSTORS)
    .addOption(FOLDS)
    .addOption(WITHIN)
    .addOption(QUANTILES)
    .addOption(HARD)
    .addOption(HARD_SHARE)
    .addOption(ENROL)
    .addOption(ENROL_BY)
    .addOption(NON_MATED)
    .addOption(FEW)
    .addOption(GALLERIES)
    .addOption(DISJOINT)
    .addOption(SIZES)
    .addOption(PERSONS)
    .addOption(LEAST)
    .addOption(NAME)
    .addOption(flags.SEED)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface protocol make people.csv --images faces --pairs 6000 --stratify group --out fair\n' +
        '  $ magface protocol make faces --kind gallery --enrol 2 --non-mated 0.3 --out door\n',
    )
    .action(async (source, { kind, all, disjoint, ...options }, command) => {
      const { misfit } = await import('../pipeline/protocol-place.js');
      for (const other of KINDS.filter((one) => one !== kind)) {
        const strange = OF_KIND[other].find(
          (flag) => command.getOptionValueSource(flag.attributeName()) === 'cli',
        );
        if (strange === undefined) continue;
        throw misfit(`${strange.long!} with --kind ${kind}`, `it belongs to --kind ${other}`);
      }
      const [{ madeProtocol }, { prepareOutput, writeFiles }, terminal] = await Promise.all([
        import('../pipeline/made-protocol.js'),
        import('../report/index.js'),
        import('../terminal/index.js'),
      ]);
      const { colourWanted, createTalk, protocolMakeTable, writeOut } = terminal;
      const talk = createTalk(io.stderr, { quiet: options.quiet, env: io.env });
      const request = {
        ...options,
        source,
        kind,
        ...(all === true ? { all } : {}),
        ...(disjoint === true ? { disjoint } : {}),
      };
      const { files, rows } = await madeProtocol(request, talk);
      await prepareOutput(options.out);
      await writeFiles(options.out, files);
      const style = { columns: io.stdout.columns, colour: colourWanted(io.stdout, io.env) };
      await writeOut(io.stdout, protocolMakeTable(rows(), style));
      talk.remark(`protocol in ${options.out}`);
    });
}
