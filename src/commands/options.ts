import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { POOLING_RULES } from '../embeddings/pooling.js';
import { parseFloor } from '../gate/floor.js';
import { ALIGNMENTS } from '../inference/alignments.js';
import { DEVICES } from '../inference/devices.js';
import { OPTIMISATIONS } from '../inference/session-messages.js';
import { COMBINATIONS } from '../metrics/combined-quality.js';
import type { Floor } from '../types.js';

/** What `--save` may name. */
const SAVED = ['scores', 'embeddings', 'none'] as const;

/** Flags that several verbs share. Each is one value, so that a flag means one thing everywhere. */

export function wholeNumber(least: number) {
  return (text: string): number => {
    if (!/^(0|[1-9]\d{0,8})$/.test(text) || Number(text) < least) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
    }
    return Number(text);
  };
}

/** A rate in (0, 1], written as `1e-3`, `0.001` or `.001`. */
export function rate(text: string): number {
  const value = /^\d*\.?\d+(e-?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!(value > 0 && value <= 1)) {
    throw new InvalidArgumentError(`Expected a rate above 0 and at most 1, found "${text}".`);
  }
  return value;
}

/** A finite number, such as `0.35` or `-1.2e-1`. */
function score(text: string): number {
  const value = /^-?\d*\.?\d+(e-?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) {
    throw new InvalidArgumentError(`Expected a number, found "${text}".`);
  }
  return value;
}

export function rates(text: string): number[] {
  const values = text.split(',').map((part) => rate(part.trim()));
  if (new Set(values).size < values.length) {
    throw new InvalidArgumentError('Each rate once.');
  }
  return values;
}

/** Names of pooling rules, each once; `all` are all of them. */
function poolingRules(text: string): string[] {
  const known = POOLING_RULES.map(({ name }) => name);
  if (text === 'all') return known;
  const names = text.split(',').map((part) => part.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `"${unknown}" is none of ${known.join(', ')}; several are written with commas.`,
    );
  }
  if (new Set(names).size < names.length) throw new InvalidArgumentError('Each rule once.');
  return names;
}

/** Numbers in ascending order, none twice. */
function ascending(text: string): number[] {
  const values = text.split(',').map((part) => part.trim());
  const numbers = values.map((part) => (/^-?\d*\.?\d+(e-?\d+)?$/i.test(part) ? Number(part) : NaN));
  if (
    numbers.some((value, i) => !Number.isFinite(value) || value <= (numbers[i - 1] ?? -Infinity))
  ) {
    throw new InvalidArgumentError('Expected numbers in ascending order, such as 15,20,25.');
  }
  if (numbers.length > MOST_EDGES) {
    throw new InvalidArgumentError(`Expected at most ${MOST_EDGES} edges.`);
  }
  return numbers;
}

/** More bands than that nobody reads, and each has a line and a colour. */
const MOST_EDGES = 99;

export const ROOT = new Option(
  '--root <dir>',
  'folder of the dataset (default: $MAGFACE_DATA/DATASET, or that of --pairs)',
);
/** Of a verb that takes no file of comparisons. */
export const ROOT_ALONE = new Option(
  '--root <dir>',
  'folder of the dataset (default: $MAGFACE_DATA/DATASET)',
);
export const IMAGES = new Option(
  '--images <path>',
  'folder, .tar, .zip or .rec of the pictures, where apart',
);
export const PAIRS = new Option('--pairs <file>', 'protocol file to use in place of the usual one');

export const LANDMARKS = new Option(
  '--landmarks <file>',
  'five points of every picture (NAME X1 Y1 .. X5 Y5 [SCORE], or a CSV), by which faces are aligned',
);
export const ALIGN = new Option(
  '--align <how>',
  "how pictures become faces: as they are, by --landmarks, by the boxes of NIST's tables, or by one square of raw LFW (default: landmarks where given, else boxes where stated, else none)",
).choices(ALIGNMENTS);

export const FORMAT = new Option(
  '--format <name>',
  'form that the files are in, where the dataset has several (default: told from the files)',
);

export const MODEL = new Option('--model <file>', 'ONNX model that turns a face into a vector');
export const PREPROCESS = new Option(
  '--preprocess <name>',
  'insightface, insightface128, magface, adaface or imagenet (default: MODEL.yaml)',
);
export const OUTPUT = new Option('--output <name>', 'output of the model that holds the embedding');
export const DEVICE = new Option('--device <name>', 'where the model runs')
  .choices(['auto', ...DEVICES] as const)
  .default('auto' as const);
export const BATCH = new Option('--batch <n>', 'pictures in one run of the model')
  .argParser(wholeNumber(1))
  .default(8);
export const THREADS = new Option(
  '--threads <n>',
  'threads of the model, and of comparisons where they are many (default: every core)',
) //
  .argParser(wholeNumber(1));
export const OPTIMISATION = new Option(
  '--optimisation <level>',
  'how far the runtime rewrites the model (default: all)',
).choices(OPTIMISATIONS);
export const FLIP = new Option('--flip', 'average each vector with that of the mirrored picture');
export const STORE = new Option(
  '--store <dir>',
  'where embeddings are kept for the next run (default: $MAGFACE_STORE or the user cache)',
);
export const NO_STORE = new Option('--no-store', 'keep no embeddings');
export const EMBEDDINGS = new Option(
  '--embeddings <path>',
  'read the vectors (see `magface list embeddings`), run no model',
);

export const POOL = new Option(
  '--pool <rules>',
  `how the pictures of a template become one vector, see \`magface list pooling\`: one, several (magface,adaface) or all, each with a report of its own (default: ${POOLING_RULES[0]!.name})`,
).argParser(poolingRules);

