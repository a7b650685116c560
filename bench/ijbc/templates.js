import { drawFirst } from './draws.js';

/** Share of media that are videos, and the frames of one beyond the first, on average. */
const VIDEOS = 0.45;
const FURTHER_FRAMES = 14;

/**
 * Templates, one of every person for the galleries and then those of the probes, with the media and pictures of each: pictures lie
 * medium after medium and media template after template, `offsets` of one in the other.
 *
 * Every template has a picture. The rest come as media, stills and videos of many lengths, to templates of very unlike fortune: many
 * are a single still, and some have hundreds of frames.
 */
export function drawTemplates({ persons, probes, pictures }, random) {
  const count = persons + probes;
  if (pictures < count) throw new Error(`${pictures} pictures are too few for ${count} templates`);
  const personOf = new Uint32Array(count);
  for (let t = 0; t < count; t++) {
    personOf[t] = t < 2 * persons ? t % persons : random.below(persons);
  }
  const ofProbes = personOf.subarray(persons);
  drawFirst(ofProbes, probes, random);

  const fortune = new Float64Array(count);
  let total = 0;
  for (let t = 0; t < count; t++) fortune[t] = total += Math.exp(random.normal());
  const frames = Array.from({ length: count }, () => [1]);
  for (let left = pictures - count; left > 0;) {
    const length =
      random.share() < VIDEOS ? 1 + Math.floor(-FURTHER_FRAMES * Math.log(1 - random.share())) : 1;
    const taken = Math.min(left, length);
    frames[firstAbove(fortune, random.share() * total)].push(taken);
    left -= taken;
  }

  const mediaOf = new Uint32Array(count + 1);
  for (let t = 0; t < count; t++) mediaOf[t + 1] = mediaOf[t] + frames[t].length;
  const picturesOf = new Uint32Array(mediaOf[count] + 1);
  for (const [m, length] of frames.flat().entries()) picturesOf[m + 1] = picturesOf[m] + length;
  return { persons, count, personOf, mediaOf, picturesOf };
}

/** The index of the first of ascending values that is above `value`. */
function firstAbove(values, value) {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
