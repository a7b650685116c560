import sharp from 'sharp';
import { DEGRADATIONS, degrade, WORST_LEVEL, type Degradation } from './degrade.js';
import { drawIdentity } from './identity.js';
import { PERSONS, portrait } from './portrait.js';
import { chance } from './random.js';
import type { Pixels } from './raster.js';

/** Pictures of every person of the test set. */
export const PICTURES_EACH = 10;
/** Share of the pictures of the test set that are degraded; the first picture of a person never is. */
export const DEGRADED_SHARE = 0.5;
/** Folds of the protocol; no person is in two of them. */
export const FOLDS = 10;
/** Genuine pairs of a fold, and as many impostor pairs: eight persons with ten pictures each have 360 genuine pairs. */
export const PAIRS_PER_FOLD = 360;

/** How the pictures are kept: good enough that its own loss stays far below level 1 of any degradation. */
const JPEG = { quality: 88, chromaSubsampling: '4:4:4' } as const;

/** One picture of the test set, and what was done to it. */
export interface TestPicture {
  /** Place of the person in the set, from 0. */
  readonly person: number;
  /** Place of the picture among those of the person, from 0. */
  readonly index: number;
  /** Path below the folder of pictures, as LFW names them. */
  readonly path: string;
  readonly kind: Degradation | undefined;
  /** 0 where `kind` is undefined, otherwise 1..4. */
  readonly level: number;
}

/** Every picture of the test set, person by person. */
export function testPictures(): TestPicture[] {
  const pictures: TestPicture[] = [];
  for (let person = 0; person < PERSONS.test.count; person++) {
    for (let index = 0; index < PICTURES_EACH; index++) {
      const { happens, pick, uniform } = chance(42, PERSONS.test.first + person, index);
      const degraded = happens(DEGRADED_SHARE) && index > 0;
      pictures.push({
        person,
        index,
        path: `${personName(person)}/${personName(person)}_${String(index + 1).padStart(4, '0')}.jpg`,
        kind: degraded ? pick(DEGRADATIONS) : undefined,
        level: degraded ? 1 + Math.floor(uniform() * WORST_LEVEL) : 0,
      });
    }
  }
  return pictures;
}

/** The name of a person of the test set; the first is `face_001`. */
export function personName(person: number): string {
  return `face_${String(person + 1).padStart(3, '0')}`;
}

/** The pixels of a picture of the test set before they are kept as JPEG. */
export async function testPixels({ person, index, kind, level }: TestPicture): Promise<Pixels> {
  const seed = PERSONS.test.first + person;
  const picture = await portrait(seed, index);
  return kind === undefined ? picture : degrade(kind, picture, level, seed * 64 + index);
}

/** The bytes of the JPEG file in which a picture of the test set is kept. */
export async function testFile(picture: TestPicture): Promise<Buffer> {
  const { data, width, height } = await testPixels(picture);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg(JPEG)
    .toBuffer();
}

/** The text of `images.csv`, a row for every picture; a picture that was left alone says `none` and 0. */
export function imagesTable(): string {
  const rows = testPictures().map(
    ({ person, path, kind, level }) =>
      `${path},${personName(person)},${kind?.name ?? 'none'},${level}`,
  );
  return ['path,identity,degradation,level', ...rows].join('\n') + '\n';
}

/**
 * What the persons of the test set were drawn with, as CSV: glasses and beard (yes or no), age from 0 to 1, and the brightness of the
 * skin from 0 to 255 (luminance of Rec. 709).
 */
export function personsTable(): string {
  const lines = Array.from({ length: PERSONS.test.count }, (_, person) => {
    const { glasses, beard, age, skin } = drawIdentity(PERSONS.test.first + person);
    const [red, green, blue] = skin;
    const yes = (has: boolean) => (has ? 'yes' : 'no');
    return [
      personName(person),
      yes(glasses !== undefined),
      yes(beard.kind !== 'none'),
      age.toFixed(2),
      Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue),
    ].join(',');
  });
  return `person,glasses,beard,age,skin\n${lines.join('\n')}\n`;
}

/**
 * The text of `pairs.txt` in the grammar of LFW's View 2: ten folds with no person in common, each with all its genuine pairs and
 * as many impostor pairs, drawn without repetition by a seed.
 */
export function pairsProtocol(): string {
  const lines = [`${FOLDS}\t${PAIRS_PER_FOLD}`];
  const perFold = PERSONS.test.count / FOLDS;
  const { uniform } = chance(43, PERSONS.test.first);
  for (let fold = 0; fold < FOLDS; fold++) {
    const genuine: string[] = [];
    const impostor: string[] = [];
    for (let a = fold * perFold; a < (fold + 1) * perFold; a++) {
      for (let i = 1; i <= PICTURES_EACH; i++) {
        for (let j = i + 1; j <= PICTURES_EACH; j++) genuine.push(`${personName(a)}\t${i}\t${j}`);
        for (let b = a + 1; b < (fold + 1) * perFold; b++)
          for (let j = 1; j <= PICTURES_EACH; j++)
            impostor.push(`${personName(a)}\t${i}\t${personName(b)}\t${j}`);
      }
    }
    lines.push(...sample(genuine, uniform), ...sample(impostor, uniform));
  }
  return lines.join('\n') + '\n';
}

/** The first `PAIRS_PER_FOLD` of the items after a shuffle (Fisher and Yates), in their first order. */
function sample(items: readonly string[], uniform: () => number): string[] {
  const places = items.map((_, place) => place);
  for (let i = 0; i < PAIRS_PER_FOLD; i++) {
    const j = i + Math.floor(uniform() * (places.length - i));
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  return places
    .slice(0, PAIRS_PER_FOLD)
    .sort((a, b) => a - b)
    .map((place) => items[place]!);
}
