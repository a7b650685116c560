import type { MatArray } from '../../files/mat-file.js';
import { FormatError } from '../../errors.js';
import { insidePath } from './paths.js';

/** One comparison of AgeDB's protocol. */
export interface AgedbPair {
  /** Names of the pictures, without extension. */
  readonly left: string;
  readonly right: string;
  readonly genuine: boolean;
  /** From 0. */
  readonly fold: number;
}

/** How deep the name of a picture may lie in cells and structures of one element. */
const DEEPEST = 6;

/**
 * The comparisons of AgeDB's `04_FINAL_protocol_30_years.mat`, split after split: its variable `splits` holds a cell for each split,
 * and that a structure with the pictures, a cell array of two rows (or columns) whose elements begin with a picture's name, and the
 * labels, as many numbers, 1 genuine and -1 (or 0) impostor. Where there are no labels, two pictures are of one person when their
 * names agree up to the first `_`, as InsightFace's packer reads them.
 *
 * @param file name for messages
 * @throws FormatError E_AGEDB for another structure, E_LABEL for another label, each with the byte; E_PATH_TRAVERSAL
 */
export function parseAgedbMat(
  variables: ReadonlyMap<string, MatArray>,
  file: string,
): readonly AgedbPair[] {
  const splits = variables.get('splits');
  if (splits?.kind !== 'cells' || splits.cells.length === 0) {
    const found = [...variables.keys()].join(', ') || 'none';
    throw (
      splits?.refuse('E_AGEDB', 'splits are no cell array') ??
      new FormatError(
        'E_AGEDB',
        { file },
        `no variable splits; there are: ${found}`,
        'name the protocol of AgeDB, 04_FINAL_protocol_30_years.mat',
      )
    );
  }
  const pairs = splits.cells.flatMap((split, fold) => splitPairs(split, file, fold));
  if (pairs.length === 0) throw splits.refuse('E_AGEDB', 'splits without a comparison');
  return pairs;
}

function splitPairs(split: MatArray, file: string, fold: number): AgedbPair[] {
  const parts = partsOf(split);
  const pictures = parts.find(({ kind }) => kind === 'cells');
  if (pictures?.kind !== 'cells') throw split.refuse('E_AGEDB', 'a split without pictures');
  const [rows, columns, ...further] = pictures.shape;
  if (further.length > 0 || (rows !== 2 && columns !== 2)) {
    const shape = pictures.shape.join('x');
    throw pictures.refuse('E_AGEDB', `pictures of the shape ${shape}, where one side is to be 2`);
  }
  // Column by column: of two rows each column is a comparison, of two columns each row.
  const count = pictures.cells.length / 2;
  const [step, across] = rows === 2 ? [2, 1] : [1, count];
  const labels = parts.find(({ kind }) => kind === 'numbers');
  if (labels?.kind === 'numbers' && labels.values.length !== count) {
    const what = `${labels.values.length} labels of ${count} comparisons`;
    throw labels.refuse('E_AGEDB', what);
  }
  return Array.from({ length: count }, (_, k) => {
    const left = nameOf(pictures.cells[k * step]!, file);
    const right = nameOf(pictures.cells[k * step + across]!, file);
    const genuine =
      labels?.kind === 'numbers'
        ? isGenuine(labels.values[k]!, labels)
        : agedbPerson(left) === agedbPerson(right);
    return { left, right, genuine, fold };
  });
}

/** What a split is made of: the fields of its structure, or the elements of a cell array that stands for one. */
function partsOf(split: MatArray): readonly MatArray[] {
  if (split.kind === 'structs' && split.structs.length === 1)
    return [...split.structs[0]!.values()];
  // A cell around the structure is MATLAB's habit; around two rows of pictures it would be the pictures themselves.
  if (split.kind === 'cells' && split.cells.length === 1) return partsOf(split.cells[0]!);
  if (split.kind === 'cells') return [split];
  throw split.refuse('E_AGEDB', 'a split that is no structure');
}

function nameOf(element: MatArray, file: string): string {
  let inner: MatArray | undefined = element;
  for (let depth = 0; inner !== undefined && depth < DEEPEST; depth++) {
    if (inner.kind === 'text' && inner.rows.length === 1) {
      return insidePath({ text: inner.rows[0]!, file, line: 1, column: 1 });
    }
    if (inner.kind === 'cells') inner = inner.cells[0];
    else if (inner.kind === 'structs') inner = inner.structs[0]?.values().next().value;
    else break;
  }
  throw element.refuse('E_AGEDB', 'an element that does not begin with the name of a picture');
}

function isGenuine(label: number, labels: MatArray): boolean {
  if (label === 1) return true;
  if (label === -1 || label === 0) return false;
  throw labels.refuse('E_LABEL', `the label ${label}, where 1 and -1 may be`);
}

/** The person in the name of a picture of AgeDB's protocol. */
export function agedbPerson(picture: string): string {
  return picture.split('_', 1)[0]!;
}
