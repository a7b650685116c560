import { drawFirst } from './draws.js';

/**
 * Comparisons of a gallery's templates with probes, as columns: those of a gallery's template follow one another, genuine ones first,
 * no pair stands twice. All probes meet the template of their own person but for those that `genuine` is short of them.
 */
export function drawComparisons({ persons, count, personOf }, { comparisons, genuine }, random) {
  const probes = count - persons;
  const impostor = comparisons - genuine;
  if (genuine > probes || impostor < 0 || impostor > probes * (persons - 1) * 0.9) {
    throw new Error(`${comparisons} comparisons, ${genuine} of them genuine, cannot be drawn`);
  }
  const order = Uint32Array.from({ length: probes }, (_, k) => persons + k);
  drawFirst(order, genuine, random);
  const mates = Array.from({ length: persons }, () => []);
  for (const probe of order.subarray(0, genuine)) mates[personOf[probe]].push(probe);

  const left = new Uint32Array(comparisons);
  const right = new Uint32Array(comparisons);
  const label = new Uint8Array(comparisons);
  let k = 0;
  for (let g = 0; g < persons; g++) {
    for (const probe of mates[g]) {
      left[k] = g;
      right[k] = probe;
      label[k++] = 1;
    }
    const end = k + share(impostor, g + 1, persons) - share(impostor, g, persons);
    for (let i = 0; k < end; i++) {
      if (i === probes) throw new Error(`too few probes for the impostors of template ${g + 1}`);
      const from = i + random.below(probes - i);
      const probe = order[from];
      order[from] = order[i];
      order[i] = probe;
      if (personOf[probe] === g) continue;
      left[k] = g;
      right[k++] = probe;
    }
  }
  return { left, right, genuine: label };
}

/** What the first `some` of `all` have of `total`, whole. */
function share(total, some, all) {
  return Math.floor((total * some) / all);
}

/** Puts the comparisons into an order drawn at random. */
export function shuffle({ left, right, genuine }, { below }) {
  for (let i = left.length - 1; i > 0; i--) {
    const j = below(i + 1);
    for (const column of [left, right, genuine]) {
      const value = column[i];
      column[i] = column[j];
      column[j] = value;
    }
  }
}
