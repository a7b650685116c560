import { EXIT, FormatError, UserError } from '../errors.js';
import { entriesOf } from '../files/picture-names.js';
import { quote } from '../files/quote.js';
import {
  type AttributeWish,
  groupEntries,
  type GroupTable,
  parseAttributes,
  readGroupFile,
  requireColumns,
} from '../groups/index.js';
import { groupCurves } from '../metrics/group-curves.js';
import { type GroupErrors, groupErrors } from '../metrics/group-errors.js';
import { groupRows } from '../metrics/group-rows.js';
import { counted } from '../metrics/reasons.js';
import { personColumns } from '../person-columns.js';
import { mlflowName } from '../report/json.js';
import type { Talk } from '../talk.js';
import type { ComparedGroups, IndexColumn, Report } from '../types.js';
import type { Scored } from './scored.js';
import type { Verified } from './verify.js';

/** What groups are joined to: comparisons with the names of what was compared. */
export type GroupSource = Pick<Scored, 'input' | 'named' | 'files'> &
  Partial<Pick<Verified, 'dataset' | 'made'>>;

/** What `--groups` asks for: what a file says, and which of its attributes. */
export interface GroupRequest {
  readonly table: GroupTable;
  readonly attributes: readonly AttributeWish[];
}

/** Names given in a message. */
const NAMED = 3;

/**
 * What the texts of `--groups` ask for, a file and behind it attributes; undefined where there are none. The file is read, so that
 * a mistake in it does not wait for thousands of pictures.
 * @throws UserError E_GROUPS_WISH (usage), E_GROUPS_ATTRIBUTE (65), and those of the file
 */
export function readGroupRequest(texts: readonly string[] = []): GroupRequest | undefined {
  const [file, ...names] = texts;
  if (file === undefined) return undefined;
  const attributes = parseAttributes(names);
  const table = readGroupFile(file);
  requireColumns(table, attributes);
  return { table, attributes };
}

/**
 * The groups that the dataset knows of itself, then those of the file, joined by pictures, templates or persons.
 *
 * @throws UserError E_GROUPS_KEY, E_GROUPS_JOIN, E_GROUPS_ATTRIBUTE, E_GROUPS_NAME (65), FormatError E_GROUPS_AMBIGUOUS (65)
 */
export function obtainGroups(
  request: GroupRequest | undefined,
  source: GroupSource,
  talk: Talk,
): readonly ComparedGroups[] {
  const { pictures } = source.named;
  const own = (source.dataset?.attributes ?? []).map((attribute) => ({
    ...attribute,
    left: pictures!.left,
    right: pictures!.right,
  }));
  const groups = [...own, ...(request === undefined ? [] : fromFile(request, source, talk))];
  requireApart(groups);
  return groups;
}

/** The errors of every group as rows and curves: at the threshold of `fmr`, and curves at those of `fars` too. */
export function measureGroups(
  { input }: Pick<GroupSource, 'input'>,
  attributes: readonly ComparedGroups[],
  fmr: number,
  talk: Talk,
): Pick<Report, 'rows' | 'curves'> {
  const fmrs = [fmr, ...input.fars.filter((far) => far !== fmr)];
  const measured = attributes.map((groups) => groupErrors(input, groups, fmrs));
  for (const errors of measured) sayLeftOut(errors, talk);
  return {
    rows: measured.flatMap((errors) => groupRows(errors, fmr)),
    curves: measured.flatMap((errors) => groupCurves(errors, fmrs)),
  };
}

function sayLeftOut({ attribute, unknown, genuineBetween }: GroupErrors, talk: Talk): void {
  if (unknown > 0) {
    talk.remark(`${attribute}: left out for want of a group: ${counted(unknown, 'comparison')}`);
  }
  if (genuineBetween > 0) {
    talk.remark(
      `${attribute}: the two pictures of ${counted(genuineBetween, 'genuine comparison')} are of two groups; they are of none, and stand in group_pairs.csv`,
    );
  }
}

/** What is compared, by the names that a file may give it. */
interface Sides {
  readonly what: string;
  readonly ids: readonly string[];
  readonly left: IndexColumn;
  readonly right: IndexColumn;
}

function fromFile(
  { table, attributes }: GroupRequest,
  source: GroupSource,
  talk: Talk,
): ComparedGroups[] {
  for (const warning of table.warnings) talk.remark(warning);
  const sides = sidesOf(table, source);
  const compared = new Uint8Array(sides.ids.length);
  for (const side of [sides.left, sides.right]) for (const one of side) compared[one] = 1;
  const entries = joined(table, sides, (index) => compared[index] === 1);
  requireJoined(table, sides, entries, compared, talk);
  const used = new Uint8Array(table.names.length);
  for (const entry of entries) if (entry >= 0) used[entry] = 1;
  const grouped = groupEntries(
    table,
    attributes,
    (entry) => used[entry] === 1,
    (text) => {
      talk.remark(text);
    },
  );
  return grouped.map(({ attribute, groups, of }) => ({
    attribute,
    groups,
    of: Int16Array.from(entries, (entry) => (entry < 0 ? -1 : of[entry]!)),
    left: sides.left,
    right: sides.right,
  }));
}

