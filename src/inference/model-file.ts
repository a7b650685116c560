import { createHash } from 'node:crypto';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EXIT, UserError } from '../errors.js';

/** A model's file, read once from end to end. */
export interface ModelFile {
  /** Absolute path with links resolved: weights kept in files of their own are looked for beside it. */
  readonly path: string;
  /** sha256 (hex) of the file itself. */
  readonly sha256: string;
  /**
   * sha256 (hex) of all that decides the model's answers: equal to `sha256`, but for a model with outside weights, where it
   * is that of the lines `NAME sha256` of the model and of each weights file by name.
   */
  readonly digest: string;
}

/** An `external_data` entry of a tensor: key `location`, then the tag and the length of its value (onnx.proto, field 13). */
const LOCATION = Buffer.from('\x0a\x08location\x12', 'latin1');
/** No path is longer, so a name can be read whole from what is kept between two chunks. */
const LONGEST_NAME = 4096;

/**
 * The model at `path`, its digest, and that of its weights where these lie in files of their own.
 *
 * @throws UserError E_MODEL_MISSING (66), E_MODEL_UNREADABLE (74), or E_MODEL_FORMAT (69) for what is plainly no model:
 *   a folder, an empty file, a Git LFS pointer, an HTML page, weights outside the model's folder or absent
 */
export async function readModelFile(path: string): Promise<ModelFile> {
  const absolute = await realpath(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  const { sha256, head, names } = await scan(absolute, path);
  const stranger = strangerIn(head);
  if (stranger !== undefined) throw unusable(path, ...stranger);
  if (names.length === 0) return { path: absolute, sha256, digest: sha256 };
  const whole = createHash('sha256').update(`model ${sha256}\n`);
  for (const name of names) {
    const weights = join(dirname(absolute), checkedName(name, path));
    const { sha256: one } = await scan(weights, weights).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      const what = `keeps weights in ${JSON.stringify(name)}, which cannot be read`;
      throw unusable(path, what, 'put the file beside the model');
    });
    whole.update(`${JSON.stringify(name)} ${one}\n`);
  }
  return { path: absolute, sha256, digest: whole.digest('hex') };
}

interface Scanned {
  readonly sha256: string;
  /** The first bytes, as Latin-1. */
  readonly head: string;
  /** Names of the files that tensors are kept in, sorted; read as they stand, so check them. */
  readonly names: readonly string[];
}

/** What one pass over a file shows. The names of outside weights are found by their tag, without parsing the whole graph. */
async function scan(path: string, shown: string): Promise<Scanned> {
  let file: FileHandle | undefined;
  try {
    // Asked before it is opened: opening a pipe would wait for ever.
    if (!(await stat(path)).isFile()) {
      throw unusable(shown, 'is not a file', 'name the .onnx file');
    }
    file = await open(path);
    const hash = createHash('sha256');
    const names = new Set<string>();
    let head = '';
    let kept = Buffer.alloc(0);
    const chunks = file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 });
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      if (head === '') head = chunk.toString('latin1', 0, 200);
      hash.update(chunk);
      const window = Buffer.concat([kept, chunk]);
      collectNames(window, names);
      kept = window.subarray(Math.max(0, window.length - LOCATION.length - LONGEST_NAME - 2));
    }
    return { sha256: hash.digest('hex'), head, names: [...names].sort() };
  } catch (error) {
    throw unreadable(shown, error);
  } finally {
    await file?.close();
  }
}

/** Adds every name that stands whole in `window`. */
function collectNames(window: Buffer, names: Set<string>): void {
  for (let at = window.indexOf(LOCATION); at >= 0; at = window.indexOf(LOCATION, at + 1)) {
    const tag = at + LOCATION.length;
    // The length is a varint; names of 128 bytes and more take two bytes of it.
    const [low, high] = [window[tag], window[tag + 1]];
    if (low === undefined || high === undefined) continue;
    const [length, start] = low < 128 ? [low, tag + 1] : [(low & 127) + high * 128, tag + 2];
    if (length > LONGEST_NAME || start + length > window.length) continue;
    names.add(window.toString('utf8', start, start + length));
  }
}

/** The runtime cuts a name at a NUL and refuses to leave the model's folder; both are said here in words. */
function checkedName(name: string, path: string): string {
  if (!name.includes('\0') && !name.startsWith('/') && !name.split(/[\\/]/).includes('..')) {
    return name;
  }
  const what = `asks for weights in ${JSON.stringify(name)}, outside its folder`;
  throw unusable(path, what, 'export it with the weights beside or inside the model');
}

/** What a file that begins so is, and what to do, when it is plainly no model. */
function strangerIn(head: string): [what: string, remedy: string] | undefined {
  if (head === '') return ['is empty', 'fetch the model again'];
  if (head.startsWith('version https://git-lfs')) {
    return ['is a Git LFS pointer, not the model', 'run `git lfs pull`'];
  }
  if (/^\s*<(!doctype|html)/i.test(head)) {
    return ['is an HTML page, not a model', 'fetch the model again'];
  }
  return undefined;
}

function unusable(path: string, what: string, remedy: string): UserError {
  return new UserError('E_MODEL_FORMAT', `${path} ${what}`, remedy, EXIT.unusableModel);
}

function unreadable(path: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new UserError(
        'E_MODEL_MISSING',
        `there is no model at ${path}`,
        'check --model',
        EXIT.missingInput,
        { cause },
      )
    : new UserError(
        'E_MODEL_UNREADABLE',
        `${path} cannot be read (${code})`,
        'check its permissions',
        EXIT.ioError,
        { cause },
      );
}
