import { resolve } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import { readModelFile } from './model-file.js';
import { findPreprocess, type Preprocess } from './preprocess.js';
import { readSidecar, sidecarOf } from './sidecar.js';

/** A model on disk, and how its pixels are to be prepared. */
export interface Model {
  /** Absolute path with links resolved. */
  readonly path: string;
  /** sha256 (hex) of all that decides the model's answers: the file, and its weights where they lie outside it. */
  readonly digest: string;
  readonly preprocess: Preprocess;
  /** Length of the embedding, where the sidecar promises one. */
  readonly dim?: number;
}

/**
 * The model at `path` with the preprocessing called `preset`, or else the one its sidecar names.
 *
 * @throws UserError E_PREPROCESS or E_PREPROCESS_UNKNOWN (usage), E_MODEL_DIGEST (69), and those of `readModelFile`;
 *   FormatError E_SIDECAR (65)
 */
export async function openModel(path: string, preset: string | undefined): Promise<Model> {
  const chosen = preset === undefined ? undefined : findPreprocess(preset);
  const file = await readModelFile(path);
  const sidecar = await readSidecar(sidecarOf(resolve(path)));
  if (sidecar?.sha256 !== undefined && sidecar.sha256 !== file.sha256) {
    throw new UserError(
      'E_MODEL_DIGEST',
      `${path} has sha256 ${file.sha256}, its sidecar says ${sidecar.sha256}`,
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
    path: file.path,
    digest: file.digest,
    preprocess,
    ...(sidecar?.dim === undefined ? {} : { dim: sidecar.dim }),
  };
}
