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
  return findRecords(records, [name], what, code)[0]!;
}

/**
 * The records called `names`, in their order.
 * @throws UserError with `code` (usage) naming all unknown names together, every record, and those spelled nearly so
 */
export function findRecords<T extends { readonly name: string }>(
  records: readonly T[],
  names: readonly string[],
  what: string,
  code: `E_${string}`,
): readonly T[] {
  const found = names.map((name) => records.find((record) => record.name === name));
  const unknown = names.filter((_, i) => found[i] === undefined);
  if (unknown.length === 0) return found as T[];
  const all = records.map((record) => record.name);
  const near = [...new Set(unknown.flatMap((name) => all.filter((other) => isNear(name, other))))];
  const none = unknown.map((name) => `"${name}"`).join(' or ');
  throw new UserError(
    code,
    `there is no ${what} ${none}`,
    `${near.length > 0 ? `did you mean ${near.join(' or ')}? ` : ''}choose from ${all.join(', ')}`,
    EXIT.usage,
  );
}

/** Whether `name` is a slip for `other`: a third of the letters wrong is another word. */
function isNear(name: string, other: string): boolean {
  return 3 * editDistance(name.toLowerCase(), other) <= other.length;
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
