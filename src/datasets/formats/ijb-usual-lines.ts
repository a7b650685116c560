const [LF, SPACE, COMMA, ZERO] = [10, 32, 44, 48];

/** Digits of a number that 31 bits hold, whatever they are. */
const DIGITS = 9;

/** Two such numbers, a label, and what stands between and behind them. */
export const LONGEST_USUAL = 2 * (DIGITS + 1) + 2;

/** Columns of comparisons of which the first `count` are filled. */
export interface FilledPairs {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly genuine: Uint8Array;
  readonly count: number;
}

/**
 * Fills the columns with the comparisons of lines `1 11065 1` (`1,11065` where they bear no label) as files hold them almost
 * always: plain numbers of templates that are known, lines that end in LF. Stops before the first line that is anything else, where
 * the columns are full, and within `LONGEST_USUAL` bytes of the end, since a line may go on behind it.
 *
 * What is read here needs no other check of a text: it is digits, separators and ends of lines.
 *
 * @param indexOf the index of each template by its number, -1 where there is none
 * @returns where it stopped in `bytes`, and how many comparisons there are now
 */
export function takeUsualLines(
  bytes: Uint8Array,
  from: number,
  { left, right, genuine, count }: FilledPairs,
  indexOf: Int32Array,
  labelled: boolean,
): { readonly at: number; readonly count: number } {
  const separator = (labelled ? SPACE : COMMA) - ZERO;
  const room = left.length;
  // Beyond, reading would leave the array and make every number a float.
  const last = bytes.length - LONGEST_USUAL;
  let [at, k] = [from, count];
  while (k < room && at <= last) {
    let p = at;
    let digit = bytes[p]! - ZERO;
    if (digit < 1 || digit > 9) break;
    let first = digit;
    for (digit = bytes[++p]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++p]! - ZERO) {
      if (p - at >= DIGITS) return { at, count: k };
      first = 10 * first + digit;
    }
    if (digit !== separator) break;
    const second = ++p;
    digit = bytes[p]! - ZERO;
    if (digit < 1 || digit > 9) break;
    let other = digit;
    for (digit = bytes[++p]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++p]! - ZERO) {
      if (p - second >= DIGITS) return { at, count: k };
      other = 10 * other + digit;
    }
    let label = 0;
    if (labelled) {
      if (digit !== separator) break;
      label = bytes[++p]! - ZERO;
      if (label !== 0 && label !== 1) break;
      p++;
    }
    if (bytes[p] !== LF || first >= indexOf.length || other >= indexOf.length) break;
    const [l, r] = [indexOf[first]!, indexOf[other]!];
    if (l < 0 || r < 0) break;
    left[k] = l;
    right[k] = r;
    genuine[k++] = label;
    at = p + 1;
  }
  return { at, count: k };
}
