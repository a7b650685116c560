import type { Alignment } from '../types.js';
import type { Findings } from './findings.js';
import type { Scanned, Seen } from './picture-scan.js';

/** A picture of the folder, compared or not. */
export interface ExaminedPicture extends Scanned {
  readonly name: string;
  readonly compared: boolean;
  /** Undefined where nobody says who it is. */
  readonly person: string | undefined;
}

const SIDE = 112;

/**
 * Adds what is wrong or odd with pictures. What is wrong with one that is not compared breaks nothing, nor does the size of one that
 * is to be aligned, unless the alignment asks for another.
 */
export function addPictureFindings(
  pictures: readonly ExaminedPicture[],
  alignment: Alignment | undefined,
  found: Findings,
): void {
  for (const compared of [true, false]) {
    const own = pictures.filter((picture) => picture.compared === compared);
    const suffix = compared ? '' : ', not compared';
    const severity = compared ? 'breaks' : 'remark';
    const key = compared ? '' : 'extra_';
    found.add(
      `${key}unusable`,
      severity,
      [`picture cannot be used${suffix}`, `pictures cannot be used${suffix}`],
      own.filter(({ fault }) => fault !== undefined),
      ({ fault }) => ({ what: `${fault!.code} ${fault!.what}` }),
    );
    const sized = own.filter((one) => one.seen !== undefined);
    const side = alignment === undefined ? SIDE : alignment.side;
    const notOf = (length: number) =>
      sized.filter(({ seen }) => seen!.width !== length || seen!.height !== length);
    const sizeOf = ({ name, seen }: ExaminedPicture) => ({
      what: `${name} ${seen!.width}x${seen!.height}`,
    });
    found.add(
      `${key}size`,
      severity,
      [`picture is not ${side}x${side}${suffix}`, `pictures are not ${side}x${side}${suffix}`],
      side === undefined ? [] : notOf(side),
      sizeOf,
    );
    if (alignment === undefined || !compared) continue;
    found.add(
      'to_align',
      'remark',
      [
        `picture is not ${SIDE}x${SIDE} and will be aligned`,
        `pictures are not ${SIDE}x${SIDE} and will be aligned`,
      ],
      notOf(SIDE).filter(
        ({ seen }) => side === undefined || (seen!.width === side && seen!.height === side),
      ),
      sizeOf,
    );
  }
  const compared = pictures.filter((picture) => picture.compared);
  for (const [name, one, several, holds] of ODDITIES) {
    found.add(
      name,
      'remark',
      [one, several],
      compared.filter(({ seen }) => seen !== undefined && holds(seen)),
      (picture) => ({ what: picture.name }),
    );
  }
  addDuplicates(pictures, found);
}

const ODDITIES: readonly (readonly [string, string, string, (seen: Seen) => boolean])[] = [
  ['constant', 'picture shows nothing', 'pictures show nothing', ({ constant }) => constant],
  ['grey', 'picture is grey', 'pictures are grey', ({ grey }) => grey],
  ['alpha', 'picture has alpha, dropped', 'pictures have alpha, dropped', ({ alpha }) => alpha],
  [
    'turned',
    'picture asks by EXIF to be turned, and is not',
    'pictures ask by EXIF to be turned, and are not',
    ({ turned }) => turned,
  ],
];

/** Adds groups of pictures with the same bytes, by what is known of who is on them. */
function addDuplicates(pictures: readonly ExaminedPicture[], found: Findings): void {
  const byDigest = new Map<string, ExaminedPicture[]>();
  for (const picture of pictures) {
    if (picture.digest === undefined) continue;
    const group = byDigest.get(picture.digest);
    if (group === undefined) byDigest.set(picture.digest, [picture]);
    else group.push(picture);
  }
  const groups = [...byDigest.values()].filter((group) => group.length > 1);
  const kindOf = (group: readonly ExaminedPicture[]) => {
    const persons = new Set(group.map(({ person }) => person));
    persons.delete(undefined);
    if (persons.size > 1) return 'across';
    return group.some(({ person }) => person === undefined) ? 'unknown' : 'same';
  };
  const add = (
    name: string,
    kind: string,
    compared: boolean,
    severity: 'breaks' | 'remark',
    what: readonly [string, string],
  ) => {
    const own = groups.filter(
      (group) =>
        kindOf(group) === kind && group.filter((one) => one.compared).length > 1 === compared,
    );
    found.add(name, severity, what, own, (group) => ({
      what: group.map((one) => one.name).join(' = '),
    }));
  };
  add('duplicate_across', 'across', true, 'breaks', [
    'compared picture stands under two persons',
    'compared pictures stand under two persons',
  ]);
  add('extra_duplicate_across', 'across', false, 'remark', [
    'picture stands under two persons, not compared under both',
    'pictures stand under two persons, not compared under both',
  ]);
  for (const compared of [true, false]) {
    const [key, suffix] = compared ? ['', ''] : ['extra_', ', not both compared'];
    add(`${key}duplicate_same`, 'same', compared, 'remark', [
      `picture stands twice under one person${suffix}`,
      `pictures stand twice under one person${suffix}`,
    ]);
    add(`${key}duplicate`, 'unknown', compared, 'remark', [
      `picture stands twice, of whom is not known${suffix}`,
      `pictures stand twice, of whom is not known${suffix}`,
    ]);
  }
}
