import { dirname, resolve } from 'node:path';
import { LineCounter, isMap, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { FormatError, type Position } from '../errors.js';
import type { LoadedDataset } from '../types.js';
import type { Dataset, DatasetSource } from './dataset.js';
import { lfw } from './lfw.js';
import { lfwView1 } from './lfw-view1.js';
import { magfaceList } from './magface-list.js';
import { pairs } from './pairs.js';
import { protocolLines } from './protocol-file.js';

/** Grammars that a described dataset may be written in. */
const FORMATS = { lfw, 'lfw-view1': lfwView1, 'magface-list': magfaceList, pairs } as const;

const PATH = z.string().min(1);
const COUNT = z.int().nonnegative();

const DESCRIPTION = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'expected small letters, digits, dots, dashes'),
  format: z.enum(['lfw', 'lfw-view1', 'magface-list', 'pairs']),
  title: z.string().optional(),
  reference: z.string().optional(),
  root: PATH.optional(),
  images: PATH.optional(),
  pairs: PATH.optional(),
  expect: z
    .strictObject({
      images: COUNT.optional(),
      genuine: COUNT.optional(),
      impostor: COUNT.optional(),
    })
    .optional(),
});

/** What a description may ask of the files. */
type Expected = NonNullable<z.infer<typeof DESCRIPTION>['expect']>;

/**
 * The dataset that a YAML or JSON file describes, and where it says that dataset lies: `name`, `format`, and `title`,
 * `reference`, `root`, `images`, `pairs`, `expect` where wanted. Paths are relative to the file; the root is its folder unless
 * told otherwise.
 *
 * @throws UserError E_FILE_MISSING (66); FormatError E_YAML, E_DESCRIPTION with line and column. `load` throws E_EXPECT too, when
 *   the files hold other counts than the description promises.
 */
export function describedDataset(path: string): {
  readonly dataset: Dataset;
  readonly source: DatasetSource;
} {
  const { name, format, title, reference, expect, ...places } = readDescription(path);
  const here = dirname(resolve(path));
  const below = (part: string | undefined) =>
    part === undefined ? undefined : resolve(here, part);
  const base = FORMATS[format];
  return {
    dataset: {
      ...base,
      name,
      title: title ?? name,
      reference: reference ?? base.reference,
      load: async (source) => {
        const { protocol, ...rest } = await base.load(source);
        if (expect !== undefined) requireCounts(protocol, expect, path);
        return { ...rest, protocol: { ...protocol, name } };
      },
    },
    source: {
      root: below(places.root) ?? here,
      images: below(places.images),
      pairs: below(places.pairs),
    },
  };
}

function readDescription(path: string): z.infer<typeof DESCRIPTION> {
  const text = Array.from(protocolLines(path), (line) => line.text).join('\n');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): Position => {
    if (offset === undefined) return { file: path };
    const { line, col } = lines.linePos(offset);
    return { file: path, line, column: col };
  };
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new FormatError('E_YAML', at(broken.pos[0]), broken.message, 'write YAML or JSON');
  }
  const checked = DESCRIPTION.safeParse(valueOf(document, path));
  if (checked.success) return checked.data;
  const issues = checked.error.issues.map(({ path: keys, message }) =>
    keys.length === 0 ? message : `${keys.join('.')}: ${message}`,
  );
  throw new FormatError(
    'E_DESCRIPTION',
    at(offsetOf(checked.error.issues[0]!, document)),
    issues.join(', '),
    'see docs/adding-a-dataset.md',
  );
}

/** What the document holds; references that would swell it without end are refused. */
function valueOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    const { message } = cause as Error;
    throw new FormatError('E_YAML', { file: path }, message, 'write it without references', {
      cause,
    });
  }
}

/** Where in the file the value stands that an issue speaks of: that value, the unknown key, or what should have held it. */
function offsetOf(issue: z.core.$ZodIssue, document: Document): number | undefined {
  for (let keys = issue.path; ; keys = keys.slice(0, -1)) {
    const node = keys.length === 0 ? document.contents : document.getIn(keys, true);
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === unknown) : undefined;
    const found = (pair?.key ?? node) as { range?: readonly number[] | null } | null | undefined;
    if (found?.range || keys.length === 0) return found?.range?.[0];
  }
}

function requireCounts(
  { images, genuine }: LoadedDataset['protocol'],
  expected: Expected,
  path: string,
): void {
  const mated = genuine.reduce((sum, one) => sum + one, 0);
  const found = { images: images.length, genuine: mated, impostor: genuine.length - mated };
  const wrong = (['images', 'genuine', 'impostor'] as const)
    .filter((what) => expected[what] !== undefined && expected[what] !== found[what])
    .map((what) => `${expected[what]!} ${what} are expected, the files hold ${found[what]}`);
  if (wrong.length === 0) return;
  throw new FormatError(
    'E_EXPECT',
    { file: path },
    wrong.join(', '),
    'correct the description or the files',
  );
}
