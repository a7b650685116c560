import { hex, mix, WHITE } from './colour.js';
import { SIZE } from './head.js';
import { n } from './pen.js';
import { chance } from './random.js';
import type { Variation } from './variation.js';

/** What stands behind the person, filling the picture. */
export function drawBackground({ background, seed, light }: Variation): string {
  const { near, far, kind } = background;
  const { between, uniform } = chance(7, seed);
  const [x1, x2] = light.side > 0 ? [SIZE, 0] : [0, SIZE];
  let drawn =
    `<linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="${x1}" y1="0" x2="${x2}" y2="${SIZE}"><stop offset="0" stop-color="${hex(mix(near, WHITE, 0.12))}"/><stop offset="1" stop-color="${hex(far)}"/></linearGradient>` +
    `<rect width="${SIZE}" height="${SIZE}" fill="url(#sky)"/>`;
  const colour = (): string => hex(mix(mix(near, far, uniform()), WHITE, between(0, 0.5)));
  const rect = (x: number, y: number, w: number, h: number, opacity: number): string =>
    `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${colour()}" fill-opacity="${n(opacity)}"/>`;
  const disc = (radius: number, opacity: number): string =>
    `<circle cx="${n(between(0, SIZE))}" cy="${n(between(0, SIZE))}" r="${n(radius)}" fill="${colour()}" fill-opacity="${n(opacity)}"/>`;
  switch (kind) {
    case 'plain':
      break;
    case 'wall':
      drawn += rect(0, between(30, 95), SIZE, SIZE, 0.6);
      break;
    case 'bokeh':
      for (let i = 0; i < 12; i++) drawn += disc(between(3, 14), between(0.15, 0.5));
      break;
    case 'stripes': {
      const width = between(7, 20);
      for (let x = -between(0, width); x < SIZE; x += 2 * width)
        drawn += rect(x, 0, width, SIZE, 0.45);
      break;
    }
    case 'shelf':
      for (let y = -between(0, 20); y < SIZE; y += 34)
        for (let x = 0; x < SIZE;) {
          const width = between(4, 11);
          drawn += rect(x, y + between(2, 8), width - 0.8, 24, 0.7);
          x += width;
        }
      break;
    case 'leaves':
      for (let i = 0; i < 26; i++) drawn += disc(between(3, 9), between(0.3, 0.7));
      break;
    case 'window': {
      const x = between(-20, 70);
      const width = between(30, 60);
      drawn += `<rect x="${n(x)}" y="-4" width="${n(width)}" height="${n(between(50, 100))}" fill="#f4f8fc" fill-opacity=".75" stroke="${hex(mix(far, WHITE, 0.7))}" stroke-width="3"/>`;
      drawn += rect(x + width / 2 - 1, 0, 2, 90, 0.8);
      break;
    }
  }
  return drawn;
}
