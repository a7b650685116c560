import type { Templates } from '../types.js';

/**
 * The members of some templates in the order in which they are added up: pictures ascending, so that vectors may be read once from
 * front to back. Place `i` of each column is member `i` of that order; a picture that stands twice comes in the order of its members.
 *
 * A medium is done with the last of its pictures, a template with the last of its media; of each that is begun and not done a sum is
 * held. (A medium of one picture is begun and done at once.)
 */
export interface PoolingOrder {
  readonly picture: Uint32Array;
  readonly template: Uint32Array;
  /** Numbered over all these templates. */
  readonly medium: Uint32Array;
  /** Number of pictures of each medium. */
  readonly mediumSize: Uint32Array;
  /** Sums held at once at most. */
  readonly held: number;
}

/** The order for the templates from `from` to `to - 1`. */
export function poolingOrder(
  { offsets, members, media }: Templates,
  from: number,
  to: number,
): PoolingOrder {
  const [first, end] = [offsets[from]!, offsets[to]!];
  const count = end - first;
  const mediumOf = new Uint32Array(count);
  const templateOf = new Uint32Array(count);
  const sizes = new Uint32Array(count);
  const numbers = new Map<number, number>();
  let mediumCount = 0;
  let largest = 0;
  for (let template = from; template < to; template++) {
    numbers.clear();
    for (let m = offsets[template]!; m < offsets[template + 1]!; m++) {
      // Frames of a video mostly stand together.
      const again = m > offsets[template]! && media[m] === media[m - 1];
      let number = again ? mediumOf[m - first - 1] : numbers.get(media[m]!);
      if (number === undefined) numbers.set(media[m]!, (number = mediumCount++));
      sizes[number]!++;
      mediumOf[m - first] = number;
      templateOf[m - first] = template;
      if (members[m]! > largest) largest = members[m]!;
    }
  }
  const next = new Uint32Array(largest + 2);
  for (let m = first; m < end; m++) next[members[m]! + 1]!++;
  for (let p = 0; p <= largest; p++) next[p + 1]! += next[p]!;
  const order = {
    picture: new Uint32Array(count),
    template: new Uint32Array(count),
    medium: new Uint32Array(count),
    mediumSize: sizes.subarray(0, mediumCount),
  };
  for (let m = first; m < end; m++) {
    const place = next[members[m]!]!++;
    order.picture[place] = members[m]!;
    order.template[place] = templateOf[m - first]!;
    order.medium[place] = mediumOf[m - first]!;
  }
  return { ...order, held: mostHeld(order, offsets) };
}

function mostHeld(
  { template, medium, mediumSize }: Omit<PoolingOrder, 'held'>,
  offsets: Uint32Array,
): number {
  const left = mediumSize.slice();
  const seen = new Uint32Array(offsets.length - 1);
  let [now, most] = [0, 0];
  for (let place = 0; place < template.length; place++) {
    const [t, g] = [template[place]!, medium[place]!];
    if (seen[t] === 0) now++;
    seen[t]! += 1;
    const several = mediumSize[g]! > 1;
    if (several && left[g] === mediumSize[g]) now++;
    if (now > most) most = now;
    left[g]! -= 1;
    if (left[g] === 0 && several) now--;
    if (seen[t] === offsets[t + 1]! - offsets[t]!) now--;
  }
  return most;
}

/**
 * Orders that together have every template once, each for as many templates as `held` sums suffice for: one where that is all of
 * them. (A single template may need more.)
 */
export function ordersWithin(templates: Templates, held: number): PoolingOrder[] {
  const orders: PoolingOrder[] = [];
  const add = (from: number, to: number) => {
    const order = poolingOrder(templates, from, to);
    if (order.held <= held || to - from === 1) {
      orders.push(order);
      return;
    }
    const parts = Math.min(to - from, Math.ceil(order.held / held));
    for (let part = 0; part < parts; part++) {
      const at = (i: number) => from + Math.floor((i * (to - from)) / parts);
      add(at(part), at(part + 1));
    }
  };
  if (templates.ids.length > 0) add(0, templates.ids.length);
  return orders;
}
