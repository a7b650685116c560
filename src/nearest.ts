import { EXIT, UserError } from './errors.js';

/**
 * The record called `name`.
 * @throws UserError with `code` (usage) naming every record and, when one is spelled nearly so, that one
 */
export function findRecord<T extends { readonly name: string }>(
  records: readonly T[],
  name: string,
  what: string,
  code: `E_${string}`,
): T {
  const found = records.find((record) => record.name === name);
  if (found !== undefined) return found;
  const names = records.map((record) => record.name);
  // A third of the letters wrong is another word, not a slip.
  const near = names.filter((other) => 3 * editDistance(name.toLowerCase(), other) <= other.length);
  throw new UserError(
    code,
    `there is no ${what} "${name}"`,
    `${near.length > 0 ? `did you mean ${near.join(' or ')}? ` : ''}choose from ${names.join(', ')}`,
    EXIT.usage,
  );
}

/** How many letters must be put in, taken out or changed to make `a` into `b` (Levenshtein 1966). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
