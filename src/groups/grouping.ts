import { EXIT, UserError } from '../errors.js';
import { isDecimal } from '../files/decimal.js';
import { quote } from '../files/quote.js';
import type { AttributePart, AttributeWish } from './attribute-wishes.js';
import type { AttributeColumn, GroupTable } from './group-table.js';

/** Groups of the entries of a table. */
export interface EntryGroups {
  readonly attribute: string;
  readonly groups: readonly string[];
  /** Group of each entry, -1 where it is not known. */
  readonly of: Int16Array;
  /** Whether it is a column of numbers as they are, which might be cut. */
  readonly numeric: boolean;
}

/** More groups than that nobody can tell apart, and every two of them are compared. */
export const MOST_GROUPS = 20;

/**
 * The groups that are asked for, in their order; without a wish those of every column that has at most 20 different values, the
 * others being passed over with a remark.
 *
 * Groups are in the order of their numbers where all are numbers, else of their code units. Cut numbers are named `18-35` for at
 * least 18 and less than 35, `<18` and `>=60`; equal shares by the least and the greatest number in them. Groups without an
 * entry are left out.
 *
 * @param wanted which entries groups are made of: the others are of none, and no share counts them
 * @throws UserError E_GROUPS_ATTRIBUTE (65) for columns that are not there, that hold no numbers where they are to be cut, and for
 *   attributes with fewer than 2 or more than 20 groups
 */
export function groupEntries(
  table: GroupTable,
  wishes: readonly AttributeWish[],
  wanted: (entry: number) => boolean,
  remark: (text: string) => void,
): readonly EntryGroups[] {
  if (wishes.length > 0) return wishes.map((wish) => wished(table, wish, wanted));
  const all = table.attributes.map((column) => {
    const parts = [{ column: column.name }];
    return ofParts(table, { name: column.name, parts }, wanted);
  });
  const fit = all.filter((one) => faultOf(one) === undefined);
  if (fit.length === 0) throw refusal(`${table.file}: ${faultOf(all[0]!)!}`, remedyOf(all[0]!));
  for (const one of all) {
    const fault = faultOf(one);
    if (fault !== undefined) remark(`${table.file}: ${fault}: passed over; ${remedyOf(one)}`);
  }
  return fit;
}

function wished(
  table: GroupTable,
  wish: AttributeWish,
  wanted: (entry: number) => boolean,
): EntryGroups {
  const groups = ofParts(table, wish, wanted);
  const fault = faultOf(groups);
  if (fault !== undefined) throw refusal(`${table.file}: ${fault}`, remedyOf(groups));
  return groups;
}

function faultOf({ attribute, groups }: EntryGroups): string | undefined {
  if (groups.length > MOST_GROUPS) {
    return `${quote(attribute)} has ${groups.length} groups, more than ${MOST_GROUPS}`;
  }
  if (groups.length > 1) return undefined;
  return `${quote(attribute)} has ${groups.length === 0 ? 'no group' : 'one group alone'} among what is compared`;
}

function remedyOf({ attribute, groups, numeric }: EntryGroups): string {
  return groups.length > 1 && numeric
    ? `cut numbers with ${attribute}:18,35,60 or ${attribute}:/4, or name other attributes behind the file`
    : 'name other attributes behind the file';
}

function refusal(what: string, remedy: string): UserError {
  return new UserError('E_GROUPS_ATTRIBUTE', what, remedy, EXIT.badData);
}

/** Names of groups with the place of each in their order. */
interface Named {
  readonly groups: readonly string[];
  readonly of: Int32Array;
}

function ofParts(
  table: GroupTable,
  { name, parts }: AttributeWish,
  wanted: (entry: number) => boolean,
): EntryGroups {
  const named = parts.map((part) => ofPart(table, part, wanted));
  // Crossed groups are numbered like digits, the first part being the highest.
  const crossed = Int32Array.from(table.names, (_, entry) =>
    named.reduce((number, { groups, of }) => {
      const group = wanted(entry) ? of[entry]! : -1;
      return number < 0 || group < 0 ? -1 : number * groups.length + group;
    }, 0),
  );
  const used = [...new Set(crossed)].filter((number) => number >= 0).sort((a, b) => a - b);
  const place = new Map(used.map((number, i) => [number, i]));
  const nameOf = (number: number) =>
    named
      .reduceRight(
        ({ rest, names }, { groups }) => ({
          rest: Math.floor(rest / groups.length),
          names: [groups[rest % groups.length]!, ...names],
        }),
        { rest: number, names: [] as string[] },
      )
      .names.join('+');
  return {
    attribute: name,
    groups: used.map(nameOf),
    // Of more groups than a number holds none is told: there are too many anyhow.
    of: Int16Array.from(crossed, (number) => Math.min(place.get(number) ?? -1, 0x7fff)),
    numeric: parts.length === 1 && isPlain(parts[0]!) && named[0]!.groups.every(isDecimal),
  };
}

