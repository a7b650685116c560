import { drawBackground } from './background.js';
import { BLACK, hex, mix, WHITE } from './colour.js';
import { drawBeard } from './beard.js';
import { drawBrows, drawEyes, drawGlasses } from './eyes.js';
import { drawMouth, drawNose } from './nose-and-mouth.js';
import type { Sitting } from './sitting.js';
import { drawEars, drawMarks } from './skin.js';
import { drawHair } from './hair.js';
import { poseHead, SIZE, type Head } from './head.js';
import type { Identity } from './identity.js';
import { n, rounded } from './pen.js';
import type { Variation } from './variation.js';

/**
 * The picture of a synthetic person as an SVG document of 112x112 pixels, the eyes near those of the five-point template of ArcFace.
 *
 * A pure function: the same arguments give the same text. It holds no letters, so no font is needed to draw it.
 */
export function faceSvg(identity: Identity, variation: Variation): string {
  const head = poseHead(identity, variation);
  const sitting: Sitting = { identity, variation, head };
  const hair = drawHair(identity, head, variation);
  const beard = drawBeard(sitting);
  const { chin, crown } = identity.head;
  const face = rounded(head.outline(-crown, chin, 0, false));
  const { exposure, tint, tintShare } = variation.light;
  const veil =
    exposure < 0
      ? `fill="#000" fill-opacity="${n(-exposure)}"`
      : `fill="#fff" fill-opacity="${n(exposure * 0.6)}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}">` +
    `<defs>${light(sitting)}<path id="head" d="${face}"/><clipPath id="face"><use href="#head"/></clipPath>${hair.definitions}${beard.definitions}</defs>` +
    drawBackground(variation) +
    hair.behind +
    body(sitting, hair.neck ?? identity.skin) +
    drawEars(sitting) +
    `<use href="#head" fill="url(#skin)"/>` +
    `<g clip-path="url(#face)">` +
    drawMarks(sitting) +
    `<use href="#head" fill="url(#cheek)"/>` +
    hair.shadow +
    `</g>` +
    drawEyes(sitting) +
    drawBrows(sitting) +
    beard.drawn +
    drawNose(sitting) +
    drawMouth(sitting) +
    `<use href="#head" fill="url(#side)"/>` +
    hair.before +
    drawGlasses(sitting) +
    `<rect width="${SIZE}" height="${SIZE}" fill="${hex(tint)}" fill-opacity="${n(tintShare)}"/>` +
    `<rect width="${SIZE}" height="${SIZE}" ${veil}/></svg>`
  );
}

/** Gradients that make the head round: one lit spot, darker edges, and a shadow on the side turned from the light. */
function light({ identity, variation, head }: Sitting): string {
  const { skin } = identity;
  const { side, strength } = variation.light;
  const { halfWidth } = identity.head;
  const [lx, ly] = head.place(side * halfWidth * 0.55, -10, 34);
  const [ax, ay] = head.across;
  const sign = side < 0 ? 1 : -1;
  const [cx, cy] = head.place(0, 8, 10);
  const reach = halfWidth * sign;
  const deep = Math.abs(side) * strength;
  const [x, y] = head.place(0, 12, 0);
  return (
    `<radialGradient id="skin" gradientUnits="userSpaceOnUse" cx="${n(lx)}" cy="${n(ly)}" r="${n(halfWidth * 1.75)}">` +
    `<stop offset="0" stop-color="${hex(mix(skin, [255, 246, 236], 0.1 + 0.16 * strength))}"/><stop offset=".42" stop-color="${hex(skin)}"/>` +
    `<stop offset="1" stop-color="${hex(mix(skin, [60, 10, 0], 0.34))}"/></radialGradient>` +
    `<radialGradient id="blush"><stop offset="0" stop-color="#d8402c" stop-opacity=".5"/><stop offset="1" stop-color="#d8402c" stop-opacity="0"/></radialGradient>` +
    `<radialGradient id="cheek" gradientUnits="userSpaceOnUse" cx="${n(x)}" cy="${n(y)}" r="${n(halfWidth * 1.5)}">` +
    `<stop offset=".62" stop-color="#2a0a04" stop-opacity="0"/><stop offset="1" stop-color="#2a0a04" stop-opacity=".34"/></radialGradient>` +
    `<linearGradient id="side" gradientUnits="userSpaceOnUse" x1="${n(cx - ax * reach)}" y1="${n(cy - ay * reach)}" x2="${n(cx + ax * reach)}" y2="${n(cy + ay * reach)}">` +
    `<stop offset="0" stop-color="#fff6e8" stop-opacity="${n(0.2 * deep)}"/><stop offset=".4" stop-color="#fff6e8" stop-opacity="0"/>` +
    `<stop offset=".5" stop-color="#140804" stop-opacity="0"/><stop offset="1" stop-color="#140804" stop-opacity="${n(0.62 * deep)}"/></linearGradient>`
  );
}

function body(
  { identity, variation, head }: Sitting,
  neck: readonly [number, number, number],
): string {
  const { chin } = identity.head;
  const [x, y] = head.place(0, chin - 6, -16);
  const bare = mix(neck, BLACK, 0.2);
  const top = y + 6;
  const shoulders = `M${n(x - 78)} 125C${n(x - 60)} ${n(top + 4)} ${n(x - 34)} ${n(top + 2)} ${n(x - 17)} ${n(top - 7)}L${n(x + 17)} ${n(top - 7)}C${n(x + 34)} ${n(top + 2)} ${n(x + 60)} ${n(top + 4)} ${n(x + 78)} 125Z`;
  const collar = {
    round: `M${n(x - 17)} ${n(top - 8)}Q${n(x)} ${n(top + 14)} ${n(x + 17)} ${n(top - 8)}Z`,
    v: `M${n(x - 17)} ${n(top - 8)}L${n(x)} ${n(top + 26)}L${n(x + 17)} ${n(top - 8)}Z`,
    shirt: `M${n(x - 17)} ${n(top - 8)}L${n(x)} ${n(top + 12)}L${n(x + 17)} ${n(top - 8)}Z`,
  }[variation.collar];
  const flaps =
    variation.collar === 'shirt'
      ? `<path d="M${n(x - 18)} ${n(top - 9)}L${n(x - 10)} ${n(top + 15)}L${n(x)} ${n(top + 8)}ZM${n(x + 18)} ${n(top - 9)}L${n(x + 10)} ${n(top + 15)}L${n(x)} ${n(top + 8)}Z" fill="${hex(mix(variation.cloth, WHITE, 0.3))}"/>`
      : '';
  return (
    `<path d="M${n(x - 17)} ${n(y - 26)}L${n(x - 17)} ${n(top)}L${n(x + 17)} ${n(top)}L${n(x + 17)} ${n(y - 26)}Z" fill="${hex(bare)}"/>` +
    `<path d="${shoulders}" fill="${hex(variation.cloth)}"/><path d="${collar}" fill="${hex(mix(bare, BLACK, 0.08))}"/>${flaps}` +
    shadowOfChin(head, chin)
  );
}

function shadowOfChin(head: Head, chin: number): string {
  const [x, y] = head.place(0, chin - 2, 0);
  return `<ellipse cx="${n(x)}" cy="${n(y + 3)}" rx="20" ry="8" fill="#1a0804" fill-opacity=".25"/>`;
}
