import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { checkedYaml } from '../checked-yaml.js';
import { FormatError } from '../errors.js';
import type { LoadedDataset, Protocol, TrialsProtocol } from '../types.js';
import { cplfw } from './cplfw.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { galleries } from './galleries.js';
import { insightfaceBin } from './insightface-bin.js';
import { lfw } from './lfw.js';
import { lfwView1 } from './lfw-view1.js';
import { magfaceList } from './magface-list.js';
import { pairs } from './pairs.js';
import { withPersons } from './persons-file.js';
import { protocolLines } from './protocol-file.js';
import { sllfw } from './sllfw.js';

/** What a description can be of. */
type Describable = Exclude<Protocol, TrialsProtocol>;

/** Grammars that a described dataset may be written in. */
const FORMATS = {
  cplfw,
  galleries,
  'insightface-bin': insightfaceBin,
  lfw,
  'lfw-view1': lfwView1,
  'magface-list': magfaceList,
  pairs,
  sllfw,
} as const satisfies Record<string, Dataset>;

const PATH = z.string().min(1);
const COUNT = z.int().nonnegative();

/** What a description may say; `dataset.schema.json` is made from it. */
export const DESCRIPTION = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/, 'expected small letters, digits, dots, dashes')
    .describe('what reports call it'),
  format: z.enum([
    'cplfw',
    'galleries',
    'insightface-bin',
    'lfw',
    'lfw-view1',
    'magface-list',
    'pairs',
    'sllfw',
  ]),
  title: z.string().optional().describe('for people'),
  reference: z.string().optional().describe('where it is described'),
  root: PATH.optional().describe('folder of the dataset, seen from this file; its own by default'),
  images: PATH.optional().describe('folder of the pictures, seen from this file'),
  pairs: PATH.optional().describe('protocol file, seen from this file'),
  persons: PATH.optional().describe(
    'CSV with the columns path and identity, seen from this file: who is on which picture',
  ),
  disjoint: z
    .boolean()
    .optional()
    .describe('whether no person may stand in two folds, or in two galleries'),
  expect: z
    .strictObject({
      images: COUNT.optional(),
      genuine: COUNT.optional(),
      impostor: COUNT.optional(),
      galleries: COUNT.optional(),
      probes: COUNT.optional(),
    })
    .optional()
    .describe('counts without which a run stops'),
});

/** What a description may ask of the files. */
type Expected = NonNullable<z.infer<typeof DESCRIPTION>['expect']>;

/**
 * The dataset that a YAML or JSON file describes, and where it says that dataset lies: `name`, `format`, and `title`,
 * `reference`, `root`, `images`, `pairs`, `persons`, `disjoint`, `expect` where wanted. Paths are relative to the file; the root is its folder unless
 * told otherwise; `persons` names a table of who is on which picture.
 *
 * @throws UserError E_FILE_MISSING (66); FormatError E_YAML, E_DESCRIPTION with line and column. `load` throws E_EXPECT too, when
 *   the files hold other counts than the description promises.
 */
export function describedDataset(path: string): {
  readonly dataset: Dataset;
  readonly source: DatasetSource;
} {
  const description = readDescription(path);
  const { name, format, title, reference, expect, disjoint, ...places } = description;
  const here = dirname(resolve(path));
  const below = (part: string | undefined) =>
    part === undefined ? undefined : resolve(here, part);
  const { load, loadGalleries, ...base }: Dataset = FORMATS[format];
  const persons = below(places.persons);
  if (persons !== undefined && load === undefined) {
    throw new FormatError(
      'E_DESCRIPTION',
      { file: path },
      `persons with the format ${format}, whose own files name them`,
      'leave it out',
    );
  }
  const held = <Kind extends Describable>(loaded: LoadedDataset<Kind>): LoadedDataset<Kind> => {
    if (expect !== undefined) requireCounts(countsOf(loaded.protocol), expect, path);
    return { ...loaded, protocol: { ...loaded.protocol, name } };
  };
  return {
    dataset: {
      ...base,
      name,
      title: title ?? name,
      reference: reference ?? base.reference,
      ...(load === undefined
        ? {}
        : {
            load: async (source) => {
              const loaded = held(await load(source));
              if (persons === undefined) return loaded;
              return { ...loaded, protocol: withPersons(loaded.protocol, persons) };
            },
          }),
      ...(loadGalleries === undefined
        ? {}
        : { loadGalleries: async (source) => held(await loadGalleries(source)) }),
      // What the authors of a benchmark say of it holds for no other in its grammar.
      published: disjoint === undefined ? {} : { disjoint },
    },
    source: {
      root: below(places.root) ?? here,
      images: below(places.images),
      pairs: below(places.pairs),
    },
  };
}

function readDescription(path: string): z.infer<typeof DESCRIPTION> {
  const text = Array.from(
    protocolLines(path, undefined, 'check its name'),
    (line) => line.text,
  ).join('\n');
  return checkedYaml(text, path, DESCRIPTION, {
    code: 'E_DESCRIPTION',
    remedy: 'see docs/adding-a-dataset.md',
  });
}

type Counts = { readonly [What in keyof Expected]: number };

function countsOf(protocol: Describable): Counts {
  const images = protocol.images.length;
  if (protocol.kind === 'galleries') {
    return { images, galleries: protocol.galleries.length, probes: protocol.probes.length };
  }
  const genuine = protocol.genuine.reduce((sum, one) => sum + one, 0);
  return { images, genuine, impostor: protocol.genuine.length - genuine };
}

function requireCounts(found: Counts, expected: Expected, path: string): void {
  const wrong = (['images', 'genuine', 'impostor', 'galleries', 'probes'] as const)
    .filter((what) => expected[what] !== undefined && expected[what] !== found[what])
    .map(
      (what) => `${expected[what]!} ${what} are expected, the files hold ${found[what] ?? 'none'}`,
    );
  if (wrong.length === 0) return;
  throw new FormatError(
    'E_EXPECT',
    { file: path },
    wrong.join(', '),
    'correct the description or the files',
  );
}
