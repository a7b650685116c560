/** Magnitudes: their middle and spread, and what part template, medium and picture have in it. */
const [MIDDLE, SPREAD, LEAST] = [23, 5, 6];
const [OF_TEMPLATE, OF_MEDIUM, OF_PICTURE] = [0.75, 0.5, 0.43];

/** Length of the noise at the middle magnitude, where the person's own direction has length 1; it doubles every `HALF` below. */
const [NOISE, HALF] = [0.9, 4.5];

/** What the noise is made of: parts that a template and a medium have in common do not fall out when they are pooled. */
const [TEMPLATE_NOISE, MEDIUM_NOISE, PICTURE_NOISE] = [0.55, 0.5, 0.67];

/** Bad pictures are alike: part of the noise that points the same way in all of them. */
const COMMON = 0.3;

/** Persons come in families that share a part of their direction, so that some impostors look alike. */
const [FAMILY_SIZE, FAMILY] = [12, 0.55];

/**
 * Calls `write` with the vectors of all pictures in their order, some thousand at a time, and the magnitude of each: a random
 * direction for every person, and noise that falls with the magnitude.
 *
 * @returns the magnitude of every picture, float32
 */
export function drawVectors({ persons, count, personOf, mediaOf, picturesOf }, dim, random, write) {
  const people = directionsOfPersons(persons, dim, random);
  const bad = unit(random, dim);
  const magnitudes = new Float32Array(picturesOf.at(-1));
  const [ofTemplate, ofMedium] = [new Float32Array(dim), new Float32Array(dim)];
  const block = new Float32Array(4096 * dim);
  let filled = 0;
  let picture = 0;
  for (let t = 0; t < count; t++) {
    const person = people.subarray(personOf[t] * dim, (personOf[t] + 1) * dim);
    const templateLevel = OF_TEMPLATE * random.normal();
    ofTemplate.fill(0);
    random.addNoise(ofTemplate, TEMPLATE_NOISE);
    for (let m = mediaOf[t]; m < mediaOf[t + 1]; m++) {
      const mediumLevel = templateLevel + OF_MEDIUM * random.normal();
      ofMedium.set(ofTemplate);
      random.addNoise(ofMedium, MEDIUM_NOISE);
      for (; picture < picturesOf[m + 1]; picture++) {
        const level = mediumLevel + OF_PICTURE * random.normal();
        const magnitude = Math.max(LEAST, MIDDLE + SPREAD * level);
        magnitudes[picture] = magnitude;
        const noise = NOISE * 2 ** ((MIDDLE - magnitude) / HALF);
        const row = block.subarray(filled * dim, (filled + 1) * dim);
        row.fill(0);
        random.addNoise(row, PICTURE_NOISE);
        let squares = 0;
        for (let i = 0; i < dim; i++) {
          const value = person[i] + noise * (ofMedium[i] + row[i] + COMMON * bad[i]);
          row[i] = value;
          squares += value * value;
        }
        const scale = magnitude / Math.sqrt(squares);
        for (let i = 0; i < dim; i++) row[i] *= scale;
        if (++filled === 4096) {
          write(block);
          filled = 0;
        }
      }
    }
  }
  write(block.subarray(0, filled * dim));
  return magnitudes;
}

function directionsOfPersons(persons, dim, random) {
  const families = Array.from({ length: Math.ceil(persons / FAMILY_SIZE) }, () =>
    unit(random, dim),
  );
  const people = new Float32Array(persons * dim);
  for (let p = 0; p < persons; p++) {
    const own = people.subarray(p * dim, (p + 1) * dim);
    const family = families[random.below(families.length)];
    for (let i = 0; i < dim; i++) own[i] = FAMILY * family[i];
    random.addNoise(own, Math.sqrt(1 - FAMILY * FAMILY));
  }
  return people;
}

function unit(random, dim) {
  const values = new Float32Array(dim);
  random.addNoise(values, 1);
  return values;
}
