import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/**
 * `count` distinct whole numbers from 0 to `total - 1`, ascending, none of them in `without`: every such set is as likely as any
 * other.
 *
 * Drawn in rounds, sorted and rid of repetitions, since a set of millions of numbers would not fit. Where more than half are
 * wanted, those that are left out are drawn.
 *
 * @param total at most 2^53 - 1
 * @param without ascending, distinct, below `total`
 * @throws RangeError where there are not `count` of them
 */
export function distinct(
  random: RandomGenerator,
  total: number,
  count: number,
  without: Float64Array = new Float64Array(),
): Float64Array {
  const free = total - without.length;
  if (count > free) throw new RangeError(`${count} of ${free} numbers`);
  const drawn = count <= free / 2 ? draw(random, free, count) : rest(random, free, count);
  if (without.length === 0) return drawn;
  // Number k among the free ones is k plus as many as were passed over.
  let passed = 0;
  for (let i = 0; i < drawn.length; i++) {
    while (passed < without.length && without[passed]! <= drawn[i]! + passed) passed++;
    drawn[i]! += passed;
  }
  return drawn;
}

function draw(random: RandomGenerator, total: number, count: number): Float64Array {
  const numbers = new Float64Array(count);
  let have = 0;
  while (have < count) {
    for (let i = have; i < count; i++) numbers[i] = uniformInt(random, 0, total - 1);
    numbers.sort();
    have = 0;
    for (let i = 0; i < count; i++) {
      if (i === 0 || numbers[i] !== numbers[have - 1]) numbers[have++] = numbers[i]!;
    }
  }
  return numbers;
}

function rest(random: RandomGenerator, total: number, count: number): Float64Array {
  const left = draw(random, total, total - count);
  const numbers = new Float64Array(count);
  let passed = 0;
  for (let number = 0, to = 0; to < count; number++) {
    if (passed < left.length && left[passed] === number) passed++;
    else numbers[to++] = number;
  }
  return numbers;
}
