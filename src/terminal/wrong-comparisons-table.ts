import picocolors from 'picocolors';
import type { QualityFindings, WrongComparison } from '../types.js';
import { decimalsOf } from './band-ends.js';
import { layOutWithin, type SparedColumn, wrap } from './columns.js';
import { fixedText, powerText } from './figures.js';
import type { TableStyle } from './table.js';
import { printable } from './terminal.js';

/** Comparisons named of each kind; worst_errors.csv names more. */
const NAMED = 5;

/** How many comparisons go wrong at the threshold, and the worst of both kinds; empty where there are none to look at. */
export function wrongComparisonsTable(
  { errors }: QualityFindings,
  { columns: width = Infinity, colour = false }: TableStyle,
): string {
  if (errors === undefined) return '';
  const { dim } = picocolors.createColors(colour);
  const { fmr, threshold, falseNonMatches, falseMatches } = errors;
  const [missed, matched] = [errors.falseNonMatchCount, errors.falseMatchCount];
  const all = [
    ...falseNonMatches.slice(0, NAMED).map((wrong) => ({ ...wrong, kind: 'false non-match' })),
    ...falseMatches.slice(0, NAMED).map((wrong) => ({ ...wrong, kind: 'false match' })),
  ];
  const worst = all.length < missed + matched ? '; the worst' : '';
  const at = `at the threshold for FMR ${powerText(fmr)}, ${fixedText(threshold, 4)}`;
  const caption = wrap(
    `${at}: ${missed} false non-matches and ${matched} false matches${worst}`,
    width,
  );
  const head = `${caption.join('\n')}\n`;
  if (all.length === 0) return head;
  const decimals = decimalsOf(all.flatMap((wrong) => [wrong.leftMagnitude, wrong.rightMagnitude]));
  const left = (title: string, read: (wrong: (typeof all)[number]) => string): SparedColumn => ({
    head: dim(title),
    align: 'left',
    cells: all.map(read),
  });
  const magnitude = (of: (wrong: WrongComparison) => number): SparedColumn => ({
    ...left('magnitude', (wrong) => of(wrong).toFixed(decimals)),
    align: 'right',
    spared: 1,
  });
  const columns: SparedColumn[] = [
    left('', ({ kind }) => kind),
    { ...left('score', ({ score }) => fixedText(score, 4)), align: 'right' },
    left('left', (wrong) => printable(wrong.left)),
    magnitude((wrong) => wrong.leftMagnitude),
    left('right', (wrong) => printable(wrong.right)),
    magnitude((wrong) => wrong.rightMagnitude),
  ];
  return head + layOutWithin(columns, width);
}
