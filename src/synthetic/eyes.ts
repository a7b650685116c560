import { BLACK, hex, mix } from './colour.js';
import { curve, n, path, type Point } from './pen.js';
import { SIDES, blob, shade, type Sitting } from './sitting.js';

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
