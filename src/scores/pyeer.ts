import { FormatError } from '../errors.js';
import { quote } from '../files/quote.js';
import type { ScoreContent } from './score-file.js';
import type { ScoreFormat, ScoreSource } from './score-format.js';
import { isEmpty, readLines, wordsOf, type Layout } from './score-table.js';

/** Any number of columns, of which the last holds the score. */
function layoutOf(line: string): Layout {
  const others = Math.max(0, wordsOf(line).length - 1);
  return {
    roles: [...Array.from({ length: others }, () => 'other' as const), 'score'],
    shape: others === 0 ? 'SCORE' : 'with the SCORE as the last',
  };
}

/** Above it the columns of all comparisons would not fit an ordinary memory. */
const MOST_COMPARISONS = 100_000_000;

/**
 * One class of scores, one number a line: half of what pyeer reads. A file alone is refused, since it does not say which half.
 */
export const PYEER: ScoreFormat = {
  name: 'pyeer',
  summary: 'one SCORE a line, genuine and impostor in two files: --genuine FILE --impostor FILE',
  extensions: [],
  fits: ({ line }) => /^[ \t]*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[ \t\r]*$/i.test(line),
  read: ({ path }) =>
    Promise.reject(
      new FormatError(
        'E_SCORES_ONE_CLASS',
        { file: path, line: 1, column: 1 },
        'scores alone, without labels',
        'give both classes: --genuine FILE --impostor FILE',
      ),
    ),
};

/**
 * The comparisons of two files, genuine first: on each line a score, behind any number of other columns.
 *
 * Source: pyeer's README and example files (`geteerinf`, `-ht`) @fae8f3f. Blanks in front of a number are passed over.
 *
 * @param histogram whether line i of the impostors' file, from 0, holds how many comparisons have the score i
 * @throws FormatError E_SCORES_NUMBER, E_SCORES_INFINITE, E_SCORES_FIELDS, E_SCORES_EMPTY, and of histograms E_SCORES_COUNT,
 *   with line and column
 */
export async function readPyeer(
  genuine: ScoreSource,
  impostor: ScoreSource,
  histogram: boolean,
): Promise<ScoreContent> {
  const mated = await readList(genuine);
  const nonMated = await (histogram ? readHistogram(impostor) : readList(impostor));
  const count = mated.length + nonMated.length;
  const scores = new Float64Array(count);
  scores.set(mated);
  scores.set(nonMated, mated.length);
  return {
    scores: {
      scores,
      genuine: new Uint8Array(count).fill(1, 0, mated.length),
      fold: new Uint16Array(count),
      testFolds: [],
    },
    warnings: [],
  };
}

async function readList(source: ScoreSource): Promise<Float64Array> {
  return Float64Array.from((await readLines(source, layoutOf)).scores.scores);
}

/** The score of every comparison that a histogram counts, ascending. Blank lines may stand at its end. */
async function readHistogram({ path, text }: ScoreSource): Promise<Float64Array> {
  const counts: number[] = [];
  let total = 0;
  let line = 0;
  let blank = 0;
  for await (const { bytes } of text()) {
    for (const written of bytes.toString('latin1').replace(/\n$/, '').split('\n')) {
      line++;
      const trimmed = written.trim();
      const column = written.length - written.trimStart().length + 1;
      const refuse = (what: string, remedy: string, at = { line, column }) =>
        new FormatError('E_SCORES_COUNT', { file: path, ...at }, what, remedy);
      if (trimmed === '') {
        if (blank === 0) blank = line;
        continue;
      }
      if (blank !== 0) {
        const place = { line: blank, column: 1 };
        throw refuse('an empty line between others', 'write 0 where no comparison is', place);
      }
      if (!/^\d{1,15}$/.test(trimmed)) {
        const what = `expected how many comparisons have the score ${line - 1}, found ${quote(trimmed)}`;
        throw refuse(what, 'write one whole number a line');
      }
      total += Number(trimmed);
      if (total > MOST_COMPARISONS) {
        throw refuse(`more than ${MOST_COMPARISONS} comparisons`, 'check that this is a histogram');
      }
      counts.push(Number(trimmed));
    }
  }
  if (total === 0) throw isEmpty(path);
  const scores = new Float64Array(total);
  let at = 0;
  counts.forEach((count, score) => {
    scores.fill(score, at, at + count);
    at += count;
  });
  return scores;
}
