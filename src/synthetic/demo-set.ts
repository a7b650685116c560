import { DEGRADATIONS, decode, degrade, WORST_LEVEL } from './degrade.js';
import { faceSvg } from './face.js';
import { drawIdentity } from './identity.js';
import { chance } from './random.js';
import { rasterise, type Pixels } from './raster.js';
import { drawVariation } from './variation.js';
import sharp from 'sharp';

/** A run of seeds, one a person, with the number of pictures of each. */
export interface People {
  readonly firstSeed: number;
  readonly count: number;
  readonly pictures: number;
  /** Share of the pictures that are degraded; the first picture of a person in the test set never is. */
  readonly degraded: number;
  /** Share of the degraded pictures that are degraded a second time, by another kind. */
  readonly twice: number;
}

/** The people the demonstration's model learnt from. */
export const TRAINING: People = {
  firstSeed: 1_000_000,
  count: 4000,
  pictures: 12,
  degraded: 0.6,
  twice: 0.3,
};

/** The people of the demonstration's pictures, fixed before any model was trained; none of them is in the training set. */
export const TEST: People = {
  firstSeed: 1,
  count: 100,
  pictures: 9,
  degraded: 0.5,
  twice: 0,
};

/** Folds of the pairs protocol; no person is in two of them. */
export const FOLDS = 10;
/** Genuine pairs in a fold, and as many impostor pairs. */
export const PAIRS_PER_FOLD = 330;

const JPEG = { quality: 88, chromaSubsampling: '4:4:4' } as const;

/** A degradation by name and level 1..4. */
export interface Step {
  readonly kind: string;
  readonly level: number;
}

/** What happens to picture `index`, counted from 0, of the person with this seed: no step, one, or two of different kinds. */
export function drawSteps(people: People, seed: number, index: number): Step[] {
  const { happens, pick, between } = chance(8, seed, index);
  if (!happens(people.degraded)) return [];
  const level = (): number => 1 + Math.floor(between(0, WORST_LEVEL));
  const first = { kind: pick(DEGRADATIONS).name, level: level() };
  if (!happens(people.twice)) return [first];
  const others = DEGRADATIONS.filter((entry) => entry.name !== first.kind);
  return [first, { kind: pick(others).name, level: level() }];
}

/** The steps of a picture of the test set: as drawn, but the first picture of every person is left clean. */
export function testSteps(seed: number, index: number): Step[] {
  return index === 0 ? [] : drawSteps(TEST, seed, index);
}

/** Picture `index` of the person with this seed after the given steps, as the bytes of a JPEG file of 112x112 pixels. */
export async function drawPicture(
  seed: number,
  index: number,
  steps: readonly Step[],
): Promise<Uint8Array> {
  let pixels: Pixels = await rasterise(faceSvg(drawIdentity(seed), drawVariation(seed, index)));
  for (const { kind, level } of steps)
    pixels = await degrade(pixels, kind, level, pictureSeed(seed, index));
  const { data, width, height } = pixels;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg(JPEG)
    .toBuffer();
}

/** The pixels of `drawPicture`, after its JPEG compression. */
export async function drawPixels(
  seed: number,
  index: number,
  steps: readonly Step[],
): Promise<Pixels> {
  return decode(await drawPicture(seed, index, steps));
}

/** The seed of whatever chance a degradation of this picture needs. */
export function pictureSeed(seed: number, index: number): number {
  return Math.floor(chance(11, seed, index).uniform() * 2 ** 31);
}

/** The name of person `number`, counted from 0, of the test set: `face_001` is the first. */
export function personName(number: number): string {
  return `face_${String(number + 1).padStart(3, '0')}`;
}

/** The path of picture `index`, counted from 0, below the folder of pictures, as LFW names it. */
export function picturePath(number: number, index: number): string {
  const name = personName(number);
  return `${name}/${name}_${String(index + 1).padStart(4, '0')}.jpg`;
}

/** The text of `images.csv`: one row a picture of the test set, with the kind and level of its degradation, `none` and 0 for none. */
export function imagesCsv(): string {
  const rows = ['path,identity,degradation,level'];
  for (let number = 0; number < TEST.count; number++)
    for (let index = 0; index < TEST.pictures; index++) {
      const step = testSteps(TEST.firstSeed + number, index)[0] ?? { kind: 'none', level: 0 };
      rows.push(`${picturePath(number, index)},${personName(number)},${step.kind},${step.level}`);
    }
  return rows.join('\n') + '\n';
}

/**
 * The text of `pairs.txt` in the grammar of LFW View 2: ten folds of people who are in no other fold, and in each fold as many
 * genuine as impostor pairs, drawn by chance without repetition.
 */
export function pairsText(): string {
  const lines = [`${FOLDS}\t${PAIRS_PER_FOLD}`];
  const perFold = TEST.count / FOLDS;
  const roll = chance(12, TEST.firstSeed);
  const draw = <T>(items: T[]): T[] => {
    for (let i = 0; i < PAIRS_PER_FOLD; i++) {
      const j = i + Math.floor(roll.uniform() * (items.length - i));
      [items[i], items[j]] = [items[j]!, items[i]!];
    }
    return items.slice(0, PAIRS_PER_FOLD);
  };
  for (let fold = 0; fold < FOLDS; fold++) {
    const genuine: [number, number, number][] = [];
    const impostor: [number, number, number, number][] = [];
    for (let a = fold * perFold; a < (fold + 1) * perFold; a++)
      for (let i = 1; i <= TEST.pictures; i++) {
        for (let j = i + 1; j <= TEST.pictures; j++) genuine.push([a, i, j]);
        for (let b = a + 1; b < (fold + 1) * perFold; b++)
          for (let j = 1; j <= TEST.pictures; j++) impostor.push([a, i, b, j]);
      }
    for (const [a, i, j] of draw(genuine)) lines.push(`${personName(a)}\t${i}\t${j}`);
    for (const [a, i, b, j] of draw(impostor))
      lines.push(`${personName(a)}\t${i}\t${personName(b)}\t${j}`);
  }
  return lines.join('\n') + '\n';
}
