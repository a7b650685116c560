import type { Position } from '../errors.js';

/** Where comparisons stand, kept in little: a run of them in every line, or every second one, is a single entry. */
export interface Places {
  /** Where the next comparison stands. */
  add(file: string, line: number): void;
  /** Where comparison `index` stands. */
  at(index: number): Position;
}

interface Run {
  readonly first: number;
  readonly file: string;
  readonly line: number;
  /** Lines from one comparison to the next; undefined as long as the run has one. */
  stride?: number;
}

/** No places yet. */
export function places(): Places {
  const runs: Run[] = [];
  let count = 0;
  return {
    add: (file, line) => {
      const run = runs.at(-1);
      const behind = run === undefined ? 0 : count - run.first;
      if (run?.file === file) {
        run.stride ??= line - run.line;
        if (line === run.line + behind * run.stride) {
          count++;
          return;
        }
      }
      runs.push({ first: count++, file, line });
    },
    at: (index) => {
      let [low, high] = [0, runs.length];
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if (runs[middle]!.first <= index) low = middle;
        else high = middle;
      }
      const { file, line, first, stride = 0 } = runs[low]!;
      return { file, line: line + (index - first) * stride };
    },
  };
}
