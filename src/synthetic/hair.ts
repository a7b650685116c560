import { BLACK, hex, hsl, mix, WHITE, type Colour } from './colour.js';
import { HAIR_STYLES, type HairStyle } from './hair-styles.js';
import type { Head } from './head.js';
import type { Identity } from './identity.js';
import { curve, hull, n, path, polygon, rounded, scalloped, type Point } from './pen.js';
import { chance } from './random.js';
import type { Variation } from './variation.js';

/** The hair of one picture: what lies behind the head, what lies before the face, and its shadow on the skin. */
export interface Hair {
  readonly definitions: string;
  readonly behind: string;
  readonly shadow: string;
  readonly before: string;
  /** The colour of what covers the neck, where something does. */
  readonly neck: Colour | undefined;
}

/** The hair of `identity` on `head`, lit as `variation` says. */
export function drawHair(identity: Identity, head: Head, variation: Variation): Hair {
  const { hair } = identity;
  const style = HAIR_STYLES.find((entry) => entry.name === hair.style)!;
  const colour =
    style.extra === 'scarf'
      ? hsl(identity.seed % 360, 0.2 + 0.4 * hair.grain, 0.25 + 0.5 * hair.grain)
      : hair.colour;
  const skinBehind = path(
    rounded(head.outline(-identity.head.crown, 30, -0.5, true)),
    `fill="${hex(mix(identity.skin, BLACK, 0.22))}"`,
  );
  if (style.line === undefined)
    return { definitions: '', behind: skinBehind, shadow: '', before: '', neck: undefined };

  const grow = style.grow(hair);
  const outline = hull([
    ...head.outline(-identity.head.crown - grow, style.nape, grow, true),
    ...style.reach(identity).map((point) => head.place(...point)),
  ]);
  const roll = chance(3, identity.seed);
  const bumps = Array.from({ length: 64 }, () => roll.uniform());
  const uneven = (index: number): number => bumps[index % bumps.length]!;
  const shape = {
    smooth: () => rounded(outline),
    curls: () => scalloped(outline, 5.5 + 4 * hair.grain, 1.7, uneven),
    waves: () => scalloped(outline, 11 + 5 * hair.grain, 1.4, uneven),
    spikes: () => polygon(spikes(outline, head, uneven)),
  }[style.edge]();

  const line = hairline(style, identity, head);
  const [ax, ay] = head.across;
  const far = (point: Point, sideways: number, up: number): Point => [
    point[0] + ax * sideways + ay * up,
    point[1] + ay * sideways - ax * up,
  ];
  const [first, last] = [line[0]!, line[line.length - 1]!];
  const over = [far(last, 70, 0), far(last, 70, 160), far(first, -70, 160), far(first, -70, 0)];
  const front = `${curve(line)}L${over.map((point) => `${n(point[0])} ${n(point[1])}`).join('L')}Z`;
  const lowered = line.map((point): Point => [
    point[0] - variation.light.side * 1.2,
    point[1] + 2.6,
  ]);
  const shadow = `${curve(lowered)}L${over.map((point) => `${n(point[0])} ${n(point[1])}`).join('L')}Z`;

  const { side, strength } = variation.light;
  const lit = mix(colour, WHITE, 0.1 + 0.12 * strength);
  const dark = mix(colour, BLACK, 0.35);
  const [top, bottom] = [
    head.place(side * 30, -identity.head.crown, 10),
    head.place(-side * 30, 40, 10),
  ];
  const definitions =
    `<linearGradient id="hair" gradientUnits="userSpaceOnUse" x1="${n(top[0])}" y1="${n(top[1])}" x2="${n(bottom[0])}" y2="${n(bottom[1])}">` +
    `<stop offset="0" stop-color="${hex(lit)}"/><stop offset=".5" stop-color="${hex(colour)}"/><stop offset="1" stop-color="${hex(dark)}"/></linearGradient>` +
    `<clipPath id="cap"><path d="${shape}"/></clipPath>`;
  const thin = style.cover < 1 ? skinBehind : '';
  const behind =
    extra(style, identity, head, colour) +
    thin +
    path(
      shape,
      `fill="${hex(mix(colour, BLACK, 0.3))}"${style.cover < 1 ? ` fill-opacity="${n(style.cover)}"` : ''}`,
    );
  const before =
    `<g clip-path="url(#cap)">` +
    path(front, `fill="url(#hair)"${style.cover < 1 ? ` fill-opacity="${n(style.cover)}"` : ''}`) +
    (style.extra === 'scarf'
      ? folds(colour, line)
      : strands(style, identity, head, colour, uneven)) +
    `</g>`;
  return {
    definitions,
    behind,
    shadow: path(shadow, 'fill="#1a0a06" fill-opacity=".22"'),
    before,
    neck: style.extra === 'scarf' ? colour : undefined,
  };
}

