import { EXIT, FormatError, UserError } from '../errors.js';
import { quote } from '../files/quote.js';
import { isEmpty } from './csv.js';
import type { ScoreContent } from './score-file.js';
import type { ScoreFormat, ScoreSource } from './score-format.js';
import { ScoreTable, type Layout } from './score-table.js';

const SCORE: Layout = { roles: ['score'], shape: 'SCORE' };

/** Above it the columns of all comparisons would not fit an ordinary memory. */
const MOST_COMPARISONS = 100_000_000;

/**
 * One class of scores, one number a line: half of what pyeer reads. A file alone is refused, since it does not say which half.
 *
 * Source: pyeer's command `geteerinf` and its example files. Blanks in front of a number are passed over.
 */
export const PYEER: ScoreFormat = {
  name: 'pyeer',
  summary: 'one SCORE a line, genuine and impostor in two files: --genuine FILE --impostor FILE',
  extensions: [],
  fits: ({ line }) => /^[ \t]*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[ \t\r]*$/i.test(line),
  read: ({ path }) =>
    Promise.reject(
      new UserError(
        'E_SCORES_ONE_CLASS',
        `${path}:1: scores alone, without a label`,
        'give both classes: --genuine FILE --impostor FILE',
        EXIT.badData,
      ),
    ),
};

/**
 * The comparisons of two files, genuine first.
 *
 * @param histogram whether line i, from 0, holds how many comparisons have the score i, in place of one score
 * @throws FormatError E_SCORES_NUMBER, E_SCORES_INFINITE, E_SCORES_FIELDS, E_SCORES_EMPTY, and of histograms E_SCORES_COUNT,
 *   with line and column
 */
export async function readPyeer(
  genuine: ScoreSource,
  impostor: ScoreSource,
  histogram: boolean,
): Promise<ScoreContent> {
  const read = histogram ? readHistogram : readList;
  const [mated, nonMated] = [await read(genuine), await read(impostor)];
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

async function readList({ path, size, text }: ScoreSource): Promise<Float64Array> {
  const table = new ScoreTable(path, SCORE, size);
  for await (const block of text()) table.take(block);
  return Float64Array.from(table.finish(0).scores.scores);
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
