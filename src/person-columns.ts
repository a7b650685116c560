import type { ComparedPersons, IndexColumn } from './types.js';

/** The persons of every comparison, or of `comparisons` alone in their order, as columns. */
export function personColumns(
  { left, right, of }: Pick<ComparedPersons, 'left' | 'right' | 'of'>,
  comparisons?: Uint32Array,
): { readonly left: IndexColumn; readonly right: IndexColumn } {
  if (of === undefined && comparisons === undefined) return { left, right };
  const column = (side: IndexColumn) => {
    const length = comparisons?.length ?? side.length;
    const narrow = (of ?? side) instanceof Uint16Array;
    const persons = narrow ? new Uint16Array(length) : new Uint32Array(length);
    for (let i = 0; i < length; i++) {
      const one = side[comparisons === undefined ? i : comparisons[i]!]!;
      persons[i] = of === undefined ? one : of[one]!;
    }
    return persons;
  };
  return { left: column(left), right: column(right) };
}
