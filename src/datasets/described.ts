import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { EXIT, FormatError, UserError } from '../errors.js';
import type { LoadedDataset } from '../types.js';
import type { Dataset } from './dataset.js';
import { lfw } from './lfw.js';
import { lfwView1 } from './lfw-view1.js';
import { magfaceList } from './magface-list.js';
import { pairs } from './pairs.js';

/** Grammars that a described dataset may be written in. */
const FORMATS = { lfw, 'lfw-view1': lfwView1, 'magface-list': magfaceList, pairs } as const;

const DESCRIPTION = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/, 'small letters, digits, dots and dashes')
    .optional(),
  format: z.enum(['lfw', 'lfw-view1', 'magface-list', 'pairs']),
  root: z.string().optional(),
  images: z.string().optional(),
  pairs: z.string().optional(),
  title: z.string().optional(),
  reference: z.string().optional(),
  expect: z
    .strictObject({
      images: z.int().positive().optional(),
      genuine: z.int().positive().optional(),
      impostor: z.int().positive().optional(),
    })
    .optional(),
});

/**
 * The dataset that a YAML (or JSON) file describes: `format`, and `name`, `root`, `images`, `pairs`, `title`, `reference`,
 * `expect` where wanted. Paths are relative to the file.
 *
 * @throws UserError E_FILE_MISSING (66); FormatError E_YAML, E_DESCRIPTION with line and column; E_EXPECT from `load` when the
 *   files hold other counts than the description promises
 */
export async function describedDataset(path: string): Promise<Dataset> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(
      'E_FILE_MISSING',
      `cannot read ${path}`,
      'check its name',
      EXIT.missingInput,
      {
        cause,
      },
    );
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number | undefined) => {
    if (offset === undefined) return { file: path };
    const { line, col } = lines.linePos(offset);
    return { file: path, line, column: col };
  };
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new FormatError(
      'E_YAML',
      at(broken.pos[0]),
      broken.message.split('\n')[0]!,
      'write YAML',
    );
  }
  const checked = DESCRIPTION.safeParse(document.toJS());
  if (!checked.success) {
    const issue = checked.error.issues[0]!;
    const node = document.getIn(issue.path, true) as { range?: [number] } | undefined;
    throw new FormatError(
      'E_DESCRIPTION',
      at(node?.range?.[0]),
      `${issue.path.join('.') || 'the description'}: ${issue.message}`,
      'see docs/datasets.md',
    );
  }
  const { format, expect, ...description } = checked.data;
  const name = description.name ?? basename(path, extname(path)).toLowerCase();
  const here = dirname(resolve(path));
  const below = (part: string | undefined) =>
    part === undefined ? undefined : resolve(here, part);
  const base = FORMATS[format];
  return {
    ...base,
    name,
    title: description.title ?? name,
    reference: description.reference ?? base.reference,
    load: async (source) => {
      const loaded = await base.load({
        root: below(description.root) ?? source.root,
        images: source.images ?? below(description.images),
        pairs: source.pairs ?? below(description.pairs),
      });
      requireCounts(loaded, expect ?? {}, path);
      return { ...loaded, protocol: { ...loaded.protocol, name } };
    },
  };
}

function requireCounts(
  { protocol }: LoadedDataset,
  expected: Readonly<Partial<Record<'images' | 'genuine' | 'impostor', number | undefined>>>,
  path: string,
): void {
  const genuine = protocol.genuine.reduce((sum, one) => sum + one, 0);
  const found = {
    images: protocol.images.length,
    genuine,
    impostor: protocol.genuine.length - genuine,
  };
  for (const what of ['images', 'genuine', 'impostor'] as const) {
    if (expected[what] === undefined || expected[what] === found[what]) continue;
    throw new FormatError(
      'E_EXPECT',
      { file: path },
      `expect.${what} is ${expected[what]}, the files hold ${found[what]}`,
      'correct the description or the files',
    );
  }
}
