import { editDistance } from '../nearest.js';
import type { Check, Floor } from '../types.js';

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** The floor that a text such as `lfw/tar_far_1e-3 >= 0.98` asks for; undefined where it is none. */
export function parseFloor(text: string): Floor | undefined {
  const [, key, operator, bound] = /^\s*(.*?)\s*(>=|<=)\s*(\S+)\s*$/.exec(text) ?? [];
  if (!key || bound === undefined || !NUMBER.test(bound)) return undefined;
  return { key, operator: operator === '>=' ? '>=' : '<=', bound: Number(bound) };
}

/** The text of a floor, which {@link parseFloor} reads back. */
export function floorText({ key, operator, bound }: Floor): string {
  return `${key} ${operator} ${bound}`;
}

/**
 * One check for each floor, against the values of a report by their keys in metrics.json. A value that is missing or
 * undefined fails.
 *
 * Values are taken with ten significant digits, as metrics.json has them, so that a share of 0.98 that was summed up to
 * 0.9799999999999999 keeps a floor of 0.98.
 */
export function floorChecks(
  floors: readonly Floor[],
  values: ReadonlyMap<string, number>,
): Check[] {
  const texts = new Map(floors.map((floor) => [floorText(floor), floor]));
  return [...texts].map(([name, { key, operator, bound }]) => {
    const head = { name, kind: 'floor', expected: `${operator} ${bound}` } as const;
    const value = values.get(key);
    if (value === undefined) {
      const why = `the run has no ${key}${hint(key, [...values.keys()])}`;
      return { ...head, status: 'fail', found: 'missing', why };
    }
    const found = { value: Number(value.toPrecision(10)) };
    if (Number.isNaN(value)) return { ...head, status: 'fail', found, why: 'undefined in the run' };
    const holds = operator === '>=' ? found.value >= bound : found.value <= bound;
    return {
      ...head,
      status: holds ? 'pass' : 'fail',
      found,
      difference: found.value - bound,
      why: holds ? 'holds' : operator === '>=' ? 'below the floor' : 'above the ceiling',
    };
  });
}

/** The key that was probably meant, as the end of a sentence. */
export function hint(key: string, keys: readonly string[]): string {
  const near = keys.filter((other) => 3 * editDistance(key, other) <= other.length);
  near.sort((a, b) => editDistance(key, a) - editDistance(key, b));
  return near[0] === undefined ? '' : `; did you mean ${near[0]}?`;
}
