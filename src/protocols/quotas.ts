/**
 * How many of `total` each cell of a table of `folds` rows and `strata` columns holds, row by row: rows, columns and cells each
 * differ by one at most.
 */
export function quotas(total: number, folds: number, strata: number): Uint32Array {
  const cells = new Uint32Array(folds * strata);
  let offset = 0;
  for (let fold = 0; fold < folds; fold++) {
    const own = Math.floor(total / folds) + (fold < total % folds ? 1 : 0);
    for (let stratum = 0; stratum < strata; stratum++) {
      cells[fold * strata + stratum] = Math.floor(own / strata);
    }
    // What is left over goes on where the fold before left off, so that no stratum gets all of it.
    for (let extra = own % strata; extra > 0; extra--)
      cells[fold * strata + (offset++ % strata)]!++;
  }
  return cells;
}

/** `total` in parts as great in proportion as `sizes`, rounded down, then one more each from the first that has room. */
export function inProportion(total: number, sizes: readonly number[]): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const parts = sizes.map((size) => Math.floor((total / all) * size));
  let missing = total - parts.reduce((sum, part) => sum + part, 0);
  for (let i = 0; missing > 0; i = (i + 1) % sizes.length) {
    if (parts[i] === sizes[i]) continue;
    parts[i]!++;
    missing--;
  }
  return parts;
}
