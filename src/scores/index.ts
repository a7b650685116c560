import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EXIT, FormatError, UserError } from '../errors.js';
import { passingChunks } from '../files/chunks.js';
import { readFailure } from '../files/file-failure.js';
import { plainBlocks, type TextBlock } from '../files/plain-text.js';
import { quote } from '../files/quote.js';
import { BOB, BOB_MEASURE } from './bob.js';
import { CSV } from './csv.js';
import { NPY } from './npy.js';
import { NPZ } from './npz.js';
import { PYEER, readPyeer } from './pyeer.js';
import type { ScoreFile } from './score-file.js';
import { firstStatement } from './score-table.js';
import type { FileHead, ScoreFormat, ScoreSource } from './score-format.js';

export type { ComparedPictures, NamedScores, ScoreFile } from './score-file.js';
export type { ScoreFormat } from './score-format.js';
export { scoresCsv } from './write-csv.js';

/** Every form in which scores are read, in the order in which a file's beginning is held against them. */
export const SCORE_FORMATS: readonly ScoreFormat[] = [NPY, NPZ, CSV, BOB, BOB_MEASURE, PYEER];

export interface ReadScoresOptions {
  /** Stops the reading of a long text. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The scores in the file `path`, in the format that its beginning tells, or else its extension.
 *
 * @throws FormatError with the place of what breaks the grammar; UserError E_SCORES_FORMAT (65) where it is in none,
 *   E_FILE_MISSING (66), E_FILE_READ (74); the signal's reason when stopped
 */
export async function readScores(
  path: string,
  { signal }: ReadScoresOptions = {},
): Promise<ScoreFile> {
  const { head, size } = await beginningOf(path);
  const format = formatOf(path, head);
  const texts: Hash[] = [];
  const source: ScoreSource = {
    path,
    size,
    text: () => {
      const hash = createHash('sha256');
      texts.push(hash);
      return textOf(path, hash, signal);
    },
  };
  const content = await format.read(source);
  // A text was hashed as it was read.
  const hash = texts[0] ?? hashOf(path);
  return { ...content, name: stemOf(path), digest: hash.digest('hex') };
}

/**
 * The scores in two files, one of genuine and one of impostor comparisons, as pyeer reads them: one score a line, or, where
 * `impostor` is a `histogram`, on its line i from 0 how many comparisons have the score i. Named after the first.
 *
 * @throws FormatError, UserError as readScores
 */
export async function readTwoClasses(
  genuine: string,
  impostor: string,
  histogram: boolean,
  { signal }: ReadScoresOptions = {},
): Promise<ScoreFile> {
  const hashes = [createHash('sha256'), createHash('sha256')] as const;
  const [mated, nonMated] = await Promise.all(
    [genuine, impostor].map(async (path, i): Promise<ScoreSource> => {
      const { size } = await beginningOf(path);
      return { path, size, text: () => textOf(path, hashes[i]!, signal) };
    }),
  );
  const content = await readPyeer(mated!, nonMated!, histogram);
  const both = hashes.map((hash) => hash.digest('hex')).join(' ');
  const digest = createHash('sha256').update(`${both} ${histogram ? 'histogram' : 'list'}`);
  return { ...content, name: stemOf(genuine), digest: digest.digest('hex') };
}

function hashOf(path: string): Hash {
  const hash = createHash('sha256');
  for (const chunk of passingChunks(path)) hash.update(chunk);
  return hash;
}

/** The file's name without folder and extension. */
export function stemOf(path: string): string {
  return basename(path, extname(path));
}

const HEAD = 64 * 1024;

async function beginningOf(path: string): Promise<{ head: FileHead; size: number }> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw readFailure(path, error);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) {
      const what = `${path} is not a file`;
      throw new UserError('E_FILE_KIND', what, 'name a file of scores', EXIT.badData);
    }
    const buffer = Buffer.alloc(Math.min(HEAD, stat.size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    const line = /^[^\r\n]*/.exec(text)![0];
    return { head: { bytes, line, statement: firstStatement(text) }, size: stat.size };
  } finally {
    await handle.close();
  }
}

function formatOf(path: string, head: FileHead): ScoreFormat {
  const extension = extname(path).toLowerCase();
  const format =
    SCORE_FORMATS.find(({ fits }) => fits(head)) ??
    SCORE_FORMATS.find(({ extensions }) => extensions.includes(extension));
  if (format !== undefined) return format;
  throw new FormatError(
    'E_SCORES_FORMAT',
    { file: path, line: 1, column: 1 },
    `${head.line === '' ? 'an empty line' : quote(head.line)} begins no file of scores`,
    'name columns score and genuine in a first line; magface list scores tells every format',
  );
}

/** Blocks between two rests: about 4 MiB. */
const BLOCKS = 16;

async function* textOf(
  path: string,
  hash: Hash,
  signal: AbortSignal | undefined,
): AsyncGenerator<TextBlock, void> {
  let count = 0;
  for (const block of plainBlocks(passingChunks(path, hash), path)) {
    yield block;
    if (++count % BLOCKS === 0) await setImmediate();
    signal?.throwIfAborted();
  }
}
