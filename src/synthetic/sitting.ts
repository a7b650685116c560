import { hex, mix, type Colour } from './colour.js';
import type { Head } from './head.js';
import type { Identity } from './identity.js';
import { n } from './pen.js';
import type { Variation } from './variation.js';

/** What every feature is drawn from. */
export interface Sitting {
  readonly identity: Identity;
  readonly variation: Variation;
  readonly head: Head;
}

export const SIDES = [-1, 1] as const;

/** Path data of an ellipse on the skin, foreshortened where the skin turns away: four cubic arcs, their controls projected too. */
export function blob(head: Head, x: number, y: number, rx: number, ry: number, lift = 0): string {
  const k = 0.5523;
  const at = (u: number, v: number): string => {
    const [px, py] = head.on(x + rx * u, y + ry * v, lift);
    return `${n(px)} ${n(py)}`;
  };
  return (
    `M${at(1, 0)}C${at(1, k)} ${at(k, 1)} ${at(0, 1)}C${at(-k, 1)} ${at(-1, k)} ${at(-1, 0)}` +
    `C${at(-1, -k)} ${at(-k, -1)} ${at(0, -1)}C${at(k, -1)} ${at(1, -k)} ${at(1, 0)}Z`
  );
}

/** The skin with a share of a warm dark in it. */
export const shade = (skin: Colour, share: number): string => hex(mix(skin, [40, 8, 6], share));
