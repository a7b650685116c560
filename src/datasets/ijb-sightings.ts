import { join } from 'node:path';
import { parseIjbFaces, type IjbFace } from './formats/ijb-faces.js';
import { isFile, protocolLines } from './protocol-file.js';

/** Tables of every face that was annotated, beside those of a protocol. */
const NAMES = ['ijbc_metadata_with_age.csv', 'ijbc_metadata.csv', 'archive/ijbc_metadata.csv'];

/**
 * What tells the sighting of a face in a table that does not, out of the first of the tables of all faces in `folder`; by subject,
 * picture and box. Nothing is read before the first face is asked for, and nothing is known where no such table is there.
 *
 * @throws FormatError those of `parseIjbFaces`, when it is read
 */
export async function sightingsBeside(
  folder: string,
): Promise<(face: IjbFace) => number | undefined> {
  let path: string | undefined;
  for (const name of NAMES) {
    if (path === undefined && (await isFile(join(folder, name)))) path = join(folder, name);
  }
  let known: ReadonlyMap<string, number> | undefined;
  return (face) => {
    if (path === undefined) return undefined;
    known ??= sightingsIn(path);
    return known.get(keyOf(face));
  };
}

function sightingsIn(path: string): Map<string, number> {
  const known = new Map<string, number>();
  const faces = parseIjbFaces(protocolLines(path), path, ['subject', 'file', 'sighting']);
  for (const face of faces) {
    if (!Number.isNaN(face.sighting)) known.set(keyOf(face), face.sighting);
  }
  return known;
}

const keyOf = ({ subject, id }: IjbFace) => `${subject} ${id}`;
