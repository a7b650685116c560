/**
 * Looks through products of entries with probes, as `src/metrics/identification/scan.ts` does and with the same result: four probes lie
 * in one vector of 128 bits.
 *
 * AssemblyScript, compiled to WebAssembly by `scripts/build-kernels.js`.
 */

import { isFull, keep } from './parts/lists';

export { answer, ask, drop, lay, layLists, rank } from './parts/lists';

const LANES: i32 = 4;
/** Vectors whose thresholds are asked together: nearly all products are below them. */
const TOGETHER: i32 = 4;
/** How often the range of the groups' greatest products is halved, as in `src/metrics/identification/scan.ts`. */
const GROUP_HALVINGS: i32 = 8;

/** Where the columns of a scan lie. */
let least: usize = 0;
let floor: usize = 0;
let low: usize = 0;
let high: usize = 0;
let above: usize = 0;
let doubts: usize = 0;
let noted: usize = 0;
let mostDoubts: i32 = 0;

/** Says where the columns of the scan lie, and how many doubts are noted at once. */
export function layScan(
  leastAt: usize,
  floorAt: usize,
  lowAt: usize,
  highAt: usize,
  aboveAt: usize,
  doubtsAt: usize,
  notedAt: usize,
  doubtsAtMost: i32,
): void {
  least = leastAt;
  floor = floorAt;
  low = lowAt;
  high = highAt;
  above = aboveAt;
  doubts = doubtsAt;
  noted = notedAt;
  mostDoubts = doubtsAtMost;
}

/**
 * Looks through the products from the index `at` on, and returns where it stopped for want of room: `rows * probes` at the end.
 *
 * @param products rows of `probes` floats
 * @param key of the first row; those of the others follow
 */
export function look(products: usize, rows: i32, probes: i32, at: i32, key: i32): i32 {
  const width = (<usize>probes) << 2;
  let row = at / probes;
  let p = at - row * probes;
  for (; row < rows; row++, p = 0) {
    const line = products + <usize>row * width;
    while (p + LANES <= probes) {
      const q = (<usize>p) << 2;
      if (
        p + LANES * TOGETHER <= probes &&
        !v128.any_true(
          v128.or(
            v128.or(reaches(line, q), reaches(line, q + 16)),
            v128.or(reaches(line, q + 32), reaches(line, q + 48)),
          ),
        )
      ) {
        p += LANES * TOGETHER;
        continue;
      }
      for (const end = min(p + LANES * TOGETHER, probes - LANES + 1); p < end; p += LANES) {
        let some = i32x4.bitmask(reaches(line, (<usize>p) << 2));
        for (; some; some &= some - 1) {
          const one = p + ctz(some);
          if (!take(line, one, row, probes, key)) return row * probes + one;
        }
      }
    }
    for (; p < probes; p++) {
      if (!take(line, p, row, probes, key)) return row * probes + p;
    }
  }
  return rows * probes;
}

/** Multiplies the whole numbers in each row by the row's scale and by that of their column, and leaves floats. */
export function scale(products: usize, rows: i32, probes: i32, ofRow: usize, ofProbe: usize): void {
  const whole = probes - (probes % LANES);
  let at = products;
  for (let row = 0; row < rows; row++) {
    const one = load<f32>(ofRow + ((<usize>row) << 2));
    const factor = f32x4.splat(one);
    let p = 0;
    for (; p < whole; p += LANES, at += 16) {
      const value = f32x4.mul(f32x4.convert_i32x4_s(v128.load(at)), factor);
      v128.store(at, f32x4.mul(value, v128.load(ofProbe + ((<usize>p) << 2))));
    }
    for (; p < probes; p++, at += 4) {
      store<f32>(at, <f32>load<i32>(at) * one * load<f32>(ofProbe + ((<usize>p) << 2)));
    }
  }
}

/**
 * Writes to `into` what `reach` of `plainScan` returns.
 *
 * @param most room for a row of each group, as many whole vectors as hold the probes; so long is `into`
 */
export function reach(
  products: usize,
  rows: i32,
  probes: i32,
  groups: i32,
  wanted: i32,
  most: usize,
  into: usize,
): void {
  const whole = probes - (probes % LANES);
  const width = (<usize>((probes + LANES - 1) / LANES)) << 4;
  let row = 0;
  let at = products;
  for (let group = 0; group < groups; group++) {
    const line = most + <usize>group * width;
    for (let q: usize = 0; q < width; q += 16) {
      v128.store(line + q, f32x4.splat(<f32>-Infinity));
    }
    for (const end = <i32>((<i64>(group + 1) * rows + groups - 1) / groups); row < end; row++) {
      let q: usize = 0;
      for (const all = (<usize>whole) << 2; q < all; q += 16) {
        v128.store(line + q, f32x4.pmax(v128.load(line + q), v128.load(at + q)));
      }
      for (const all = (<usize>probes) << 2; q < all; q += 4) {
        store<f32>(line + q, max<f32>(load<f32>(line + q), load<f32>(at + q)));
      }
      at += (<usize>probes) << 2;
    }
  }
  const end = most + <usize>groups * width;
  const enough = i32x4.splat(wanted);
  for (let q: usize = 0; q < width; q += 16) {
    let low = v128.load(most + q);
    let high = low;
    for (let line = most + q; line < end; line += width) {
      low = f32x4.pmin(low, v128.load(line));
      high = f32x4.pmax(high, v128.load(line));
    }
    for (let step = 0; step < GROUP_HALVINGS; step++) {
      const middle = f32x4.add(low, f32x4.mul(f32x4.sub(high, low), f32x4.splat(0.5)));
      let found = i32x4.splat(0);
      for (let line = most + q; line < end; line += width) {
        found = i32x4.sub(found, f32x4.ge(v128.load(line), middle));
      }
      const few = i32x4.lt_s(found, enough);
      high = v128.bitselect(middle, high, few);
      low = v128.bitselect(low, middle, few);
    }
    v128.store(into + q, low);
  }
}

/** Which of the four products are worth a second look. */
function reaches(line: usize, q: usize): v128 {
  return f32x4.ge(v128.load(line + q), v128.load(least + q));
}

/** Takes what a product says; false, and nothing was taken, where there is no room for it. */
function take(line: usize, p: i32, row: i32, probes: i32, key: i32): bool {
  const q = (<usize>p) << 2;
  const product = load<f32>(line + q);
  const more = product > load<f32>(high + q);
  const near = product >= load<f32>(low + q) && !more;
  const best = product >= load<f32>(floor + q);
  if (near && load<i32>(noted) == mostDoubts) return false;
  if (best && isFull(p)) return false;
  if (more) store<i32>(above + q, load<i32>(above + q) + 1);
  if (near) doubt(row * probes + p);
  if (best) keep(p, key + row, product);
  return true;
}

function doubt(place: i32): void {
  const count = load<i32>(noted);
  store<i32>(doubts + ((<usize>count) << 2), place);
  store<i32>(noted, count + 1);
}
