import { BLACK, hex, mix, WHITE } from './colour.js';
import { curve, n, path, type Point } from './pen.js';
import { chance } from './random.js';
import type { Sitting } from './sitting.js';

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
