import type { HeadPoint } from './head.js';
import type { Identity } from './identity.js';

export type HairStyleName =
  | 'bald'
  | 'thinning'
  | 'buzz'
  | 'short'
  | 'parted'
  | 'quiff'
  | 'spiky'
  | 'fringe'
  | 'bob'
  | 'curtains'
  | 'long'
  | 'wavy'
  | 'curly'
  | 'curls'
  | 'afro'
  | 'bun'
  | 'ponytail'
  | 'locks'
  | 'scarf';

/**
 * A way of wearing the hair. `line` gives the height of its edge on the forehead and temples at `turn` in -1..1, from the left ear
 * (-1) over the middle of the forehead to the right ear (1).
 */
export interface HairStyle {
  readonly name: HairStyleName;
  /** Whether people with this style may be drawn with a beard. */
  readonly withBeard: boolean;
  readonly line: ((turn: number, hair: Identity['hair']) => number) | undefined;
  /** How far the hair stands off the head in pixels. */
  readonly grow: (hair: Identity['hair']) => number;
  /** How far down the hair covers the back of the head. */
  readonly nape: number;
  /** Further points of the head that the hair reaches: down the neck, or up to a crest. */
  readonly reach: (identity: Identity) => readonly HeadPoint[];
  readonly edge: 'smooth' | 'curls' | 'waves' | 'spikes';
  /** How much of the skin the hair covers. */
  readonly cover: number;
  readonly extra: 'none' | 'bun' | 'tail' | 'scarf';
}

/** A forehead edge that falls from the middle to the ears: `temple` above, `ear` at the side. */
const receding =
  (temple: number, ear: number) =>
  (turn: number, hair: Identity['hair']): number => {
    const t = Math.abs(turn);
    const rounding = hair.peak * (Math.cos(t * 9) - 1) * 0.5;
    return t < 0.55
      ? hair.line + (temple * t) / 0.55 - rounding
      : hair.line +
          temple -
          rounding * (1 - (t - 0.55) / 0.45) +
          ((ear - hair.line - temple) * (t - 0.55)) / 0.45;
  };

/** Locks that part at `hair.part` and fall to both sides, down to `side`. */
const parting =
  (drop: number, side: number) =>
  (turn: number, hair: Identity['hair']): number => {
    const away = Math.abs(turn - hair.part * 0.5) / (1 + Math.abs(hair.part) * 0.5);
    const fall = hair.line - 2 + drop * Math.min(1, away / 0.75) ** 1.2;
    const t = Math.abs(turn);
    return t < 0.7 ? fall : fall + ((side - fall) * (t - 0.7)) / 0.3;
  };

const none = (): readonly HeadPoint[] => [];

/** Both sides of a fall of hair down to height `y`, `wide` pixels beyond the head. */
const fall =
  (y: number, wide: number) =>
  (identity: Identity): readonly HeadPoint[] => {
    const x = identity.head.halfWidth + identity.hair.volume * 0.5 + wide;
    return [-1, 1].flatMap((side): HeadPoint[] => [
      [side * x, y * 0.35, -4],
      [side * (x + 2), y * 0.75, -6],
      [side * (x - 2), y, -8],
    ]);
  };

const style = (
  name: HairStyleName,
  entry: Partial<Omit<HairStyle, 'name'>> & Pick<HairStyle, 'line'>,
): HairStyle => ({
  name,
  withBeard: true,
  grow: (hair) => 2.5 + hair.volume * 0.55,
  reach: none,
  nape: 8,
  edge: 'smooth',
  cover: 1,
  extra: 'none',
  ...entry,
});

/** Every style of hair the generator knows; an identity draws one with equal chance. */
export const HAIR_STYLES: readonly HairStyle[] = [
  style('bald', { line: undefined }),
  style('thinning', {
    line: (turn) =>
      Math.abs(turn) < 0.62 ? -60 : -60 + ((Math.abs(turn) - 0.62) / 0.38) ** 0.35 * 58,
    grow: (hair) => 0.8 + hair.volume * 0.25,
    cover: 0.92,
  }),
  style('buzz', { line: receding(4, -3), grow: () => 0.8, cover: 0.72 }),
  style('short', { line: receding(5, -3) }),
  style('parted', { line: parting(13, -2), grow: (hair) => 3 + hair.volume * 0.65 }),
  style('quiff', {
    line: (turn, hair) => receding(3, -3)(turn, { ...hair, line: hair.line - 2 }),
    reach: ({ head, hair }) => [
      [hair.part * 16, -head.crown - 4 - hair.volume * 0.9, 14],
      [hair.part * 16 + 12, -head.crown - 2 - hair.volume * 0.5, 12],
      [hair.part * 16 - 12, -head.crown - 2 - hair.volume * 0.5, 12],
    ],
  }),
  style('spiky', { line: receding(4, -2), grow: (hair) => 3 + hair.volume * 0.5, edge: 'spikes' }),
  style('fringe', {
    line: (turn, hair) =>
      Math.abs(turn) < 0.62 ? -15 + hair.peak : -15 + hair.peak + (Math.abs(turn) - 0.62) * 62,
    grow: (hair) => 2.5 + hair.volume * 0.5,
  }),
  style('bob', {
    withBeard: false,
    line: (turn, hair) =>
      Math.abs(turn) < 0.6
        ? -14 + hair.peak
        : -14 + hair.peak + ((Math.abs(turn) - 0.6) / 0.4) ** 1.3 * 56,
    grow: (hair) => 3 + hair.volume * 0.5,
    nape: 34,
    reach: fall(44, 3),
  }),
  style('curtains', {
    line: parting(20, 30),
    grow: (hair) => 3 + hair.volume * 0.5,
    nape: 34,
    reach: fall(34, 1),
  }),
  style('long', {
    withBeard: false,
    line: parting(15, 46),
    grow: (hair) => 2.5 + hair.volume * 0.5,
    nape: 34,
    reach: fall(80, 2),
  }),
  style('wavy', {
    withBeard: false,
    line: parting(17, 40),
    grow: (hair) => 3.5 + hair.volume * 0.6,
    nape: 34,
    reach: fall(76, 5),
    edge: 'waves',
  }),
  style('curly', { line: receding(5, 4), grow: (hair) => 3.5 + hair.volume * 0.7, edge: 'curls' }),
  style('curls', {
    withBeard: false,
    line: parting(14, 34),
    grow: (hair) => 5 + hair.volume * 0.7,
    nape: 34,
    reach: fall(56, 6),
    edge: 'curls',
  }),
  style('afro', {
    line: receding(6, 2),
    grow: (hair) => 8 + hair.volume,
    edge: 'curls',
  }),
  style('bun', { line: receding(6, -8), grow: (hair) => 2.2 + hair.volume * 0.3, extra: 'bun' }),
  style('ponytail', {
    withBeard: false,
    line: parting(8, -6),
    grow: (hair) => 1.8 + hair.volume * 0.35,
    extra: 'tail',
  }),
  style('locks', {
    line: parting(10, 38),
    grow: (hair) => 4 + hair.volume * 0.5,
    nape: 34,
    reach: fall(66, 4),
    edge: 'waves',
  }),
  style('scarf', {
    withBeard: false,
    line: (turn) => -25 + Math.abs(turn) ** 1.8 * 38,
    grow: () => 3,
    nape: 34,
    reach: fall(72, 2),
    extra: 'scarf',
  }),
];
