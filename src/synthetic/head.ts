import type { Identity } from './identity.js';
import type { Variation } from './variation.js';
import { hull, type Point } from './pen.js';

/** Side of the square picture in pixels. */
export const SIZE = 112;

/** A point of the head: x to the right of the picture, y downwards from the line of the eyes, z towards the viewer, in pixels. */
export type HeadPoint = readonly [number, number, number];

/** A person's head in one pose: every feature is given in three dimensions and projected, so it moves as its depth demands. */
export interface Head {
  /** The place in the picture of a point of the head. */
  readonly place: (x: number, y: number, z: number) => Point;
  /** The place in the picture of the point `lift` pixels before the skin at (x, y). */
  readonly on: (x: number, y: number, lift?: number) => Point;
  /** Half the width of the head at height y, the skin moved outwards by `grow`; 0 above the crown and below the chin. */
  readonly halfWidth: (y: number, grow?: number) => number;
  /** Depth of the skin at (x, y); 0 beyond the outline. */
  readonly depth: (x: number, y: number) => number;
  /** The point of the skin moved outwards by `grow` at height y, at `angle` radians from the front, positive to the right. */
  readonly around: (angle: number, y: number, grow?: number) => HeadPoint;
  /** True where the skin at this angle from the front is turned towards the viewer. */
  readonly faces: (angle: number) => boolean;
  /** The outline in the picture of the head between two heights, clockwise; `back` includes the back of the skull. */
  readonly outline: (from: number, to: number, grow: number, back: boolean) => Point[];
  /** Yaw in radians, positive to the right of the picture. */
  readonly yaw: number;
  /** The direction of the line of the eyes in the picture, a unit vector. */
  readonly across: Point;
}

/** Distance of the camera in pixels: 1.2 m when the eyes, 63 mm apart, are 36 pixels apart. */
const CAMERA = 690;
/** How much of the sideways move of a turned face the aligner undoes; the rest keeps the head in the picture. */
const CENTRED = 0.8;
/** Where the middle of the eyes lies in the picture, as in the five-point template of ArcFace at 112x112. */
const EYE_LINE: Point = [56, 51.7];

const superellipse = (t: number, exponent: number): number =>
  Math.max(0, 1 - Math.abs(t) ** exponent) ** (1 / exponent);

/**
 * The head of `identity` in the pose of `variation`.
 *
 * The skull is an ellipsoid, the face below the eyes a tapered superellipse in front and open behind. After the turn the picture is
 * moved so that the middle of eyes and mouth lies where it lies from the front, as an aligner would do.
 */
export function poseHead(identity: Identity, variation: Variation): Head {
  const { halfWidth: width, crown, chin, squareness, taper, cheekbone } = identity.head;
  const front = 0.94 * width;
  const back = 1.08 * width;

  const halfWidth = (y: number, grow = 0): number => {
    if (y <= 0) return (width + grow) * superellipse(y / (crown + grow), 2.3);
    const t = y / (chin + grow);
    const bone = 1 + cheekbone * Math.sin(Math.PI * Math.min(1, t / 0.7));
    return (
      (width + grow) * bone * superellipse(t, squareness) * (1 - taper * Math.min(1, t) ** 1.5)
    );
  };
  const frontDepth = (y: number, grow: number): number =>
    y <= 0
      ? (front + grow) * superellipse(y / (crown + grow), 2.4)
      : (front + grow) * (1 - (0.1 * y) / chin) * superellipse(y / (chin + grow), 5);
  const backDepth = (y: number, grow: number): number =>
    y <= 0
      ? (back + grow) * superellipse(y / (crown + grow), 2.3)
      : (back + grow) * superellipse(y / (38 + grow), 2);

  const depth = (x: number, y: number): number => {
    const half = halfWidth(y);
    return half > 0 ? frontDepth(y, 0) * superellipse(Math.min(1, Math.abs(x / half)), 2.4) : 0;
  };
  const around = (angle: number, y: number, grow = 0): HeadPoint => {
    const reach = Math.abs(angle) <= Math.PI / 2 ? frontDepth(y, grow) : backDepth(y, grow);
    const share = Math.sin(angle);
    const ahead = Math.abs(angle) <= Math.PI / 2 ? superellipse(share, 2.4) : Math.cos(angle);
    return [halfWidth(y, grow) * share, y, reach * ahead];
  };

  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const yaw = radians(variation.yaw);
  const [cy, sy] = [Math.cos(yaw), Math.sin(yaw)];
  const [cp, sp] = [Math.cos(radians(variation.pitch)), Math.sin(radians(variation.pitch))];
  const [cr, sr] = [Math.cos(radians(variation.roll)), Math.sin(radians(variation.roll))];
  const turn = (x: number, y: number, z: number): Point => {
    const turned: Point = [x * cy + z * sy, z * cy - x * sy];
    const height = y * cp - turned[1] * sp;
    const nearness = CAMERA / (CAMERA - (turned[1] * cp + y * sp));
    const [px, py] = [turned[0] * nearness, height * nearness];
    return [px * cr - py * sr, px * sr + py * cr];
  };

  const { apart } = identity.eyes;
  const { y: mouth, halfWidth: lips } = identity.mouth;
  const landmarks = [
    [-apart, 0],
    [apart, 0],
    [-lips, mouth],
    [lips, mouth],
  ].map(([x, y]) => turn(x!, y!, depth(x!, y!)));
  const middle = (axis: 0 | 1): number =>
    landmarks.reduce((sum, point) => sum + point[axis] / 4, 0);
  // An aligner also undoes most of the narrowing of a turned face.
  const zoom = variation.scale * cy ** -0.35;
  const [ox, oy] = [
    EYE_LINE[0] + variation.shift[0] - zoom * CENTRED * middle(0),
    EYE_LINE[1] + mouth / 2 + variation.shift[1] - zoom * middle(1),
  ];
  const place = (x: number, y: number, z: number): Point => {
    const [px, py] = turn(x, y, z);
    return [ox + zoom * px, oy + zoom * py];
  };

  const outline = (from: number, to: number, grow: number, withBack: boolean): Point[] => {
    const points: Point[] = [];
    const steps = 13;
    for (let i = 0; i <= steps; i++) {
      // Levels crowd towards both ends, where the outline bends most.
      const y = from + ((to - from) * (1 - Math.cos((Math.PI * i) / steps))) / 2;
      const last = withBack ? Math.PI : Math.PI / 2 + 0.1;
      for (let k = -8; k <= 8; k++) points.push(place(...around((last * k) / 8, y, grow)));
    }
    return hull(points);
  };

  return {
    place,
    on: (x, y, lift = 0) => place(x, y, depth(x, y) + lift),
    halfWidth,
    depth,
    around,
    faces: (angle) => (Math.cos(angle) * cy) / front - (Math.sin(angle) * sy) / width > 0.002,
    outline,
    yaw,
    across: [cr, sr],
  };
}
