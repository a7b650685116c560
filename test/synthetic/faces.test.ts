import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { faceSvg } from '../../src/synthetic/face.js';
import { HAIR_STYLES } from '../../src/synthetic/hair-styles.js';
import { poseHead, SIZE } from '../../src/synthetic/head.js';
import { drawIdentity } from '../../src/synthetic/identity.js';
import { PERSONS, portrait } from '../../src/synthetic/portrait.js';
import { chance } from '../../src/synthetic/random.js';
import { drawVariation, type Variation } from '../../src/synthetic/variation.js';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const frontal: Variation = {
  ...drawVariation(1, 0),
  yaw: 0,
  pitch: 0,
  roll: 0,
  scale: 1,
  shift: [0, 0],
};

/** Where the features of a person lie in the picture in a pose. */
function features(seed: number, pose: Partial<Variation>) {
  const identity = drawIdentity(seed);
  const { eyes, nose, mouth, head } = identity;
  const posed = poseHead(identity, { ...frontal, ...pose });
  return {
    leftEye: posed.on(-eyes.apart, 0),
    rightEye: posed.on(eyes.apart, 0),
    noseTip: posed.on(0, nose.length, nose.rise),
    mouth: posed.on(0, mouth.y),
    leftEar: posed.place(-head.halfWidth, 4, 0),
    rightEar: posed.place(head.halfWidth, 4, 0),
    faces: posed.faces,
  };
}

describe('a synthetic face', () => {
  test('is the same text for the same seeds', () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), (seed, index) => {
        const draw = () => faceSvg(drawIdentity(seed), drawVariation(seed, index));
        expect(draw()).toBe(draw());
      }),
      { numRuns: 20 },
    );
  });

  test('differs from person to person and from picture to picture', () => {
    const texts = new Set<string>();
    for (let person = 0; person < 30; person++)
      for (let index = 0; index < 3; index++)
        texts.add(faceSvg(drawIdentity(person), drawVariation(person, index)));
    expect(texts.size).toBe(90);
  });

  test('keeps the person while the picture changes', () => {
    const identity = drawIdentity(5);
    expect(drawIdentity(5)).toEqual(identity);
    expect(drawVariation(5, 0)).not.toEqual(drawVariation(5, 1));
  });

  test('holds no letters to draw and no number that is not finite', () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), (seed, index) => {
        const svg = faceSvg(drawIdentity(seed), drawVariation(seed, index));
        expect(svg).not.toMatch(/<text|font|NaN|Infinity|undefined/);
      }),
      { numRuns: 60 },
    );
  });

  test('has its eyes near those of the ArcFace template when seen from the front', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { leftEye, rightEye } = features(seed, {});
        expect(Math.abs((leftEye[0] + rightEye[0]) / 2 - 56)).toBeLessThan(0.01);
        expect(Math.abs(leftEye[1] - 51.7)).toBeLessThan(2);
        expect(Math.abs(leftEye[0] - 38.3)).toBeLessThan(4);
        expect(Math.abs(rightEye[0] - 73.5)).toBeLessThan(4);
      }),
    );
  });

  test('is drawn with every style of hair', () => {
    const seen = new Set<string>();
    for (let person = 0; person < 400; person++) seen.add(drawIdentity(person).hair.style);
    expect([...seen].sort()).toEqual(HAIR_STYLES.map(({ name }) => name).sort());
  });

  test('is rasterised to 112x112 pixels of three bytes, the same each time', async () => {
    const [once, again] = [await portrait(7, 3), await portrait(7, 3)];
    expect([once.width, once.height, once.data.length]).toEqual([SIZE, SIZE, SIZE * SIZE * 3]);
    expect(Buffer.compare(once.data, again.data)).toBe(0);
    expect(new Set(once.data).size).toBeGreaterThan(50);
  });
});

describe('a turn of the head', () => {
  test('moves the tip of the nose further than the eyes, to the side it turns to', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 5, max: 35, noNaN: true }), (seed, yaw) => {
        const [front, turned] = [features(seed, {}), features(seed, { yaw })];
        const middle = ({ leftEye, rightEye }: ReturnType<typeof features>) =>
          (leftEye[0] + rightEye[0]) / 2;
        const eyes = middle(turned) - middle(front);
        expect(turned.noseTip[0] - front.noseTip[0]).toBeGreaterThan(eyes);
      }),
    );
  });

  test('narrows the far half of the face and widens the near one', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 8, max: 35, noNaN: true }), (seed, yaw) => {
        const { leftEar, rightEar, noseTip } = features(seed, { yaw });
        expect(noseTip[0] - leftEar[0]).toBeGreaterThan(rightEar[0] - noseTip[0]);
      }),
    );
  });

  test('hides the skin at the far ear and shows that at the near one', () => {
    const { faces } = features(3, { yaw: 25 });
    expect([faces(-1.5), faces(1.5)]).toEqual([true, false]);
  });

  test('mirrors when it turns the other way', () => {
    const [right, left] = [features(9, { yaw: 20 }), features(9, { yaw: -20 })];
    expect(right.noseTip[0] - 56).toBeCloseTo(56 - left.noseTip[0], 6);
  });

  test.each([
    { pitch: 12, why: 'lifted: the tip comes up towards the eyes' },
    { pitch: -12, why: 'lowered: the tip goes down from the eyes' },
  ])('moves the nose up or down with pitch ($why)', ({ pitch }) => {
    const below = (pose: Partial<Variation>) => {
      const { noseTip, leftEye } = features(4, pose);
      return noseTip[1] - leftEye[1];
    };
    expect(Math.sign(below({}) - below({ pitch }))).toBe(Math.sign(pitch));
  });

  test('lowers the right eye of the picture when the head leans clockwise', () => {
    const { leftEye, rightEye } = features(4, { roll: 10 });
    const angle = Math.atan2(rightEye[1] - leftEye[1], rightEye[0] - leftEye[0]);
    expect((angle * 180) / Math.PI).toBeCloseTo(10, 6);
  });
});

describe('the seeds of persons', () => {
  test('put nobody in two sets', () => {
    const ranges = Object.values(PERSONS)
      .map(({ first, count }) => [first, first + count - 1] as const)
      .sort((a, b) => a[0] - b[0]);
    for (let i = 1; i < ranges.length; i++)
      expect(ranges[i]![0]).toBeGreaterThan(ranges[i - 1]![1]);
  });
});

describe('seeded chance', () => {
  test('gives the same numbers for the same keys and others for any other key or order', () => {
    const draw = (...keys: number[]) => chance(...keys).uniform();
    expect(draw(1, 2, 3)).toBe(draw(1, 2, 3));
    expect(new Set([draw(1, 2, 3), draw(3, 2, 1), draw(1, 2), draw(1, 2, 4)]).size).toBe(4);
  });

  test('is flat over neighbouring seeds', () => {
    const bins = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 20_000; seed++) {
      const bin = Math.floor(chance(1, seed).uniform() * 10);
      bins[bin] = bins[bin]! + 1;
    }
    // Ten times the standard deviation of a bin, sqrt(20000 x .1 x .9) = 42.
    for (const count of bins) expect(Math.abs(count - 2000)).toBeLessThan(424);
  });

  test('has nothing to pick from an empty list', () => {
    expect(() => chance(1).pick([])).toThrow(RangeError);
  });
});
