import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of chance: every draw moves it on, and nothing else does. */
export interface Chance {
  /** A number in [0, 1). */
  readonly uniform: () => number;
  /** A number in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** A standard normal number times `deviation`, held within `limit` on both sides. */
  readonly normal: (deviation: number, limit: number) => number;
  /** True with the given probability. */
  readonly happens: (probability: number) => boolean;
  /** One of the items, all equally likely; throws RangeError when there are none. */
  readonly pick: <T>(items: readonly T[]) => T;
}

/**
 * A source of chance that depends on nothing but the given whole numbers, in their order.
 *
 * Nearby keys give unrelated streams: each of the four state words of xoroshiro128+ is a full avalanche (the finaliser of
 * MurmurHash3) over all keys, because the generator itself starts badly from similar states.
 */
export function chance(...keys: number[]): Chance {
  const state = [1, 2, 3, 4].map((word) =>
    keys.reduce((hash, key) => avalanche(Math.imul(hash, 0x01000193) ^ key), avalanche(word)),
  );
  const generator = xoroshiro128plusFromState(state);
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal: (deviation, limit) => {
      // Box and Muller (1958); 1 - u keeps the logarithm finite.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const value = deviation * radius * Math.cos(2 * Math.PI * uniform());
      return Math.min(limit, Math.max(-limit, value));
    },
    happens: (probability) => uniform() < probability,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[Math.floor(uniform() * items.length)] as T;
    },
  };
}

function avalanche(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