/** The edge of the hair on the part of the skin that can be seen, from left to right in the picture. */
function hairline(style: HairStyle, identity: Identity, head: Head): Point[] {
  const points: Point[] = [];
  const roll = chance(4, identity.seed);
  const cut = style.name === 'fringe' || style.name === 'bob';
  const jagged = cut ? 1 + 2.5 * identity.hair.grain : style.edge === 'smooth' ? 0 : 1.2;
  const steps = cut ? 32 : 20;
  for (let i = -steps; i <= steps; i++) {
    const turn = i / steps;
    const notch = jagged * (roll.uniform() - 0.5) * (i % 2 === 0 ? 2 : -0.6);
    const angle = turn * (Math.PI / 2);
    if (!head.faces(angle)) continue;
    const line = style.line?.(turn, identity.hair) ?? 0;
    const y = Math.max(-identity.head.crown + 0.5, line + (Math.abs(turn) < 0.7 ? notch : 0));
    points.push(head.place(...head.around(angle, Math.min(y, identity.head.chin - 8), 0.6)));
  }
  return points;
}

/** Lines along which the hair is combed, some lighter and some darker than it. */
function strands(
  style: HairStyle,
  identity: Identity,
  head: Head,
  colour: Colour,
  uneven: (index: number) => number,
): string {
  if (style.name === 'buzz') return '';
  const { hair } = identity;
  const grow = style.grow(hair) * 0.8;
  const crown = identity.head.crown;
  let drawn = '';
  for (let i = -7; i <= 7; i++) {
    const angle = (i / 7) * 1.5 + (uneven(i + 20) - 0.5) * 0.12;
    if (!head.faces(angle * 0.95)) continue;
    const low = (style.line?.((angle / Math.PI) * 2, hair) ?? 0) - 1;
    const root = hair.part * 0.5;
    const points = [0, 0.33, 0.66, 1].map((share): Point => {
      const bent = root + (angle - root) * share ** 0.7;
      const y = -crown - grow + 1 + (low + crown + grow - 1) * share ** 1.4;
      const curl = style.edge === 'curls' ? Math.sin(share * 20 + i) * 0.05 : 0;
      return head.place(...head.around(bent + curl, Math.min(y, identity.head.chin - 8), grow));
    });
    const tone = i % 2 === 0 ? mix(colour, WHITE, 0.3) : mix(colour, BLACK, 0.55);
    drawn += path(
      curve(points),
      `fill="none" stroke="${hex(tone)}" stroke-opacity="${n(0.16 + 0.26 * uneven(i + 9))}" stroke-width="${n(0.7 + 1.1 * uneven(i + 31))}"`,
    );
  }
  return drawn;
}

function folds(colour: Colour, line: readonly Point[]): string {
  const offset = (down: number): string =>
    curve(line.map((point): Point => [point[0], point[1] - down]));
  return (
    path(
      offset(1.5),
      `fill="none" stroke="${hex(mix(colour, BLACK, 0.35))}" stroke-width="1.2" stroke-opacity=".7"`,
    ) +
    path(
      offset(7),
      `fill="none" stroke="${hex(mix(colour, WHITE, 0.3))}" stroke-width="1.6" stroke-opacity=".35"`,
    )
  );
}

/** The outline with teeth wherever it lies above the eyes. */
function spikes(outline: readonly Point[], head: Head, uneven: (index: number) => number): Point[] {
  const eyes = head.place(0, -14, 0);
  const centre = head.place(0, 0, 0);
  const points: Point[] = [];
  for (const [i, point] of outline.entries()) {
    const next = outline[(i + 1) % outline.length]!;
    const length = Math.hypot(next[0] - point[0], next[1] - point[1]);
    const teeth = Math.max(1, Math.round(length / 4));
    for (let k = 0; k < teeth; k++) {
      const at: Point = [
        point[0] + ((next[0] - point[0]) * k) / teeth,
        point[1] + ((next[1] - point[1]) * k) / teeth,
      ];
      const raised = at[1] < eyes[1] && (i + k) % 2 === 0 ? 1.06 + 0.1 * uneven(i * 3 + k) : 1;
      points.push([
        centre[0] + (at[0] - centre[0]) * raised,
        centre[1] + (at[1] - centre[1]) * raised,
      ]);
    }
  }
  return points;
}

function extra(style: HairStyle, identity: Identity, head: Head, colour: Colour): string {
  const { crown } = identity.head;
  const { volume } = identity.hair;
  const fill = `fill="${hex(mix(colour, BLACK, 0.12))}"`;
  if (style.extra === 'bun') {
    const [x, y] = head.place(0, -crown - 3, -14);
    const r = 9 + volume;
    return (
      `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" ${fill}/>` +
      `<path d="M${n(x - r * 0.6)} ${n(y)}q${n(r * 0.6)} ${n(-r)} ${n(r * 1.2)} 0" fill="none" stroke="${hex(mix(colour, WHITE, 0.3))}" stroke-opacity=".4" stroke-width="1.4"/>`
    );
  }
  if (style.extra === 'tail') {
    const side = identity.hair.part < 0 ? -1 : 1;
    const points: Point[] = [
      head.place(side * 20, -18, -44),
      head.place(side * 46, -14, -46),
      head.place(side * (56 + volume), 20, -36),
      head.place(side * (54 + volume), 66, -26),
      head.place(side * 42, 74, -26),
      head.place(side * 38, 30, -36),
    ];
    return path(curve(points, true), fill);
  }
  return '';
}
