import picocolors from 'picocolors';
import { type Column, layOut } from './columns.js';
import type { TableStyle } from './table.js';

interface Row {
  readonly persons: number;
  readonly pictures: number;
  readonly genuine: number;
  readonly impostor: number;
}

/** What each fold of a new protocol holds, and all of them together in the last line where there are several. */
export function protocolMakeTable(
  folds: readonly Row[],
  { colour = false }: TableStyle = {},
): string {
  const paint = picocolors.createColors(colour);
  const kinds = ['persons', 'pictures', 'genuine', 'impostor'] as const;
  const several = folds.length > 1;
  const columns = kinds.map((kind): Column => {
    const cells = folds.map((fold) => String(fold[kind]));
    const all = String(folds.reduce((sum, fold) => sum + fold[kind], 0));
    return {
      head: paint.dim(kind),
      align: 'right',
      cells: several ? [...cells, paint.bold(all)] : cells,
    };
  });
  const names = [...folds.keys()].map(String);
  const first: Column = {
    head: paint.dim('fold'),
    align: 'left',
    cells: [...names, paint.bold('all')],
  };
  return layOut(several ? [first, ...columns] : columns);
}
