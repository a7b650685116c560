import { chance } from './random.js';
import { hsl, mix, type Colour } from './colour.js';

/** What changes from one picture of a person to the next. Angles are degrees; shares are 0..1. */
export interface Variation {
  readonly seed: number;
  /** Positive turns the face to the right of the picture. */
  readonly yaw: number;
  /** Positive lifts the face. */
  readonly pitch: number;
  /** Positive leans the head clockwise in the picture. */
  readonly roll: number;
  readonly scale: number;
  readonly shift: readonly [number, number];
  readonly smile: number;
  readonly open: number;
  readonly eyeOpening: number;
  readonly gaze: readonly [number, number];
  readonly browRaise: number;
  readonly light: {
    /** From -1, all from the left of the picture, to 1. */
    readonly side: number;
    readonly strength: number;
    /** Negative darkens the whole picture, positive brightens it. */
    readonly exposure: number;
    readonly tint: Colour;
    readonly tintShare: number;
  };
  readonly background: {
    readonly kind: BackgroundKind;
    readonly near: Colour;
    readonly far: Colour;
  };
  readonly cloth: Colour;
  readonly collar: 'round' | 'v' | 'shirt';
  /** Compared with the person's habit, says whether the glasses are on. */
  readonly glassesMood: number;
}

export const BACKGROUNDS = [
  'plain',
  'wall',
  'bokeh',
  'stripes',
  'shelf',
  'leaves',
  'window',
] as const;
export type BackgroundKind = (typeof BACKGROUNDS)[number];

/** The pose, expression, light and surroundings of picture `index` of the person with this seed: a pure function of both. */
export function drawVariation(seed: number, index: number): Variation {
  const { between, happens, normal, pick, uniform } = chance(2, seed, index);
  const hue = between(0, 360);
  const vivid = between(0.04, 0.5) * (happens(0.3) ? 1 : 0.6);
  const near = hsl(hue, vivid, between(0.3, 0.85));
  const mouthOpen = happens(0.25);
  return {
    seed: Math.floor(uniform() * 2 ** 31),
    yaw: normal(17, 38),
    pitch: normal(7.5, 17),
    roll: normal(5, 14),
    scale: between(0.95, 1.05),
    shift: [normal(1.2, 3), normal(1.2, 3)],
    smile: between(-0.15, 1),
    open: mouthOpen ? between(0.2, 1) : 0,
    eyeOpening: happens(0.06) ? between(0, 0.2) : between(0.62, 1.08),
    gaze: [normal(0.35, 0.9), normal(0.22, 0.5)],
    browRaise: normal(0.4, 1),
    light: {
      side: between(-1, 1),
      strength: between(0.15, 0.95),
      exposure: normal(0.18, 0.38),
      tint: pick<Colour>([
        [255, 190, 110],
        [120, 160, 255],
        [255, 235, 210],
        [200, 255, 220],
      ]),
      tintShare: between(0, 0.26),
    },
    background: {
      kind: pick(BACKGROUNDS),
      near,
      far: mix(near, hsl(hue + between(-50, 50), vivid, between(0.2, 0.9)), 0.7),
    },
    cloth: hsl(between(0, 360), between(0.05, 0.6), between(0.15, 0.8)),
    collar: pick(['round', 'v', 'shirt'] as const),
    glassesMood: uniform(),
  };
}
