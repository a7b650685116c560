/** The angle of a cosine as a share of a half turn, in [0, 1]; cosines beyond [-1, 1] are clipped. */
export function halfTurns(cosine: number): number {
  return Math.acos(Math.min(1, Math.max(-1, cosine))) / Math.PI;
}