/**
 * Nothing; throws before any work where {@link groupEntries} would lack a column, or numbers in one that is to be cut.
 * @throws UserError E_GROUPS_ATTRIBUTE (65)
 */
export function requireColumns(table: GroupTable, wishes: readonly AttributeWish[]): void {
  for (const part of wishes.flatMap(({ parts }) => parts)) {
    const column = columnOf(table, part);
    if (!isPlain(part)) numbersIn(table.file, column);
  }
}

function isPlain({ edges, shares }: AttributePart): boolean {
  return edges === undefined && shares === undefined;
}

function columnOf(
  { file, attributes }: Pick<GroupTable, 'file' | 'attributes'>,
  { column }: AttributePart,
): AttributeColumn {
  const found = attributes.find(({ name }) => name === column);
  if (found !== undefined) return found;
  const listed = attributes.map(({ name }) => quote(name)).join(', ');
  throw refusal(`${file} has no column ${quote(column)}`, `choose from ${listed}`);
}

function ofPart(
  { file, attributes }: GroupTable,
  part: AttributePart,
  wanted: (entry: number) => boolean,
): Named {
  const column = columnOf({ file, attributes }, part);
  const { edges, shares } = part;
  if (isPlain(part)) return inOrder(column);
  const numbers = numbersIn(file, column);
  const of = Float64Array.from(column.of, (value) => (value < 0 ? NaN : numbers[value]!));
  const known = of.filter((value, entry) => !Number.isNaN(value) && wanted(entry)).sort();
  return edges === undefined ? cutInShares(of, known, shares!) : cutAt(of, edges);
}

/** The values as they are: numbers by their size, anything else by code unit. */
function inOrder({ values, of }: AttributeColumn): Named {
  const numeric = values.every(isDecimal);
  const order = [...values.keys()].sort((a, b) =>
    numeric && Number(values[a]) !== Number(values[b])
      ? Number(values[a]) - Number(values[b])
      : values[a]! < values[b]!
        ? -1
        : 1,
  );
  const place = new Int32Array(values.length);
  order.forEach((value, i) => (place[value] = i));
  return {
    groups: order.map((value) => values[value]!),
    of: of.map((value) => (value < 0 ? -1 : place[value]!)),
  };
}

function numbersIn(file: string, { name, values }: AttributeColumn): number[] {
  const text = values.find((value) => !isDecimal(value) || !Number.isFinite(Number(value)));
  if (text === undefined) return values.map(Number);
  throw refusal(
    `${file}: ${quote(name)} is to be cut and holds ${quote(text)}, no number`,
    'leave unknown fields empty, or take the column as it is',
  );
}

function cutAt(of: Float64Array, edges: readonly number[]): Named {
  const groups = [
    `<${edges[0]!}`,
    ...edges.map((edge, i) => (i + 1 < edges.length ? `${edge}-${edges[i + 1]!}` : `>=${edge}`)),
  ];
  return {
    groups,
    of: Int32Array.from(of, (value) =>
      Number.isNaN(value) ? -1 : edges.filter((edge) => edge <= value).length,
    ),
  };
}

/** Groups that hold a share of the ascending `known` each, as far as equal numbers, which stay together, allow. */
function cutInShares(of: Float64Array, known: Float64Array, shares: number): Named {
  const begins = [
    ...new Set(
      Array.from({ length: shares }, (_, i) => known[Math.floor((i * known.length) / shares)]!),
    ),
  ];
  const ends = begins.map((_, i) => {
    const next = begins[i + 1];
    return next === undefined ? known.at(-1)! : known[known.indexOf(next) - 1]!;
  });
  return {
    groups: begins.map((from, i) => (from === ends[i] ? `${from}` : `${from}..${ends[i]!}`)),
    of: Int32Array.from(of, (value) =>
      Number.isNaN(value) ? -1 : begins.findLastIndex((from) => from <= value),
    ),
  };
}
