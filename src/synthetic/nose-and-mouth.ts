import { BLACK, hex, mix, WHITE } from './colour.js';
import { curve, n, path, polygon, type Point } from './pen.js';
import { SIDES, blob, shade, type Sitting } from './sitting.js';

/** The nose: it stands out of the face, so a turn of the head moves its tip further than anything else. */
export function drawNose({ identity, variation, head }: Sitting): string {
  const { nose, skin } = identity;
  const { side: light, strength } = variation.light;
  const tip = nose.length;
  const wing = nose.halfWidth;
  const at = (x: number, y: number, lift: number): Point => head.on(x, y, lift);
  const rise = (y: number): number => nose.rise * Math.max(0.12, y / tip) ** 1.2;
  const body = [
    at(-nose.bridge, -3, 1),
    at(-nose.bridge, tip * 0.5, rise(tip * 0.5) * 0.8),
    at(-wing * 0.95, tip - 1, nose.rise * 0.35),
    at(-wing, tip + 2, nose.rise * 0.2),
    at(-nose.tip * 0.7, tip + 3.4, nose.rise * 0.75),
    at(0, tip + 4, nose.rise * 0.85),
    at(nose.tip * 0.7, tip + 3.4, nose.rise * 0.75),
    at(wing, tip + 2, nose.rise * 0.2),
    at(wing * 0.95, tip - 1, nose.rise * 0.35),
    at(nose.bridge, tip * 0.5, rise(tip * 0.5) * 0.8),
    at(nose.bridge, -3, 1),
  ];
  // The side turned from the light, and more of it when the head turns it towards the viewer.
  const dark = light - Math.sin(head.yaw) * 0.8 > 0 ? -1 : 1;
  const flank = polygon([
    at(dark * nose.bridge * 0.6, -3, 1),
    at(dark * nose.bridge * 0.7, tip * 0.5, rise(tip * 0.5)),
    at(dark * nose.tip * 0.8, tip, nose.rise),
    at(dark * nose.tip * 0.6, tip + 3.4, nose.rise * 0.7),
    at(dark * wing, tip + 2.2, nose.rise * 0.2),
    at(dark * wing * 1.02, tip - 2, nose.rise * 0.25),
    at(dark * (nose.bridge + 2), tip * 0.5, 0),
    at(dark * (nose.bridge + 2.2), -3, -1),
  ]);
  const underside = curve(
    [
      at(-wing, tip + 1, nose.rise * 0.2),
      at(-nose.tip * 0.8, tip + 2, nose.rise * 0.8),
      at(nose.tip * 0.8, tip + 2, nose.rise * 0.8),
      at(wing, tip + 1, nose.rise * 0.2),
      at(wing * 0.6, tip + 4, nose.rise * 0.4),
      at(0, tip + 4.8, nose.rise * 0.6),
      at(-wing * 0.6, tip + 4, nose.rise * 0.4),
    ],
    true,
  );
  let drawn = path(
    blob(head, dark * 3, tip + 4.5, wing * 1.1, 2.6),
    `fill="${shade(skin, 0.6)}" fill-opacity="${n(0.1 + 0.14 * strength)}"`,
  );
  drawn += path(curve(body, true), `fill="${hex(mix(skin, WHITE, 0.05))}" fill-opacity=".85"`);
  drawn += path(flank, `fill="${shade(skin, 0.55)}" fill-opacity="${n(0.16 + 0.26 * strength)}"`);
  drawn += path(underside, `fill="${shade(skin, 0.6)}" fill-opacity=".3"`);
  for (const side of SIDES) {
    drawn += path(
      blob(head, side * wing * 0.48, tip + 2.6, wing * 0.24, 1.05, nose.rise * 0.55),
      `fill="${shade(skin, 0.85)}" fill-opacity=".75"`,
    );
    drawn += path(
      curve([
        at(side * wing * 0.9, tip - 2.6, nose.rise * 0.25),
        at(side * wing * 1.06, tip + 0.8, nose.rise * 0.15),
        at(side * wing * 0.72, tip + 3, nose.rise * 0.4),
      ]),
      `fill="none" stroke="${shade(skin, 0.6)}" stroke-width=".9" stroke-opacity=".7" stroke-linecap="round"`,
    );
  }
  drawn += path(
    curve([
      at(-dark * 0.8, tip * 0.25, rise(tip * 0.25)),
      at(-dark * 0.8, tip * 0.6, rise(tip * 0.6)),
      at(-dark * 0.6, tip * 0.85, nose.rise),
    ]),
    `fill="none" stroke="#fff" stroke-opacity="${n(0.16 + 0.18 * strength)}" stroke-width="2" stroke-linecap="round"`,
  );
  drawn += path(
    blob(head, -dark * 0.9, tip - 0.5, 1.7, 1.5, nose.rise),
    'fill="#fff" fill-opacity=".22"',
  );
  return drawn;
}

