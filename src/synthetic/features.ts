import { BLACK, hex, mix, WHITE, type Colour } from './colour.js';
import type { Head } from './head.js';
import type { Identity } from './identity.js';
import { curve, n, path, polygon, type Point } from './pen.js';
import { chance } from './random.js';
import type { Variation } from './variation.js';

/** What every feature is drawn from. */
export interface Sitting {
  readonly identity: Identity;
  readonly variation: Variation;
  readonly head: Head;
}

const SIDES = [-1, 1] as const;

/** Path data of an ellipse on the skin, foreshortened where the skin turns away: four cubic arcs, their controls projected too. */
function blob(head: Head, x: number, y: number, rx: number, ry: number, lift = 0): string {
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

const shade = (skin: Colour, share: number): string => hex(mix(skin, [40, 8, 6], share));

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

/** Eyes with lids, lashes and gaze; the left one of the picture first. */
export function drawEyes({ identity, variation, head }: Sitting): string {
  const { eyes, skin, age } = identity;
  const opening = Math.max(0.04, variation.eyeOpening * (1 - 0.18 * Math.max(0, variation.smile)));
  let drawn = '';
  for (const side of SIDES) {
    const x = side * eyes.apart;
    // u runs from the inner corner (-1) to the outer corner (1).
    const at = (u: number, v: number, lift = -1.5): Point =>
      head.on(x + side * u * eyes.halfWidth, v - u * eyes.tilt * eyes.halfWidth, lift);
    const up = eyes.height * opening;
    const down = eyes.height * 0.62 * (0.4 + 0.6 * opening);
    const upper = [
      at(-1, 0.8),
      at(-0.55, -0.72 * up),
      at(0.05, -up),
      at(0.62, -0.7 * up),
      at(1, 0),
    ];
    const lower = [at(0.55, 0.72 * down), at(0, down), at(-0.55, 0.7 * down)];
    const almond = curve([...upper, ...lower], true);

    drawn += path(
      blob(head, x, -1.5, eyes.halfWidth + 3, eyes.height + 3.4),
      `fill="${shade(skin, 0.45)}" fill-opacity=".22"`,
    );
    if (eyes.shadow)
      drawn += path(
        blob(head, x, -eyes.height * 0.8, eyes.halfWidth + 1, eyes.height * 0.8),
        `fill="${hex(eyes.shadow)}" fill-opacity=".38"`,
      );
    if (age > 0.35)
      drawn += path(
        curve([at(-0.8, eyes.height + 1.6), at(0, eyes.height + 3), at(0.8, eyes.height + 1.4)]),
        `fill="none" stroke="${shade(skin, 0.5)}" stroke-width="1" stroke-opacity="${n(0.55 * age)}"`,
      );
    if (opening > 0.22) {
      const id = side < 0 ? 'eyeA' : 'eyeB';
      const gx = x + variation.gaze[0] * eyes.halfWidth * 0.42;
      const gy = -0.4 + variation.gaze[1] * 1.6;
      const [hx, hy] = head.on(gx + variation.light.side * 1.3, gy - 1.5, -1);
      drawn +=
        `<clipPath id="${id}"><path d="${almond}"/></clipPath>` +
        path(almond, `fill="${hex(mix([250, 248, 244], skin, 0.14))}"`) +
        `<g clip-path="url(#${id})">` +
        path(
          blob(head, gx, gy, eyes.irisRadius, eyes.irisRadius, -1),
          `fill="${hex(eyes.iris)}" stroke="${hex(mix(eyes.iris, BLACK, 0.55))}" stroke-width=".8"`,
        ) +
        path(
          blob(head, gx, gy, eyes.irisRadius * 0.48, eyes.irisRadius * 0.48, -1),
          'fill="#0a0708"',
        ) +
        path(curve(upper), 'fill="none" stroke="#000" stroke-opacity=".28" stroke-width="2.6"') +
        `<circle cx="${n(hx)}" cy="${n(hy)}" r="1.05" fill="#fff" fill-opacity=".92"/></g>`;
    }
    drawn += path(
      curve(upper),
      `fill="none" stroke="#1c100c" stroke-opacity=".85" stroke-linecap="round" stroke-width="${n(eyes.lash)}"`,
    );
    if (eyes.lash > 1.3)
      drawn += path(
        curve([at(0.8, -0.4 * up), at(1.22, -0.4 * up - 1.3)]),
        `fill="none" stroke="#1c100c" stroke-linecap="round" stroke-width="${n(eyes.lash * 0.6)}"`,
      );
    drawn += path(
      curve([at(-0.85, -1 - up * 0.5), at(0, -up - 2), at(0.95, -up * 0.6 - 1.2)]),
      `fill="none" stroke="${shade(skin, 0.55)}" stroke-width=".8" stroke-opacity="${n(0.25 + 0.5 * eyes.crease)}"`,
    );
    drawn += path(
      curve([at(-0.9, 1), ...[...lower].reverse(), at(0.95, 0.3)]),
      `fill="none" stroke="${shade(skin, 0.5)}" stroke-width=".6" stroke-opacity=".6"`,
    );
  }
  return drawn;
}

/** Eyebrows, lifted or lowered by the expression. */
export function drawBrows({ identity, variation, head }: Sitting): string {
  const { brows, eyes } = identity;
  let drawn = '';
  for (const side of SIDES) {
    const raise = variation.browRaise * 1.8;
    const at = (u: number, v: number): Point =>
      head.on(
        side * (eyes.apart + u * brows.length - 0.5),
        -brows.height - raise - v - u * brows.tilt * brows.length,
        1,
      );
    const half = brows.thickness / 2;
    const data = curve(
      [
        at(-0.95, half * 0.7),
        at(-0.2, half + brows.arch * 0.7),
        at(0.45, half * 0.8 + brows.arch),
        at(1, 0),
        at(0.4, brows.arch * 0.85 - half * 0.7),
        at(-0.3, brows.arch * 0.6 - half),
        at(-0.95, -half * 0.9),
      ],
      true,
    );
    drawn += path(data, `fill="${hex(brows.colour)}" fill-opacity=".88"`);
  }
  return drawn;
}

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

/** Beard and moustache, clipped to the lower head (`#beardhull`), under the mouth. */
export function drawBeard({ identity, head }: Sitting): { definitions: string; drawn: string } {
  const { beard, mouth, nose, hair, skin } = identity;
  if (beard.kind === 'none') return { definitions: '', drawn: '' };
  const { chin } = identity.head;
  const colour = mix(hair.colour, [20, 12, 10], 0.25);
  const opacity =
    beard.kind === 'stubble' ? 0.16 + 0.22 * beard.density : 0.7 + 0.28 * beard.density;
  const length =
    beard.kind === 'full' ? beard.length : beard.kind === 'goatee' ? beard.length * 0.5 : 0;
  const fill = `fill="${hex(beard.kind === 'stubble' ? mix(colour, skin, 0.15) : colour)}" fill-opacity="${n(opacity)}"`;
  const on = (x: number, y: number): Point => head.on(x, y, 0.8);
  const lip = mouth.y - mouth.upper - 1;
  const w = mouth.halfWidth;
  const outline =
    length > 0
      ? head.outline(0, chin + length, length * 0.6, false)
      : head.outline(0, chin, 0, false);
  const definitions = `<clipPath id="beard">${path(curve(outline, true), '')}</clipPath>`;
  let drawn = '';
  if (beard.kind === 'full' || beard.kind === 'stubble') {
    // Where the skin turns out of sight, the beard goes on to the outline and beyond: the clip ends it.
    const sideburn = (side: number): Point => {
      let angle = 1.35;
      while (angle > 0.6 && !head.faces(side * angle)) angle -= 0.05;
      return head.place(...head.around(side * angle, 6));
    };
    const beyond = (side: number): Point => {
      const [x, y] = sideburn(side);
      return [x + side * 40 * head.across[0], y + side * 40 * head.across[1]];
    };
    const cheek = (side: number): Point[] => [
      beyond(side),
      sideburn(side),
      on(side * head.halfWidth(20) * 0.74, 20),
      on(side * (w + 6), mouth.y - 7),
      on(side * (w * 0.75), lip - 3.5),
    ];
    const under = head.place(0, chin + 40, 0);
    const [left, right] = [cheek(-1), cheek(1).reverse()];
    const ends = [left[0]!, right[right.length - 1]!];
    drawn += `<path d="${curve([...left, on(0, lip - 2.4), ...right])}L${n(ends[1]![0] + 20)} ${n(under[1])}L${n(ends[0]![0] - 20)} ${n(under[1])}Z" ${fill}/>`;
  }
  if (beard.kind === 'moustache' || beard.kind === 'goatee') {
    drawn += path(
      curve(
        [
          on(-w - 1.5, mouth.y + 1),
          on(-w * 0.6, lip - 2.6),
          on(0, nose.length + 6),
          on(w * 0.6, lip - 2.6),
          on(w + 1.5, mouth.y + 1),
          on(w * 0.6, lip + 1.2),
          on(0, lip + 0.6),
          on(-w * 0.6, lip + 1.2),
        ],
        true,
      ),
      fill,
    );
  }
  if (beard.kind === 'goatee') {
    drawn += path(
      curve(
        [
          on(-w * 0.95, mouth.y + 2),
          on(-w * 0.6, mouth.y + 6),
          on(0, mouth.y + mouth.lower + 2.5),
          on(w * 0.6, mouth.y + 6),
          on(w * 0.95, mouth.y + 2),
          on(w * 0.85, chin - 4),
          head.place(0, chin + 8, 16),
          on(-w * 0.85, chin - 4),
        ],
        true,
      ),
      fill,
    );
  }
  if (beard.kind !== 'stubble') {
    const roll = chance(5, identity.seed);
    for (let i = 0; i < 16; i++) {
      const x =
        roll.between(-1, 1) * head.halfWidth(mouth.y) * (beard.kind === 'full' ? 0.85 : 0.3);
      const y = roll.between(mouth.y + mouth.lower + 3, chin - 2);
      drawn += path(
        curve([on(x, y), on(x * 1.02 + roll.between(-1, 1), y + 4)]),
        `fill="none" stroke="${hex(mix(colour, i % 2 === 0 ? WHITE : BLACK, 0.35))}" stroke-opacity=".3" stroke-width=".7"`,
      );
    }
  }
  return { definitions, drawn: `<g clip-path="url(#beard)">${drawn}</g>` };
}

/** Glasses, where the person wears any and has them on. */
export function drawGlasses({ identity, variation, head }: Sitting): string {
  const { glasses, eyes } = identity;
  if (glasses === undefined || variation.glassesMood >= glasses.habit) return '';
  const stroke = `fill="none" stroke="${hex(glasses.colour)}" stroke-width="${n(glasses.width)}" stroke-linecap="round"`;
  const thick = `fill="none" stroke="${hex(glasses.colour)}" stroke-width="${n(glasses.width + 1)}"`;
  const lift = 4;
  const rx = Math.min(eyes.apart - 2.6, 12.5);
  const ry = glasses.shape === 'round' ? rx * 0.92 : glasses.shape === 'square' ? 8.2 : 7.4;
  let drawn = '';
  for (const side of SIDES) {
    const corner = glasses.shape === 'round' ? 2 : 4.5;
    const points: Point[] = [];
    for (let i = 0; i < 16; i++) {
      const angle = (i * Math.PI) / 8;
      const power = (value: number): number => Math.sign(value) * Math.abs(value) ** (2 / corner);
      points.push(
        head.on(
          side * eyes.apart + rx * power(Math.cos(angle)),
          1.2 + ry * power(Math.sin(angle)),
          lift,
        ),
      );
    }
    const lens = curve(points, true);
    drawn += path(lens, 'fill="#dfefff" fill-opacity=".12"');
    drawn +=
      glasses.shape === 'half'
        ? path(curve([...points.slice(8), points[0]!]), thick) +
          path(lens, `fill="none" stroke="${hex(glasses.colour)}" stroke-width=".5"`)
        : path(lens, stroke);
    const hinge = head.on(side * (eyes.apart + rx), -1, lift);
    const temple = head.place(...head.around(side * 1.5, -2, 1.5));
    if (head.faces(side * 1.2)) drawn += path(curve([hinge, temple]), stroke);
    const [sx, sy] = head.on(side * eyes.apart - 4, -3, lift);
    drawn += `<path d="M${n(sx)} ${n(sy)}l4 -3" stroke="#fff" stroke-opacity=".35" stroke-width="1.6" stroke-linecap="round"/>`;
  }
  drawn += path(
    curve([
      head.on(-eyes.apart + rx, 0, lift),
      head.on(0, -1.8, lift + 1.5),
      head.on(eyes.apart - rx, 0, lift),
    ]),
    stroke,
  );
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
