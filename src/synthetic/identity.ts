import { chance } from './random.js';
import { along, hsl, mix, type Colour } from './colour.js';
import { HAIR_STYLES, type HairStyleName } from './hair-styles.js';

/**
 * What stays the same in every picture of one synthetic person. Lengths are pixels of a 112x112 picture of a face seen from the
 * front; x grows to the right of the picture, y downwards from the line of the eyes, z towards the viewer.
 */
export interface Identity {
  readonly seed: number;
  readonly skin: Colour;
  readonly head: {
    readonly halfWidth: number;
    readonly crown: number;
    readonly chin: number;
    readonly squareness: number;
    readonly taper: number;
    readonly cheekbone: number;
  };
  readonly ears: { readonly size: number; readonly flare: number };
  readonly eyes: {
    readonly apart: number;
    readonly halfWidth: number;
    readonly height: number;
    readonly tilt: number;
    readonly iris: Colour;
    readonly irisRadius: number;
    readonly lash: number;
    readonly crease: number;
    readonly shadow: Colour | undefined;
  };
  readonly brows: {
    readonly height: number;
    readonly arch: number;
    readonly tilt: number;
    readonly thickness: number;
    readonly length: number;
    readonly colour: Colour;
  };
  readonly nose: {
    readonly length: number;
    readonly halfWidth: number;
    readonly bridge: number;
    readonly rise: number;
    readonly tip: number;
  };
  readonly mouth: {
    readonly y: number;
    readonly halfWidth: number;
    readonly upper: number;
    readonly lower: number;
    readonly bow: number;
    readonly colour: Colour;
  };
  readonly hair: {
    readonly style: HairStyleName;
    readonly colour: Colour;
    readonly line: number;
    readonly peak: number;
    readonly volume: number;
    readonly part: number;
    readonly grain: number;
  };
  readonly beard: {
    readonly kind: 'none' | 'stubble' | 'moustache' | 'goatee' | 'full';
    readonly density: number;
    readonly length: number;
  };
  readonly glasses:
    | {
        readonly shape: 'round' | 'square' | 'half';
        readonly colour: Colour;
        readonly width: number;
        readonly habit: number;
      }
    | undefined;
  readonly freckles: number;
  readonly mole: { readonly x: number; readonly y: number; readonly radius: number } | undefined;
  readonly blush: number;
  readonly age: number;
  readonly earrings: Colour | undefined;
}

const SKIN: readonly Colour[] = [
  [252, 226, 206],
  [243, 205, 176],
  [228, 182, 145],
  [205, 153, 112],
  [172, 118, 80],
  [132, 86, 57],
  [94, 60, 41],
  [66, 43, 33],
];

const HAIR: readonly Colour[] = [
  [24, 20, 20],
  [44, 30, 24],
  [72, 46, 32],
  [106, 70, 44],
  [150, 108, 64],
  [206, 168, 104],
  [134, 58, 30],
  [178, 82, 38],
];
const GREY: Colour = [186, 184, 182];

const IRIS: readonly Colour[] = [
  [58, 36, 22],
  [86, 54, 30],
  [118, 84, 44],
  [96, 112, 62],
  [84, 124, 158],
  [118, 132, 142],
];

