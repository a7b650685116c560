import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const TRIALS = 10;
const SEED = 1;
/** Persons of LFW, those that each trial leaves for training, and those whose pictures are searched for. */
const [PERSONS, TRAINING, ENROLLED] = [5749, 1500, 1000];

/**
 * Ten trials drawn as BLUFR's are: a random 1,500 of LFW's 5,749 persons are left for training; of the others a random 1,000 with
 * at least two pictures are enrolled with a random one; all further pictures of theirs, and all of everybody else, are probes.
 * Of other numbers of persons the same shares are taken, and fewer are enrolled where too few have two pictures.
 *
 * Source: config/lfw/blufr_lfw_config_info.txt of BLUFR's toolkit, whose counts of persons and pictures in each set these are;
 * that the choices are uniform is read from those counts.
 * @param persons the pictures of each person
 */
export function drawTrials(persons: readonly (readonly number[])[]): {
  readonly gallery: Uint32Array;
  readonly probes: Uint32Array;
}[] {
  const random = xoroshiro128plus(SEED);
  const share = (count: number) => Math.floor((persons.length * count) / PERSONS);
  return Array.from({ length: TRIALS }, () => {
    const order = persons.map((_, person) => person);
    for (let i = order.length - 1; i > 0; i--) {
      const j = uniformInt(random, 0, i);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const test = order.slice(share(TRAINING));
    const enrolled = new Set(
      test.filter((person) => persons[person]!.length > 1).slice(0, share(ENROLLED)),
    );
    const gallery: number[] = [];
    const probes: number[] = [];
    for (const person of test.sort((a, b) => a - b)) {
      const pictures = persons[person]!;
      const chosen = enrolled.has(person) ? uniformInt(random, 0, pictures.length - 1) : -1;
      pictures.forEach((picture, i) => (i === chosen ? gallery : probes).push(picture));
    }
    return { gallery: Uint32Array.from(gallery), probes: Uint32Array.from(probes) };
  });
}
