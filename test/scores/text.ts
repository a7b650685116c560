import { plainBlocks } from '../../src/files/plain-text.js';
import { CSV } from '../../src/scores/csv.js';
import { BOB, BOB_MEASURE } from '../../src/scores/bob.js';
import { readPyeer } from '../../src/scores/pyeer.js';
import type { ScoreFormat, ScoreSource } from '../../src/scores/score-format.js';
import type { ScoreContent } from '../../src/scores/score-file.js';

/** A file that is in memory only, its bytes coming `step` at a time. */
export function source(content: string | Uint8Array, path = 'f', step = 7): ScoreSource {
  const bytes = Buffer.from(content);
  const chunks = function* () {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  };
  return {
    path,
    size: bytes.length,
    text: async function* () {
      await Promise.resolve();
      yield* plainBlocks(chunks(), path);
    },
  };
}

/** Every grammar of texts, as what reads one; pyeer's with the impostors of its second file given. */
export const GRAMMARS: Readonly<
  Record<string, (content: string | Uint8Array, step?: number) => Promise<ScoreContent>>
> = {
  ...Object.fromEntries(
    [CSV, BOB, BOB_MEASURE].map(({ name, read }: ScoreFormat) => [
      name,
      (content: string | Uint8Array, step?: number) => read(source(content, 'f', step)),
    ]),
  ),
  pyeer: (content, step) => readPyeer(source(content, 'f', step), source('0.5\n', 'g'), false),
  histogram: (content, step) => readPyeer(source('5\n', 'g'), source(content, 'f', step), true),
};
