import { existsSync } from 'node:fs';
import type { Halves } from '../embeddings/embedding-format.js';
import { lengthOfRow, requireDistinct, requireUsable } from '../embeddings/embedding-set.js';
import { readEmbeddings, writeEmbeddings, writtenFormat } from '../embeddings/formats.js';
import { readIds } from '../embeddings/ids-file.js';
import { EXIT, UserError } from '../errors.js';
import { fromHalf, toHalf } from '../float16.js';
import type { Talk } from '../talk.js';
import { VERSION } from '../version.js';
import { isSame } from './save.js';

export interface ConvertRequest {
  readonly input: string;
  readonly output: string;
  /** Names of formats, where content and extension do not tell them. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly dtype: 'f32' | 'f16';
  readonly dim?: number | undefined;
  /** File with a name for every row, in place of those that the input has. */
  readonly ids?: string | undefined;
  readonly halves?: Halves | undefined;
  /** Whether something that is called as the output may be replaced. */
  readonly force?: boolean | undefined;
}

/**
 * Resolves when the vectors of `input` lie in `output`, raw as they were: float32 bit for bit, with their names.
 *
 * Remarks on every loss: float64 rounded to float32, and with `dtype` f16 by how much the numbers moved.
 * @throws UserError E_CONVERT (usage) where the output is the input, or is there and is not to be replaced; E_EMBED_ZERO and
 *   E_EMBED_NONFINITE, naming the row, for what is no embedding; E_EMBED_DUPLICATE for names that stand twice; E_EMBED_HALF for what
 *   float16 cannot hold; and those of the formats
 */
export async function convert(request: ConvertRequest, talk: Talk): Promise<void> {
  const { input, output, from, to, dtype, dim, halves } = request;
  const written = writtenFormat(output, to);
  if (written.write === undefined) {
    throw refuse(`the format ${written.name} is only read`, 'choose another with --to');
  }
  if (isSame(input, output)) throw refuse(`${input} would be replaced by itself`, 'name another');
  if (request.force !== true && existsSync(output)) {
    throw refuse(`${output} is there already`, 'name another, or replace it with --force');
  }
  const read = await readEmbeddings(input, { from, dim, halves });
  for (const warning of read.warnings) talk.remark(warning);
  const ids = request.ids === undefined ? read.ids : await readIds(request.ids);
  const { raw } = read;
  const rows = raw.length / read.dim;
  if (ids !== undefined && ids.length !== rows) {
    throw new UserError(
      'E_EMBED_IDS',
      `${input} has ${rows} rows, ${request.ids ?? input} names ${ids.length}`,
      'put one id a line for every row',
      EXIT.badData,
    );
  }
  if (ids !== undefined) requireDistinct(ids);
  for (let row = 0; row < rows; row++) {
    requireUsable(
      lengthOfRow(raw, row * read.dim, read.dim),
      nameOf(ids, row),
      `${input}, row ${row} (from 0): `,
    );
  }
  if (dtype === 'f16') talk.remark(roundToHalf(raw, read.dim, ids, input));
  const named = ids === undefined ? { raw, dim: read.dim } : { ids, raw, dim: read.dim };
  const facts = { from: input, format: read.format, digest: read.digest, dtype };
  const provenance = { magface: VERSION, ...facts, pictures: rows, dim: read.dim };
  await writeEmbeddings(output, named, provenance, { to, type: dtype });
  talk.remark(
    `${rows} vectors of ${read.dim} from ${input} (${read.format}) in ${output} (${written.name})`,
  );
}

/**
 * A remark on what rounding to float16 costs; `raw` is rounded where it lies.
 * @throws UserError E_EMBED_HALF for a number above 65,504, E_EMBED_ZERO where all of a vector becomes zero
 */
function roundToHalf(
  raw: Float32Array,
  dim: number,
  ids: readonly string[] | undefined,
  input: string,
): string {
  let [largest, at] = [0, 0];
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i]!;
    const half = fromHalf(toHalf(value));
    if (!Number.isFinite(half)) {
      throw new UserError(
        'E_EMBED_HALF',
        `${value} in the embedding of ${JSON.stringify(nameOf(ids, Math.floor(i / dim)))} is beyond float16`,
        'leave out --dtype f16',
        EXIT.badData,
      );
    }
    const error = Math.abs(half - value);
    if (error > largest) [largest, at] = [error, i];
    raw[i] = half;
  }
  for (let row = 0; row * dim < raw.length; row++) {
    requireUsable(lengthOfRow(raw, row * dim, dim), nameOf(ids, row), `${input} in float16: `);
  }
  const where = JSON.stringify(nameOf(ids, Math.floor(at / dim)));
  return largest === 0
    ? 'float16 holds every number exactly'
    : `rounded to float16: a number moves by ${Number(largest.toPrecision(3))} at most, in ${where}`;
}

function nameOf(ids: readonly string[] | undefined, row: number): string {
  return ids?.[row] ?? `row ${row}`;
}

function refuse(what: string, remedy: string): UserError {
  return new UserError('E_CONVERT', what, remedy, EXIT.usage);
}
