import type { SearchSet } from '../../../src/types.js';

/** A probe as a peer's test data has it: the scores of its own subject's entries, none where it is non-mated, and of others. */
export interface ProbeScores {
  readonly own: readonly number[];
  readonly others: readonly number[];
}

/** The search that found these scores, each other score being of another subject. */
export function searchOf(probes: readonly ProbeScores[], highest = 0): SearchSet {
  const mates = probes.map(({ own }) => (own.length === 0 ? NaN : Math.max(...own)));
  const compared = (by: (score: number, mate: number) => boolean) =>
    Uint32Array.from(
      probes,
      ({ others }, p) =>
        others.filter((score) => by(Math.fround(score), Math.fround(mates[p]!))).length,
    );
  const above = compared((score, mate) => score > mate);
  const tied = compared((score, mate) => score === mate);
  const subjects = Math.max(
    ...probes.map(({ own, others }) => others.length + Math.min(1, own.length)),
  );
  return {
    probes: probes.length,
    subjects,
    entries: subjects,
    mate: Float32Array.from(mates),
    other: Float32Array.from(probes, ({ others }) => Math.max(...others)),
    above,
    tied,
    candidates: { top: 0, entry: new Int32Array(), score: new Float32Array() },
    highestImpostors: Float32Array.from(probes.flatMap(({ others }) => others))
      .sort()
      .reverse()
      .slice(0, highest),
  };
}
