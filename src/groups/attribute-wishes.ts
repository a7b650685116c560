import { EXIT, UserError } from '../errors.js';
import { isDecimal } from '../files/decimal.js';
import { quote } from '../files/quote.js';

/** One column that groups are made of, and how numbers in it are cut. */
export interface AttributePart {
  readonly column: string;
  /** Where groups begin, ascending; below the first is a group too. */
  readonly edges?: readonly number[];
  /** Groups of as equal size as can be. */
  readonly shares?: number;
}

/** An attribute that is asked for: one column, or several crossed. */
export interface AttributeWish {
  /** As reports call it: `sex`, `age`, `sex+race`. */
  readonly name: string;
  readonly parts: readonly AttributePart[];
}

/** More shares than that nobody reads. */
const MOST_SHARES = 20;

/**
 * What each text asks for, in their order: `NAME` a column as it is; `NAME:18,35,60` a column of numbers, cut where groups begin;
 * `NAME:/4` cut into four groups of equal size; `NAME+NAME` groups crossed, each part as above.
 *
 * @throws UserError E_GROUPS_WISH (usage) naming together all texts that ask for nothing, and attributes asked for twice
 */
export function parseAttributes(texts: readonly string[]): readonly AttributeWish[] {
  const faults: string[] = [];
  const wishes = texts.map((text): AttributeWish => {
    const parts = text.split('+').map((part) => partOf(part, faults));
    return { name: parts.map(({ column }) => column).join('+'), parts };
  });
  wishes.forEach(({ name, parts }, i) => {
    if (wishes.findIndex((other) => other.name === name) < i) {
      faults.push(`${quote(name)} is asked for twice`);
    }
    const columns = parts.map(({ column }) => column);
    if (new Set(columns).size < columns.length)
      faults.push(`${quote(name)} crosses a column with itself`);
  });
  if (faults.length === 0) return wishes;
  throw new UserError(
    'E_GROUPS_WISH',
    faults.join('; '),
    'write NAME, NAME:18,35,60, NAME:/4 or NAME+NAME behind the file',
    EXIT.usage,
  );
}

function partOf(text: string, faults: string[]): AttributePart {
  const colon = text.lastIndexOf(':');
  const column = colon < 0 ? text : text.slice(0, colon);
  if (column === '') faults.push(`${quote(text)} names no column`);
  if (colon < 0) return { column };
  const cuts = text.slice(colon + 1);
  const shares = /^\/([1-9]\d?)$/.exec(cuts);
  if (shares !== null) {
    const count = Number(shares[1]);
    if (count < 2 || count > MOST_SHARES) {
      faults.push(`${quote(text)}: expected 2 to ${MOST_SHARES} shares`);
    }
    return { column, shares: count };
  }
  const edges = cuts.split(',').map((edge) => (isDecimal(edge) ? Number(edge) : NaN));
  if (edges.some((edge, i) => !Number.isFinite(edge) || edge <= (edges[i - 1] ?? -Infinity))) {
    faults.push(`${quote(text)}: expected numbers in ascending order behind the colon`);
  }
  return { column, edges };
}
