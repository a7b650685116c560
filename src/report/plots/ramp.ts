/**
 * From dark to light through one row of hues, lightness rising all along: told apart with every kind of colour vision, and in
 * grey. Its light end still stands out from white. After matplotlib's magma (Smith & van der Walt 2015), read between 0.15 and
 * 0.8.
 */
const ANCHORS = ['#2f1163', '#641a80', '#982d80', '#cd4071', '#f1605d', '#fd9668', '#febf84'];

/** `count` colours of the ramp, the darkest first. */
export function ramp(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const place = count < 2 ? 0 : (i * (ANCHORS.length - 1)) / (count - 1);
    const below = Math.min(ANCHORS.length - 2, Math.floor(place));
    return mixed(ANCHORS[below]!, ANCHORS[below + 1]!, place - below);
  });
}

/** The colour at `share` of the way from one `#rrggbb` to another. */
export function mixed(from: string, to: string, share: number): string {
  const channels = (colour: string) =>
    [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const [a, b] = [channels(from), channels(to)];
  const hex = a.map((value, i) =>
    Math.round(value + share * (b[i]! - value))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

/** The relative luminance of `#rrggbb`, 0 for black and 1 for white (WCAG 2.2). */
export function luminance(colour: string): number {
  const linear = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}
