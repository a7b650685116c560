/** A point of the picture in pixels, x to the right and y downwards. */
export type Point = readonly [number, number];

/** The number as SVG text with at most two decimals, so that a drawing does not depend on the last bit of a sine. */
export function n(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** The coordinate as SVG text with at most one decimal: a tenth of a pixel. */
function c(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(rounded === 0 ? 0 : rounded);
}

const at = (point: Point): string => `${c(point[0])} ${c(point[1])}`;

/** Path data of the straight-edged shape through the points. */
export function polygon(points: readonly Point[]): string {
  return `M${points.map(at).join('L')}Z`;
}

/**
 * Path data of a smooth line through every point, as cubic curves (Catmull and Rom 1974, tension 0.5); closed into a shape on
 * request. Empty text for fewer than two points.
 */
export function curve(points: readonly Point[], closed = false): string {
  const count = points.length;
  if (count < 2) return '';
  const pick = (index: number): Point =>
    points[closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index))]!;
  let data = `M${at(pick(0))}`;
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const [before, from, to, after] = [pick(i - 1), pick(i), pick(i + 1), pick(i + 2)];
    const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const second: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    data += `C${at(first)} ${at(second)} ${at(to)}`;
  }
  return closed ? data + 'Z' : data;
}

/** Path data of a closed shape that rounds off every corner: it touches the middle of each edge and stays inside the hull. */
export function rounded(points: readonly Point[]): string {
  const count = points.length;
  const middle = (i: number): Point => {
    const [a, b] = [points[i % count]!, points[(i + 1) % count]!];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  };
  let data = `M${at(middle(0))}`;
  for (let i = 1; i <= count; i++) data += `Q${at(points[i % count]!)} ${at(middle(i))}`;
  return data + 'Z';
}

/**
 * Path data of the shape with an arc bulging outwards on every stretch of about `step` pixels of its outline. `bulge` is the
 * height of the arcs in pixels, negative for inwards; `uneven(i)` in 0..1 varies it from arc to arc.
 */
export function scalloped(
  points: readonly Point[],
  step: number,
  bulge: number,
  uneven: (index: number) => number,
): string {
  const stops = resample(points, step);
  let data = `M${at(stops[0]!)}`;
  for (const [i, from] of stops.entries()) {
    const to = stops[(i + 1) % stops.length]!;
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy) || 1;
    const height = 2 * bulge * (0.6 + 0.8 * uneven(i));
    const control: Point = [
      (from[0] + to[0]) / 2 + (dy / length) * height,
      (from[1] + to[1]) / 2 - (dx / length) * height,
    ];
    data += `Q${at(control)} ${at(to)}`;
  }
  return data + 'Z';
}

function resample(points: readonly Point[], step: number): Point[] {
  const lengths = points.map((from, i) => {
    const to = points[(i + 1) % points.length]!;
    return Math.hypot(to[0] - from[0], to[1] - from[1]);
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const count = Math.max(3, Math.round(total / step));
  const stops: Point[] = [];
  let edge = 0;
  let start = 0;
  for (let i = 0; i < count; i++) {
    const wanted = (i * total) / count;
    while (edge < lengths.length - 1 && start + lengths[edge]! < wanted) start += lengths[edge++]!;
    const share = lengths[edge]! > 0 ? (wanted - start) / lengths[edge]! : 0;
    const [from, to] = [points[edge]!, points[(edge + 1) % points.length]!];
    stops.push([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
  }
  return stops;
}

/** The corners of the convex hull of the points, clockwise as seen in the picture (Andrew's monotone chain, 1979). */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const p of ordered) {
      while (chain.length >= 2) {
        const [a, b] = [chain[chain.length - 2]!, chain[chain.length - 1]!];
        if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0) break;
        chain.pop();
      }
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** A path element with the given data and attributes; empty text for empty data. */
export function path(data: string, attributes: string): string {
  return data === '' ? '' : `<path d="${data}" ${attributes}/>`;
}