/** The synthetic person of this seed: a pure function, any 32-bit whole number is a person. */
export function drawIdentity(seed: number): Identity {
  const roll = chance(1, seed);
  const { between, happens, pick, normal } = roll;
  const tone = between(0, 1);
  const skin = mix(
    along(SKIN, tone),
    pick<Colour>([
      [255, 170, 150],
      [240, 200, 120],
      [190, 150, 120],
    ]),
    between(0, 0.16),
  );
  const age = between(0, 1) ** 1.6;
  const greying = age > 0.55 && happens(0.5) ? between(0.3, 1) : 0;
  const natural = tone > 0.6 ? along(HAIR.slice(0, 3), between(0, 1)) : pick(HAIR);
  const dyed = happens(0.04) ? hsl(between(0, 360), 0.5, 0.45) : natural;
  const hairColour = mix(mix(dyed, [between(0, 90), 30, 20], 0.12), GREY, greying);
  const bearded = happens(0.3);
  const style = pick(HAIR_STYLES.filter((entry) => !bearded || entry.withBeard)).name;
  const lips = mix(skin, tone > 0.55 ? [120, 50, 56] : [190, 80, 84], between(0.35, 0.6));
  const lipstick = !bearded && happens(0.25);
  return {
    seed,
    skin,
    head: {
      halfWidth: between(34.5, 40.5),
      crown: between(37, 43.5),
      chin: between(50, 57.5),
      squareness: between(2, 3.3),
      taper: between(0.04, 0.34),
      cheekbone: between(-0.02, 0.06),
    },
    ears: { size: between(0.8, 1.25), flare: between(0.45, 1) },
    eyes: {
      apart: between(15.2, 18.8),
      halfWidth: between(6.3, 8.6),
      height: between(3.1, 5.2),
      tilt: normal(0.09, 0.2),
      iris: mix(
        tone > 0.6 ? along(IRIS.slice(0, 3), between(0, 1)) : pick(IRIS),
        [40, 40, 40],
        between(0, 0.25),
      ),
      irisRadius: between(3.5, 4.5),
      lash: between(0.7, 2),
      crease: between(0, 1),
      shadow: !bearded && happens(0.2) ? hsl(between(180, 380), 0.35, 0.45) : undefined,
    },
    brows: {
      height: between(8.4, 12.4),
      arch: between(0.2, 3.4),
      tilt: normal(0.09, 0.18) - 0.05,
      thickness: between(1.2, 3.9),
      length: between(7.4, 10.6),
      colour: mix(mix(hairColour, natural, 0.6), [30, 20, 16], between(0.15, 0.5)),
    },
    nose: {
      length: between(16, 22.5),
      halfWidth: between(4.6, 8.8),
      bridge: between(1.8, 3.6),
      rise: between(7, 14),
      tip: between(2.2, 4.2),
    },
    mouth: {
      y: between(31.5, 36.5),
      halfWidth: between(9.2, 14.2),
      upper: between(1.2, 3.4),
      lower: between(1.9, 4.4),
      bow: between(0.2, 1.4),
      colour: lipstick ? mix(lips, hsl(between(335, 370), 0.65, 0.4), 0.7) : lips,
    },
    hair: {
      style,
      colour: hairColour,
      line: between(-31, -22),
      peak: between(-2.5, 3),
      volume: between(3, 9),
      part: between(-0.7, 0.7),
      grain: between(0, 1),
    },
    beard: {
      kind: bearded ? pick(['stubble', 'moustache', 'goatee', 'full', 'full'] as const) : 'none',
      density: between(0.45, 0.95),
      length: between(0.5, 5),
    },
    glasses: happens(0.26)
      ? {
          shape: pick(['round', 'square', 'half'] as const),
          colour: pick<Colour>([
            [26, 24, 26],
            [88, 50, 30],
            [150, 120, 70],
            [120, 30, 40],
            [40, 60, 100],
          ]),
          width: between(0.8, 1.9),
          habit: pick([1, 1, 0.5]),
        }
      : undefined,
    freckles: tone < 0.55 && happens(0.18) ? between(0.4, 1) : 0,
    mole: happens(0.22)
      ? { x: between(-26, 26), y: between(8, 42), radius: between(0.8, 1.5) }
      : undefined,
    blush: between(0.05, 0.4) * (1 - tone * 0.5),
    age,
    earrings:
      !bearded && happens(0.25)
        ? pick<Colour>([
            [226, 190, 90],
            [220, 224, 230],
            [200, 60, 80],
            [60, 120, 150],
          ])
        : undefined,
  };
}
