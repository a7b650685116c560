import type { Difference, Placed } from '../types.js';

/**
 * The systems in the order of their values on one metric, the best first, equal values in the order of their numbers.
 *
 * A system whose value is undefined stands last, without a rank of its own: NaN.
 *
 * @param differences `differences(a, b)`: of system b against system a
 */
export function ranking(
  values: readonly number[],
  better: 'higher' | 'lower',
  differences: (first: number, second: number) => Difference,
): Placed[] {
  const sign = better === 'higher' ? -1 : 1;
  const key = (system: number) => {
    const value = values[system]!;
    return Number.isNaN(value) ? Infinity : sign * value;
  };
  const order = [...values.keys()].sort((a, b) => key(a) - key(b) || a - b);
  const best = order[0]!;
  return order.map((system) => {
    const value = values[system]!;
    const beaten = order.filter(
      (other) => other !== system && differences(system, other).verdict === 'better',
    );
    return {
      system,
      value,
      rank: Number.isNaN(value) ? NaN : 1 + beaten.length,
      ...(system === best ? {} : { difference: differences(best, system) }),
    };
  });
}
