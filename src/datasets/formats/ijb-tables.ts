import { FormatError } from '../../errors.js';
import type { Field } from '../../files/fields.js';
import { growingColumn } from '../../files/growing-column.js';
import { quote } from '../../files/quote.js';
import type { Templates } from '../../types.js';
import { groupedRows, type GroupedRows } from './grouped-rows.js';
import type { IjbFace } from './ijb-faces.js';

/** The templates of several of NIST's tables together. */
export interface IjbTableTemplates {
  /** Ids of the faces in the order of their first lines, table after table: the pictures of the protocol. */
  readonly ids: readonly string[];
  /** Of each face: its picture as a path, and its box, four numbers, NaN where none is stated. */
  readonly files: readonly string[];
  readonly boxes: Float64Array;
  /** Index of each template by its number, in the order of first lines. */
  readonly numbers: ReadonlyMap<number, number>;
  readonly templates: Templates;
  /** Of each table its templates by index, in the order of first lines. */
  readonly tables: readonly Uint32Array[];
  /** Lines whose medium `sightingOf` tells, lines of which nothing tells it, and lines of a face that stands in its template before. */
  readonly sightedBeside: number;
  readonly unsighted: number;
  readonly repeated: number;
}

/** The lines of one template in one table. */
interface Group {
  readonly template: number;
  readonly subject: string;
  readonly at: Field;
}

/**
 * The templates of `tables`, each a table's faces. A template may stand in several tables, with the same faces.
 *
 * Frames of one sighting are one medium. A face whose sighting is NaN has the one that `sightingOf` tells, or else is a medium for
 * itself.
 *
 * @throws FormatError E_IJB_FACES for a template of two subjects, or of other faces in another table; and those of the tables
 */
export function ijbTableTemplates(
  tables: readonly Iterable<IjbFace>[],
  sightingOf: (face: IjbFace) => number | undefined = () => undefined,
): IjbTableTemplates {
  const faces = new Map<string, number>();
  const files: string[] = [];
  const boxes: number[] = [];
  const groups: Group[] = [];
  const [faceOf, groupOf, mediumOf] = [growingColumn(), growingColumn(), growingColumn()];
  const firstGroups = [0];
  let [row, sightedBeside, unsighted] = [0, 0, 0];
  for (const table of tables) {
    const own = new Map<number, number>();
    for (const face of table) {
      let index = faces.get(face.id);
      if (index === undefined) {
        index = faces.size;
        faces.set(face.id, index);
        files.push(face.file);
        for (let edge = 0; edge < 4; edge++) boxes.push(face.box?.[edge] ?? NaN);
      }
      let group = own.get(face.template);
      if (group === undefined) {
        group = groups.length;
        own.set(face.template, group);
        groups.push(face);
      }
      requireSubject(groups[group]!, face);
      const sighting = Number.isNaN(face.sighting) ? sightingOf(face) : face.sighting;
      faceOf.push(index);
      groupOf.push(group);
      // A medium of its own has a number that no sighting has: rows are counted from the greatest one down.
      mediumOf.push(sighting ?? 0xff_ff_ff_ff - row);
      if (sighting === undefined) unsighted++;
      else if (Number.isNaN(face.sighting)) sightedBeside++;
      row++;
    }
    firstGroups.push(groups.length);
  }
  const grouped = groupedRows(groupOf.taken(), groups.length);
  const kept = keptGroups(groups, grouped, faceOf.taken(), mediumOf.taken());
  return {
    ids: [...faces.keys()],
    files,
    boxes: Float64Array.from(boxes),
    ...kept,
    tables: firstGroups
      .slice(1)
      .map((end, table) =>
        Uint32Array.from(groups.slice(firstGroups[table], end), ({ template }) =>
          kept.numbers.get(template)!,
        ),
      ),
    sightedBeside,
    unsighted,
  };
}

/** The templates of the groups, each the first of its groups. */
function keptGroups(
  groups: readonly Group[],
  { offsets, rows }: GroupedRows,
  faceOf: Uint32Array,
  mediumOf: Uint32Array,
): Pick<IjbTableTemplates, 'numbers' | 'templates' | 'repeated'> {
  const firstOf = new Map<number, number>();
  const [members, media] = [growingColumn(), growingColumn()];
  const [ends, identity]: [number[], number[]] = [[0], []];
  const subjects = new Map<string, number>();
  let [length, repeated] = [0, 0];
  for (const [group, { template, subject }] of groups.entries()) {
    const own = rows.subarray(offsets[group], offsets[group + 1]);
    const before = firstOf.get(template);
    if (before !== undefined) {
      requireSubject(groups[before]!, groups[group]!);
      const earlier = rows.subarray(offsets[before], offsets[before + 1]);
      const same = (r: number, k: number) => faceOf[r] === faceOf[earlier[k]!];
      if (own.length === earlier.length && own.every(same)) continue;
      const what = `template ${template} has other faces here than in ${placeOf(groups[before]!.at)}`;
      throw refuse(groups[group]!.at, what);
    }
    firstOf.set(template, group);
    const there = new Set<number>();
    for (const r of own) {
      members.push(faceOf[r]!);
      media.push(mediumOf[r]!);
      there.add(faceOf[r]!);
    }
    length += own.length;
    repeated += own.length - there.size;
    ends.push(length);
    if (!subjects.has(subject)) subjects.set(subject, subjects.size);
    identity.push(subjects.get(subject)!);
  }
  return {
    numbers: new Map([...firstOf.keys()].map((template, index) => [template, index])),
    templates: {
      ids: Array.from(firstOf.keys(), String),
      identity: Int32Array.from(identity),
      identities: [...subjects.keys()],
      offsets: Uint32Array.from(ends),
      members: members.taken(),
      media: media.taken(),
    },
    repeated,
  };
}

function requireSubject(first: Group, { template, subject, at }: Group): void {
  if (first.subject === subject) return;
  const what = `template ${template} is of subject ${quote(subject)} here and of ${quote(first.subject)} in ${placeOf(first.at)}`;
  throw refuse(at, what);
}

function placeOf({ file, line }: Field): string {
  return `${file}:${line}`;
}

function refuse(place: Field, what: string): FormatError {
  return new FormatError('E_IJB_FACES', place, what, 'take all tables from one release');
}
