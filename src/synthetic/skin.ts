import { hex, mix } from './colour.js';
import { curve, n, path, type Point } from './pen.js';
import { chance } from './random.js';
import { SIDES, blob, shade, type Sitting } from './sitting.js';

/** Both ears, with rings where the person wears them; the head is drawn over what it hides. */
export function drawEars({ identity, head }: Sitting): string {
  const { size, flare } = identity.ears;
  const { skin } = identity;
  let drawn = '';
  for (const side of SIDES) {
    const edge = head.halfWidth(4) - 1.5;
    const at = (out: number, y: number): Point =>
      head.place(side * (edge + out * flare), 4 + y * size, 1 - out * 0.85);
    const rim = [
      at(0, -8),
      at(5 * size, -11),
      at(8.5 * size, -6),
      at(7 * size, 2),
      at(3.5 * size, 9),
      at(0, 9),
    ];
    const inner = [at(2, -6), at(5.5 * size, -7.5), at(5.5 * size, -2), at(3 * size, 4)];
    drawn += path(
      curve(rim, true),
      `fill="${hex(mix(skin, [200, 60, 40], 0.1))}" stroke="${shade(skin, 0.4)}" stroke-width=".7"`,
    );
    drawn += path(
      curve(inner),
      `fill="none" stroke="${shade(skin, 0.4)}" stroke-width="1.3" stroke-opacity=".7"`,
    );
    if (identity.earrings) {
      const [x, y] = at(3.2 * size, 11);
      drawn += `<circle cx="${n(x)}" cy="${n(y)}" r="1.9" fill="${hex(identity.earrings)}" stroke="#00000055" stroke-width=".4"/>`;
    }
  }
  return drawn;
}

/** What lies in the skin: blush, freckles, a mole, the lines of age. */
export function drawMarks({ identity, variation, head }: Sitting): string {
  const { skin, age } = identity;
  let drawn = '';
  for (const side of SIDES)
    drawn += path(
      blob(head, side * 22, 17 - 2 * Math.max(0, variation.smile), 8.5, 6.5),
      `fill="url(#blush)" fill-opacity="${n(identity.blush * 2)}"`,
    );
  const roll = chance(6, identity.seed);
  const freckles = Math.round(identity.freckles * 26);
  for (let i = 0; i < freckles; i++) {
    const [x, y] = [roll.normal(14, 29), roll.normal(5, 11) + 12];
    if (!head.faces(Math.asin(Math.max(-1, Math.min(1, x / 36))))) continue;
    const [px, py] = head.on(x, y);
    drawn += `<circle cx="${n(px)}" cy="${n(py)}" r="${n(roll.between(0.45, 0.85))}" fill="${hex(mix(skin, [120, 50, 10], 0.55))}" fill-opacity=".75"/>`;
  }
  const { mole } = identity;
  if (
    mole &&
    Math.abs(mole.x) < head.halfWidth(mole.y) * 0.85 &&
    head.faces(Math.asin(mole.x / head.halfWidth(mole.y)))
  )
    drawn += path(
      blob(head, mole.x, mole.y, mole.radius, mole.radius, 0.5),
      'fill="#3a1c12" fill-opacity=".88"',
    );
  if (age > 0.4) {
    const lines = `fill="none" stroke="${hex(mix(skin, [40, 8, 6], 0.5))}" stroke-width=".8" stroke-opacity="${n(0.6 * age)}"`;
    for (const y of [-20, -24.5])
      drawn += path(
        curve([head.on(-15, y + 1), head.on(-6, y - 0.4), head.on(6, y), head.on(15, y + 1)]),
        lines,
      );
    for (const side of SIDES) {
      const x = side * (identity.eyes.apart + identity.eyes.halfWidth + 2);
      for (const slope of [-2, 0.4, 2.6])
        drawn += path(curve([head.on(x, slope * 0.4), head.on(x + side * 3.6, slope)]), lines);
    }
  }
  return drawn;
}
