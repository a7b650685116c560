import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { FormatError } from '../errors.js';
import { PRESETS, type Preprocess } from './preprocess.js';

/** What a file beside a model says of it. */
export interface Sidecar {
  readonly preprocess: Preprocess;
  /** Length of the embedding. */
  readonly dim?: number;
  /** sha256 (hex) of the model's file. */
  readonly sha256?: string;
}

const triple = (value: z.ZodNumber) => z.tuple([value, value, value]);

const SCHEMA = z.strictObject({
  preprocess: z.union([
    z.enum(PRESETS.map(({ name }) => name)),
    z.strictObject({
      channels: z.enum(['rgb', 'bgr']),
      mean: triple(z.number()),
      std: triple(z.number().positive()),
    }),
  ]),
  size: z.literal(112).optional(),
  dim: z.int().positive().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits in lower case')
    .optional(),
});

/** Where the sidecar of `model` lies: `model.yaml` beside `model.onnx`. */
export function sidecarOf(model: string): string {
  return `${model.replace(/\.onnx$/i, '')}.yaml`;
}

/**
 * What the sidecar at `path` says; undefined where there is none.
 *
 * `preprocess` is a preset's name, or `channels` with `mean` and `std` in 0..255; `size` (112), `dim` and `sha256` may be
 * added; anything else is refused, since a misspelt word would otherwise be obeyed by silence.
 * @throws FormatError E_SIDECAR (65) with the line where the YAML breaks
 */
export async function readSidecar(path: string): Promise<Sidecar | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new FormatError('E_SIDECAR', { file: path }, `cannot be read (${code})`, 'check it', {
      cause: error,
    });
  }
  const checked = SCHEMA.safeParse(parseYaml(text, path));
  if (!checked.success) {
    const said = checked.error.issues.map(sayIssue).join(', ');
    throw new FormatError('E_SIDECAR', { file: path }, said, 'see docs/models.md');
  }
  const { preprocess, dim, sha256 } = checked.data;
  return {
    preprocess:
      typeof preprocess === 'string'
        ? PRESETS.find(({ name }) => name === preprocess)!
        : { name: 'sidecar', summary: `as ${path} says`, ...preprocess },
    ...(dim === undefined ? {} : { dim }),
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

function parseYaml(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const place = error instanceof YAMLParseError ? error.linePos?.[0] : undefined;
    const position = {
      file: path,
      ...(place === undefined ? {} : { line: place.line, column: place.col }),
    };
    const said = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new FormatError(
      'E_SIDECAR',
      position,
      said.replace(/ at line .*$/, ''),
      'write it as YAML',
    );
  }
}

function sayIssue({ path, message }: z.core.$ZodIssue): string {
  if (path[0] === 'preprocess' && path.length === 1) {
    const names = PRESETS.map(({ name }) => name).join(', ');
    return `preprocess is neither a preset (${names}) nor channels, mean and std`;
  }
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
