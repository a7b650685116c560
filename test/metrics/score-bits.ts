import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Float32 scores that a sweep may meet, by how they are spread; one comparison in eight is genuine. */
export const SPREADS = [
  'cosines',
  'any bits',
  'few distinct',
  'one bucket',
  'zeros of both signs',
  'some failed',
] as const;

export interface Float32Comparisons {
  readonly scores: Float32Array;
  readonly genuine: Uint8Array;
}

/** `count` comparisons, the same for the same seed. */
export function spreadScores(
  spread: (typeof SPREADS)[number],
  count: number,
  seed: number,
): Float32Comparisons {
  const random = xoroshiro128plus(seed);
  const below = (most: number) => uniformInt(random, 0, most - 1);
  const cosine = () => (below(1 << 24) + below(1 << 24)) / (1 << 24) - 1;
  const anyBits = new Float32Array(1);
  const draws: Record<typeof spread, () => number> = {
    cosines: cosine,
    'any bits': () => {
      new Uint32Array(anyBits.buffer)[0] = below(2 ** 32);
      return Number.isFinite(anyBits[0]) ? anyBits[0]! : 0;
    },
    'few distinct': () => below(17) / 8 - 1,
    'one bucket': () => 0.5 + below(1 << 12) / 2 ** 24,
    'zeros of both signs': () => [0, -0, 2 ** -149, -(2 ** -149)][below(4)]!,
    'some failed': () => (below(4) === 0 ? NaN : cosine()),
  };
  const scores = Float32Array.from({ length: count }, draws[spread]);
  const genuine = Uint8Array.from({ length: count }, () => (below(8) === 0 ? 1 : 0));
  return { scores, genuine };
}
