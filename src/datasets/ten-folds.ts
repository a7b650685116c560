const FOLDS = 10;

/**
 * The fold, from 0 to 9, of each comparison of a list that states none: fold k takes the k-th tenth of the genuine comparisons
 * and the k-th tenth of the impostors, both in the order of the list.
 *
 * So it does not matter whether a list holds fold after fold, as LFW's and AgeDB's do, or all genuine comparisons before all
 * impostors, as CALFW's and CPLFW's do. Numbers that ten does not divide make folds that differ by one.
 */
export function tenFolds(genuine: readonly boolean[]): Uint16Array {
  const total = [0, 0];
  for (const one of genuine) total[Number(one)]!++;
  const seen = [0, 0];
  return Uint16Array.from(genuine, (one) => {
    const kind = Number(one);
    return Math.floor((FOLDS * seen[kind]!++) / total[kind]!);
  });
}
