import { createHash } from 'node:crypto';
import { open, readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { EXIT, FormatError, UserError } from '../errors.js';
import { findPreprocess, type Preprocess } from './preprocess.js';

/** A model on disk, and how its pixels are to be prepared. */
export interface Model {
  /** Absolute path with links resolved: weights kept in files of their own are looked for beside it. */
  readonly path: string;
  /** sha256 (hex) of the file. Weights outside it are not covered. */
  readonly digest: string;
  readonly preprocess: Preprocess;
  /** Length of the embedding, where the sidecar promises one. */
  readonly dim?: number;
}

const TRIPLE = z.tuple([z.number(), z.number(), z.number()]);

const SIDECAR = z.strictObject({
  preprocess: z.union([
    z.string(),
    z.strictObject({ channels: z.enum(['rgb', 'bgr']), mean: TRIPLE, std: TRIPLE }),
  ]),
  size: z.literal(112).optional(),
  dim: z.int().positive().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/**
 * The model at `path` with the preprocessing called `preset`, or else the one its sidecar names: `model.yaml` beside
 * `model.onnx`, with `preprocess` (a preset, or channels, mean and std in 0..255), `size`, `dim` and `sha256`.
 *
 * @throws UserError E_MODEL_MISSING (66), E_MODEL_FORMAT or E_MODEL_DIGEST (69), E_PREPROCESS or E_PREPROCESS_UNKNOWN
 *   (usage); FormatError E_SIDECAR (65)
 */
export async function openModel(path: string, preset: string | undefined): Promise<Model> {
  const chosen = preset === undefined ? undefined : findPreprocess(preset);
  const absolute = await locate(path);
  const digest = await digestModel(absolute, path);
  const sidecar = await readSidecar(resolve(path).replace(/\.onnx$/i, '') + '.yaml');
  if (sidecar?.sha256 !== undefined && sidecar.sha256 !== digest) {
    throw new UserError(
      'E_MODEL_DIGEST',
      `${path} has sha256 ${digest}, its sidecar says ${sidecar.sha256}`,
      'fetch the model again, or correct the sidecar',
      EXIT.unusableModel,
    );
  }
  const preprocess = chosen ?? sidecar?.preprocess;
  if (preprocess === undefined) {
    throw new UserError(
      'E_PREPROCESS_UNKNOWN',
      `nothing says how ${path} wants its pixels`,
      'add --preprocess (see `magface list presets`), or a sidecar MODEL.yaml with `preprocess:`',
      EXIT.usage,
    );
  }
  return {
    path: absolute,
    digest,
    preprocess,
    ...(sidecar?.dim === undefined ? {} : { dim: sidecar.dim }),
  };
}

async function locate(path: string): Promise<string> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new UserError(
      'E_MODEL_MISSING',
      `there is no model at ${path}`,
      'check --model',
      EXIT.missingInput,
      { cause },
    );
  });
  if (!found.isFile()) throw unusable(path, 'is not a file', 'name the .onnx file');
  return realpath(path);
}

/** The file's sha256, read as a stream; files that are plainly something else are named. */
async function digestModel(absolute: string, path: string): Promise<string> {
  const file = await open(absolute);
  try {
    const hash = createHash('sha256');
    let first: Buffer | undefined;
    for await (const chunk of file.createReadStream({
      autoClose: false,
    }) as AsyncIterable<Buffer>) {
      first ??= chunk.subarray(0, 200);
      hash.update(chunk);
    }
    const head = first?.toString('latin1');
    if (head === undefined) throw unusable(path, 'is empty', 'fetch the model again');
    if (head.startsWith('version https://git-lfs')) {
      throw unusable(path, 'is a Git LFS pointer, not the model', 'run `git lfs pull`');
    }
    if (/^\s*<(!doctype|html)/i.test(head)) {
      throw unusable(path, 'is an HTML page, not a model', 'fetch the model again');
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

interface Sidecar {
  readonly preprocess: Preprocess;
  readonly dim?: number | undefined;
  readonly sha256?: string | undefined;
}

async function readSidecar(path: string): Promise<Sidecar | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const place = error instanceof YAMLParseError ? error.linePos?.[0] : undefined;
    const position = {
      file: path,
      ...(place === undefined ? {} : { line: place.line, column: place.col }),
    };
    const said = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new FormatError('E_SIDECAR', position, said, 'write it as YAML');
  }
  const checked = SIDECAR.safeParse(value);
  if (!checked.success) {
    const said = z.prettifyError(checked.error).replaceAll('\n', ' ');
    throw new FormatError('E_SIDECAR', { file: path }, said, 'see docs/models.md');
  }
  const { preprocess, dim, sha256 } = checked.data;
  return {
    preprocess:
      typeof preprocess === 'string'
        ? findPreprocess(preprocess)
        : { name: 'sidecar', summary: `as ${path} says`, ...preprocess },
    dim,
    sha256,
  };
}

function unusable(path: string, what: string, remedy: string): UserError {
  return new UserError('E_MODEL_FORMAT', `${path} ${what}`, remedy, EXIT.unusableModel);
}
