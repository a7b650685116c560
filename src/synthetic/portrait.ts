import { faceSvg } from './face.js';
import { drawIdentity } from './identity.js';
import { rasterise, type Pixels } from './raster.js';
import { drawVariation } from './variation.js';

/** Picture `index` of the synthetic person with this seed, 112x112. */
export function portrait(person: number, index: number): Promise<Pixels> {
  return rasterise(faceSvg(drawIdentity(person), drawVariation(person, index)));
}

/**
 * Seeds of the persons, by what they are for. Fixed before any model was trained; no person is in two of them.
 * `test` is what the demonstration compares, `validation` what the training was watched on.
 */
export const PERSONS = {
  training: { first: 1_000_000, count: 4000 },
  validation: { first: 2_000_000, count: 60 },
  test: { first: 3_000_000, count: 80 },
} as const;
