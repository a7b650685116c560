import { FormatError } from '../../errors.js';
import type { MatArray } from '../../files/mat-file.js';
import { plainName } from './paths.js';

/** A picture of TinyFace's test set. */
export interface TinyfacePicture {
  /** As `1_106.jpg`, below the folder of its kind. */
  readonly name: string;
  /** Number of the person. */
  readonly person: number;
}

/**
 * The pictures of `gallery_match_img_ID_pairs.mat` or `probe_img_ID_pairs.mat` in their order: its variable `KIND_set` holds a cell
 * with the name of each, `KIND_ids` as many numbers of persons.
 *
 * @param file name for messages
 * @throws FormatError E_TINYFACE for other variables, for other counts of names and numbers, for a number that is no whole one, and
 *   for a picture that stands twice, where it can with the byte; E_PATH_TRAVERSAL
 */
export function parseTinyfaceMat(
  variables: ReadonlyMap<string, MatArray>,
  kind: 'gallery' | 'probe',
  file: string,
): readonly TinyfacePicture[] {
  const names = variableOf(variables, `${kind}_set`, file);
  const persons = variableOf(variables, `${kind}_ids`, file);
  if (names.kind !== 'cells') throw names.refuse('E_TINYFACE', `${kind}_set is no cell array`);
  if (persons.kind !== 'numbers') throw persons.refuse('E_TINYFACE', `${kind}_ids are no numbers`);
  const { cells } = names;
  const { values } = persons;
  if (cells.length !== values.length || cells.length === 0) {
    throw persons.refuse(
      'E_TINYFACE',
      `${values.length} numbers of persons of ${cells.length} pictures`,
    );
  }
  const seen = new Set<string>();
  return cells.map((cell, i) => {
    const text = cell.kind === 'text' && cell.rows.length === 1 ? cell.rows[0]! : undefined;
    if (text === undefined) throw cell.refuse('E_TINYFACE', 'an element that is no name');
    const name = plainName({ text, file, line: 1, column: 1 });
    if (seen.has(name)) throw cell.refuse('E_TINYFACE', `${name} stands twice`);
    seen.add(name);
    const person = values[i]!;
    if (!Number.isSafeInteger(person) || person < 0) {
      throw persons.refuse('E_TINYFACE', `the person ${person} of ${name}`);
    }
    return { name, person };
  });
}

function variableOf(
  variables: ReadonlyMap<string, MatArray>,
  name: string,
  file: string,
): MatArray {
  const found = variables.get(name);
  if (found !== undefined) return found;
  const there = [...variables.keys()].join(', ') || 'none';
  throw new FormatError(
    'E_TINYFACE',
    { file },
    `no variable ${name}; there are: ${there}`,
    'take the file as it is distributed',
  );
}
