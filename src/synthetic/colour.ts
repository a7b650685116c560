/** Red, green and blue in 0..255, not necessarily whole. */
export type Colour = readonly [number, number, number];

/** The colour on the way from `a` to `b`: `a` at share 0, `b` at share 1, in straight lines through sRGB values. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** The colour at `position` in 0..1 along evenly spaced stops. */
export function along(stops: readonly Colour[], position: number): Colour {
  const last = stops.length - 1;
  const at = Math.min(last, Math.max(0, position * last));
  const index = Math.min(last - 1, Math.floor(at));
  return mix(stops[index]!, stops[index + 1]!, at - index);
}

/** The colour with hue in degrees, saturation and lightness in 0..1 (CSS Color 4, section 7.1). */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const chroma = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** The colour in the notation of SVG, `#rrggbb`. */
export function hex(colour: Colour): string {
  return (
    '#' +
    colour
      .map((value) =>
        Math.round(Math.min(255, Math.max(0, value)))
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  );
}

export const BLACK: Colour = [0, 0, 0];
export const WHITE: Colour = [255, 255, 255];
