import { FormatError } from '../../errors.js';
import { parseFlatJson, positionIn, type FlatValue } from '../../files/flat-json.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import { insidePath } from './paths.js';

/** A list of MegaFace's devkit. */
export interface MegafaceList {
  /** Paths of pictures, each once. */
  readonly paths: readonly string[];
  /** Who is on each; absent where the list does not say. */
  readonly persons?: readonly string[];
}

/**
 * The pictures of `facescrub_features_list.json`, `megaface_features_list.json_1000000_1` and the like: an object with an array
 * `path` and, for probes, an array `id` as long. Other keys are passed over.
 *
 * Source: `experiments/run_experiment.py` of MegaFace's devkit, which reads `path`.
 * @param needed whether the persons must be told
 * @throws FormatError E_MEGAFACE_JSON for any other text, for arrays of different lengths, an empty list and a picture that stands
 *   twice; E_PATH_TRAVERSAL; each with line and column
 */
export function parseMegafaceList(bytes: Uint8Array, file: string, needed: boolean): MegafaceList {
  const entries = parseFlatJson(bytes, file, 'E_MEGAFACE_JSON');
  const placeOf = ({ at }: { readonly at: number }) =>
    positionIn(new TextDecoder().decode(bytes), at, file);
  const start = { file, line: 1, column: 1 };
  const listed = entries.get('path');
  if (listed === undefined) throw refuse(start, 'there is no array "path"');
  if (listed.length === 0) throw refuse(start, 'the list names no picture');
  const seen = new Set<string>();
  for (const entry of listed) {
    const { value } = entry;
    if (typeof value !== 'string') {
      throw refuse(placeOf(entry), `expected the path of a picture, found ${String(value)}`);
    }
    if (seen.has(value)) throw refuse(placeOf(entry), `${quote(value)} stands twice`);
    seen.add(value);
    checked(value, entry, placeOf);
  }
  const ids = entries.get('id');
  if (!needed) return { paths: [...seen] };
  if (ids === undefined) throw refuse(start, 'there is no array "id"');
  if (ids.length !== listed.length) {
    throw refuse(start, `${ids.length} entries of "id", ${listed.length} of "path"`);
  }
  const persons = ids.map((entry) => {
    const { value } = entry;
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value !== '') return value;
    throw refuse(placeOf(entry), `expected a person, found ${JSON.stringify(value)}`);
  });
  return { paths: [...seen], persons };
}

/** A path that is not plain is looked at again with its place, which takes a walk through the file to find. */
function checked(
  path: string,
  entry: FlatValue,
  placeOf: (entry: FlatValue) => { file: string; line: number; column: number },
): void {
  try {
    insidePath({ text: path, file: '', line: 1, column: 1 });
  } catch {
    insidePath({ text: path, ...placeOf(entry) });
  }
}

/**
 * The pictures of a list of noise as InsightFace hands it on: a path (or the name of a picture) on each line, perhaps behind a tab;
 * lines that begin with # are comments.
 *
 * Source: `recognition/_evaluation_/megaface/remove_noises.py` of InsightFace.
 * @throws FormatError E_MEGAFACE_NOISES for a blank line, with line and column
 */
export function parseMegafaceNoises(lines: Iterable<Line>, file: string): ReadonlySet<string> {
  const noises = new Set<string>();
  for (const { number, text } of lines) {
    if (text.startsWith('#')) continue;
    const name = (text.split('\t')[1] ?? text).trim();
    if (name === '') {
      const place = { file, line: number, column: 1 };
      throw new FormatError('E_MEGAFACE_NOISES', place, 'no picture is named', 'take the line out');
    }
    noises.add(name);
  }
  return noises;
}

function refuse(
  place: { readonly file: string; readonly line: number; readonly column: number },
  what: string,
): FormatError {
  return new FormatError('E_MEGAFACE_JSON', place, what, 'take the list as distributed');
}