export const DETECTOR_WEIGHTS = new Option(
  '--detector-weights',
  'weigh the pictures of a template by the score of the face detector',
);

export const SCORES = new Option(
  '--scores <files...>',
  'evaluate scores that are there (see `magface list scores`), in place of a dataset and a model',
);
export const GENUINE = new Option('--genuine <file>', 'scores of genuine comparisons, one a line');
export const IMPOSTOR = new Option('--impostor <file>', 'scores of impostor comparisons likewise');
export const HISTOGRAM = new Option(
  '--histogram',
  'line i of the impostors, from 0, counts the comparisons of score i',
);
export const NAME = new Option(
  '--name <name>',
  'what reports call the comparisons of --scores (default: the file)',
);
export const SAVE = new Option(
  '--save <what...>',
  'write beside the reports: scores (default up to 1,000,000 comparisons), embeddings, or none',
).choices(SAVED);
export const THRESHOLDS_FROM = new Option(
  '--thresholds-from <path>',
  'errors at thresholds that are chosen on other scores: a file of them, or the folder of a run',
);

export const FAR = new Option(
  '--far <list>',
  'FAR targets, such as 1e-2,1e-3 (default: 1e-1,1e-2,1e-3,1e-4; of templates on to 1e-6)',
).argParser(rates);
export const FMR = new Option(
  '--fmr <rate>',
  'FMR at which the threshold is fixed before anything is rejected',
)
  .argParser(rate)
  .default(1e-3, '1e-3');
export const ERROR = new Option('--error <rate>', 'which error: fnmr (mated) or fmr (non-mated)')
  .choices(['fnmr', 'fmr'] as const)
  .default('fnmr' as const);
export const FNMR = new Option('--fnmr <rate>', 'fix the threshold at this FNMR, not at --fmr') //
  .argParser(rate);
export const THRESHOLD = new Option('--threshold <score>', 'fix the threshold at this score') //
  .argParser(score);
export const REPICK = new Option(
  '--repick',
  'pick the threshold anew, at the same rate, on what each discard leaves',
);
export const COMBINE = new Option(
  '--combine <how>',
  'quality of a comparison from those of its two pictures',
)
  .choices(COMBINATIONS)
  .default('min' as const);
export const SHARE_OF = new Option(
  '--share-of <what>',
  'what is discarded: comparisons of the counted class, all, or pictures with all of theirs',
)
  .choices(['counted', 'all', 'pictures'] as const)
  .default('counted' as const);
export const JOIN = new Option('--join <how>', 'how points are joined for areas')
  .choices(['steps', 'lines'] as const)
  .default('steps' as const);
export const AREAS = new Option('--areas <list>', 'shares discarded up to which areas are given')
  .argParser(rates)
  .default([0.2, 0.3, 0.5, 0.95], '0.2,0.3,0.5,0.95');
export const DRAWS = new Option(
  '--draws <n>',
  'draws of the bootstrap over persons behind intervals; 0 for intervals by counts',
)
  .argParser(wholeNumber(0))
  .default(1000);
export const CONVENTION = new Option(
  '--convention <names...>',
  'ways of counting (see `magface list conventions`)',
);
export const INTERVAL = new Option(
  '--interval <name>',
  'how sure a value is: persons, bootstrap, independent, wilson or clopper-pearson',
).default('persons');
export const METRICS = new Option(
  '--metrics <names...>',
  'which metrics: all, standard, or names from `magface list metrics` (default: standard)',
);
export const QUALITY = new Option(
  '--quality <names...>',
  'qualities of pictures: names from `magface list qualities`, NAME=FILE or NAME=FILE:COLUMN',
).default(['magnitude', 'random', 'oracle'], 'magnitude random oracle');
export const BANDS = new Option('--bands <n>', 'number of quality bands')
  .argParser(wholeNumber(2))
  .default(10);
export const GROUPS = new Option(
  '--groups <file...>',
  'CSV of groups of pictures, templates or persons, and which: sex, age:18,35,60, age:/4, sex+age (default: all)',
);
export const EDGES = new Option(
  '--edges <list>',
  'qualities at which bands begin, such as 15,20,25, in place of bands of equal size',
).argParser(ascending);
export const REACH = new Option(
  '--reach <list>',
  'FNMR to be reached by rejection, such as 1e-2,5e-3 (default: three below what is there)',
).argParser(rates);
export const SEED = new Option('--seed <n>', 'seed of everything random')
  .argParser(wholeNumber(0))
  .default(1);
export const LIMIT = new Option(
  '--limit <n>',
  'a trial on N comparisons spread over the protocol; its report says PARTIAL',
).argParser(wholeNumber(1));

/** Adds a floor to those so far. */
function floor(text: string, before: Floor[] | undefined): Floor[] {
  const read = parseFloor(text);
  if (read === undefined) {
    throw new InvalidArgumentError("Expected KEY >= NUMBER, such as 'lfw/tar_far_1e-3 >= 0.98'.");
  }
  return [...(before ?? []), read];
}

export const FLOOR = new Option(
  '--floor <bounds...>',
  "bounds that values of metrics.json keep, such as 'lfw/tar_far_1e-3 >= 0.98'",
).argParser(floor);

export const OUT = new Option('--out <dir>', 'folder for the reports; created when absent');
export const JSON_OUTPUT = new Option('--json', 'print metrics.json instead of the table');
export const QUIET = new Option('--quiet', 'no progress and no remarks, only results and errors');
