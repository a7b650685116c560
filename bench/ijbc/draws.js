import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers from a seed, by the kinds that are needed here; every call goes on where the last one stopped. */
export function draws(seed) {
  const generator = xoroshiro128plus(seed);
  const share = () => (generator.next() >>> 0) / 2 ** 32;
  return {
    /** A float64 of 0 to 1, 1 not among them. */
    share,
    /** A whole number of 0 to `count - 1`. */
    below: (count) => Math.floor(share() * count),
    normal: () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
    /** Adds noise of mean 0 to every value, so that the sum of its squares is `length` squared on average. */
    addNoise: (values, length) => {
      // Even noise, since in many dimensions its direction cannot be told from that of normal noise, and it is drawn in no time.
      const scale = (length * Math.sqrt(3 / values.length)) / 2 ** 31;
      for (let i = 0; i < values.length; i++) values[i] += scale * generator.next();
    },
  };
}

/** The first `count` places of `values` hold distinct entries of it, drawn at random; the others are left behind them. */
export function drawFirst(values, count, { below }) {
  for (let i = 0; i < count; i++) {
    const from = i + below(values.length - i);
    [values[i], values[from]] = [values[from], values[i]];
  }
}
