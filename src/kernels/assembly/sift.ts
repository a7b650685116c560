/**
 * Looks through products of entries with probes, as `src/metrics/identification/scan.ts` does and with the same result but for the order
 * of what it lists: four probes lie in one vector of 128 bits.
 */

const LANES: i32 = 4;

/**
 * Adds to `above` how many of the products of each probe are beyond `high`, lists those that are between `low` and `high` or at
 * least `floor`, and returns how many it listed.
 *
 * @param products rows of `probes` floats
 * @param floor and `low`, `high`: a float for each probe
 * @param above a count of 32 bits for each probe
 * @param listed room for the index of every product
 */
export function sift(
  products: usize,
  rows: i32,
  probes: i32,
  floor: usize,
  low: usize,
  high: usize,
  above: usize,
  listed: usize,
): i32 {
  const stride = (<usize>probes) << 2;
  const whole = probes - (probes % LANES);
  let to = listed;
  for (let p = 0; p < whole; p += LANES) {
    const at = (<usize>p) << 2;
    const least = v128.load(floor + at);
    const from = v128.load(low + at);
    const beyond = v128.load(high + at);
    let count = v128.load(above + at);
    for (let row = 0; row < rows; row++) {
      const values = v128.load(products + at + <usize>row * stride);
      const more = f32x4.gt(values, beyond);
      // A comparison that holds is -1.
      count = i32x4.sub(count, more);
      const near = v128.andnot(f32x4.ge(values, from), more);
      const found = v128.or(near, f32x4.ge(values, least));
      if (v128.any_true(found)) {
        const bits = i32x4.bitmask(found);
        for (let lane = 0; lane < LANES; lane++) {
          if ((bits >> lane) & 1) {
            store<i32>(to, row * probes + p + lane);
            to += 4;
          }
        }
      }
    }
    v128.store(above + at, count);
  }
  for (let p = whole; p < probes; p++) {
    const at = (<usize>p) << 2;
    for (let row = 0; row < rows; row++) {
      const value = load<f32>(products + at + <usize>row * stride);
      const more = value > load<f32>(high + at);
      if (more) store<i32>(above + at, load<i32>(above + at) + 1);
      if ((value >= load<f32>(low + at) && !more) || value >= load<f32>(floor + at)) {
        store<i32>(to, row * probes + p);
        to += 4;
      }
    }
  }
  return <i32>((to - listed) >> 2);
}
