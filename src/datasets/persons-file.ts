import { FormatError } from '../errors.js';
import { quote } from '../files/quote.js';
import type { PairProtocol } from '../types.js';
import { parsePictureTable } from './formats/picture-table.js';
import { protocolLines } from './protocol-file.js';

/**
 * The protocol with the person of each picture as the table at `path` names it, persons numbered in the order of the pictures.
 *
 * @throws those of `protocolLines` and `parsePictureTable`; FormatError E_PERSONS where it does not name a compared picture
 */
export function withPersons(protocol: PairProtocol, path: string): PairProtocol {
  const personOf = new Map<string, string>();
  for (const picture of parsePictureTable(
    protocolLines(path, undefined, 'check persons in the description'),
    path,
  )) {
    personOf.set(picture.path, picture.identity);
  }
  const unnamed = protocol.images.filter((id) => !personOf.has(id));
  if (unnamed.length > 0) {
    throw new FormatError(
      'E_PERSONS',
      { file: path },
      `${unnamed.length} of ${protocol.images.length} compared pictures are not named, such as ${quote(unnamed[0]!)}`,
      'name every picture as the list of comparisons does',
    );
  }
  const number = new Map<string, number>();
  const identity = Int32Array.from(protocol.images, (id) => {
    const person = personOf.get(id)!;
    const known = number.get(person) ?? number.size;
    number.set(person, known);
    return known;
  });
  return { ...protocol, identity, identities: [...number.keys()] };
}