/** @throws UserError E_GROUPS_KEY where nothing is compared that has names of the kind that the file gives */
function sidesOf(
  { file, key }: GroupTable,
  { input, named, dataset, made, files }: GroupSource,
): Sides {
  const refuse = (what: string, remedy: string) =>
    new UserError('E_GROUPS_KEY', `${file} names ${key}s, and ${what}`, remedy, EXIT.badData);
  const { persons } = input.scores;
  if (key === 'person') {
    if (persons !== undefined && named.personNames !== undefined) {
      return { what: 'persons', ids: named.personNames, ...personColumns(persons) };
    }
    throw refuse(
      'nothing says who is compared',
      named.pictures === undefined
        ? `add the columns left_person and right_person to ${files[0] ?? 'the scores'}`
        : 'begin its header with path and name pictures',
    );
  }
  if (named.pictures === undefined) {
    throw refuse(
      `${files[0] ?? 'the source of the scores'} names none`,
      'add the columns left and right to it',
    );
  }
  const ofTemplates = made !== undefined;
  // Scores from a file do not tell which of the two they compare.
  if (dataset !== undefined && ofTemplates !== (key === 'template')) {
    throw refuse(
      `${ofTemplates ? 'templates' : 'pictures'} are compared`,
      `begin its header with ${ofTemplates ? 'template_id' : 'path'}, or with person`,
    );
  }
  return { what: `${key}s`, ...named.pictures };
}

/** The entry of the table that each of the wanted sides is, -1 where there is none. */
function joined(table: GroupTable, { ids }: Sides, wanted: (index: number) => boolean): Int32Array {
  const { key, names, attributes } = table;
  if (key !== 'picture') {
    const places = new Map(names.map((name, entry) => [name, entry]));
    return Int32Array.from(ids, (id, i) => (wanted(i) ? (places.get(id) ?? -1) : -1));
  }
  return entriesOf(
    ids,
    {
      ...table,
      pictures: names,
      alike: (entry, other) => attributes.every(({ of }) => of[entry] === of[other]),
      ambiguous: 'E_GROUPS_AMBIGUOUS',
    },
    wanted,
  );
}

/** @throws UserError E_GROUPS_JOIN (65) where the file names less than half of what is compared */
function requireJoined(
  { file, names }: GroupTable,
  { what, ids }: Sides,
  entries: Int32Array,
  compared: Uint8Array,
  talk: Talk,
): void {
  const all = [...compared.keys()].filter((index) => compared[index] === 1);
  const missing = all.filter((index) => entries[index] === -1);
  const some = (list: readonly string[]) =>
    `${list.slice(0, NAMED).map(quote).join(', ')}${list.length > NAMED ? ', ...' : ''}`;
  const lacking = some(missing.map((index) => ids[index]!));
  if (2 * missing.length > all.length) {
    throw new FormatError(
      'E_GROUPS_JOIN',
      { file },
      `lacks ${missing.length} of the ${all.length} compared ${what}: ${lacking}; it names ${some(names)}`,
      what === 'pictures'
        ? 'name pictures as the dataset does, or begin its header with person where it names persons'
        : `name ${what} as the dataset does`,
    );
  }
  if (missing.length > 0) {
    talk.remark(`${file} lacks ${missing.length} of ${all.length} compared ${what}: ${lacking}`);
  }
}

/** @throws UserError E_GROUPS_NAME (65) where an attribute stands twice, or two groups would have one key in metrics.json */
function requireApart(attributes: readonly ComparedGroups[]): void {
  const taken = new Map<string, string>();
  for (const { attribute, groups } of attributes) {
    for (const name of [attribute, ...groups.map((group) => `${attribute}=${group}`)]) {
      const key = mlflowName(name);
      const other = taken.get(key);
      if (other !== undefined) {
        throw new UserError(
          'E_GROUPS_NAME',
          other === name
            ? `the attribute ${quote(name)} is there twice`
            : `${quote(other)} and ${quote(name)} would have one key in metrics.json, ${key}`,
          other === name
            ? 'call one of them otherwise'
            : 'name groups apart in letters, digits, _, - or .',
          EXIT.badData,
        );
      }
      taken.set(key, name);
    }
  }
}