/** The mouth, smiling or open as the expression says, and the folds that a smile makes beside it. */
export function drawMouth({ identity, variation, head }: Sitting): string {
  const { mouth, skin, nose, age } = identity;
  const smile = variation.smile;
  const wide = mouth.halfWidth * (1 + 0.16 * smile - 0.1 * variation.open);
  const gap = variation.open * (3 + 3.5 * Math.max(0, smile));
  const corner = -3.4 * smile;
  const at = (u: number, v: number, lift = 1.5): Point =>
    head.on(u * wide, mouth.y + v + corner * u * u, lift);
  const thin = 1 - 0.25 * Math.max(0, smile);
  const [upper, lower] = [mouth.upper * thin, mouth.lower * thin];
  const middleTop = [
    at(-1, 0),
    at(-0.5, -gap * 0.32),
    at(0, 0.3 - gap * 0.35),
    at(0.5, -gap * 0.32),
    at(1, 0),
  ];
  const middleLow = [
    at(1, 0),
    at(0.5, gap * 0.75),
    at(0, 0.3 + gap),
    at(-0.5, gap * 0.75),
    at(-1, 0),
  ];
  const top = [
    at(0.62, -upper * 0.62 - gap * 0.3),
    at(0.2, -upper - mouth.bow * 0.5 - gap * 0.35),
    at(0, -upper + mouth.bow * 0.5 - gap * 0.35),
    at(-0.2, -upper - mouth.bow * 0.5 - gap * 0.35),
    at(-0.62, -upper * 0.62 - gap * 0.3),
  ];
  const bottom = [
    at(-0.58, lower * 0.75 + gap * 0.75),
    at(0, lower + gap),
    at(0.58, lower * 0.75 + gap * 0.75),
  ];
  const tone = mouth.colour;

  let drawn = path(
    blob(head, 0, mouth.y + lower + gap + 3.2, wide * 0.55, 1.9),
    `fill="${shade(skin, 0.6)}" fill-opacity=".26"`,
  );
  const crease = 0.12 + 0.5 * Math.max(0, smile) + 0.35 * age;
  for (const side of SIDES)
    drawn += path(
      curve([
        head.on(side * (nose.halfWidth + 1.6), nose.length + 1.5),
        head.on(side * (wide + 1.2), mouth.y - 6 + corner),
        head.on(side * (wide + 3), mouth.y + 1 + corner),
      ]),
      `fill="none" stroke="${shade(skin, 0.55)}" stroke-width="1.1" stroke-opacity="${n(Math.min(0.75, crease * 0.6))}" stroke-linecap="round"`,
    );
  if (gap > 0.5) {
    drawn += path(curve([...middleTop, ...middleLow.slice(1, -1)], true), 'fill="#4a1218"');
    const teeth = Math.min(gap * 0.55, 3);
    drawn += path(
      curve(
        [
          ...middleTop.slice(0),
          at(0.55, -gap * 0.3 + teeth),
          at(0, -gap * 0.3 + teeth + 0.4),
          at(-0.55, -gap * 0.3 + teeth),
        ],
        true,
      ),
      'fill="#f4efe6"',
    );
  }
  drawn += path(curve([...middleTop, ...top], true), `fill="${hex(mix(tone, BLACK, 0.14))}"`);
  drawn += path(curve([...middleLow, ...bottom], true), `fill="${hex(tone)}"`);
  drawn += path(
    curve([
      at(-0.3, lower * 0.55 + gap),
      at(0.05, lower * 0.62 + gap),
      at(0.35, lower * 0.5 + gap),
    ]),
    'fill="none" stroke="#fff" stroke-opacity=".28" stroke-width="1" stroke-linecap="round"',
  );
  if (gap <= 0.5)
    drawn += path(
      curve(middleTop),
      `fill="none" stroke="${hex(mix(tone, [30, 0, 0], 0.65))}" stroke-width=".9" stroke-linecap="round"`,
    );
  for (const side of SIDES) {
    const [x, y] = at(side * 1.02, 0);
    drawn += `<circle cx="${n(x)}" cy="${n(y)}" r=".8" fill="${shade(skin, 0.7)}" fill-opacity=".6"/>`;
  }
  return drawn;
}
