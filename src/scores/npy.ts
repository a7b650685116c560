import { withFile, type ByteSource } from '../files/byte-source.js';
import { failing, readNpyHeader } from '../files/npy-header.js';
import { numbersBehind } from '../files/npy-numbers.js';
import type { Scores } from '../types.js';
import { assemble } from './assemble.js';
import { foldsOf, labelsOf, npyNames, refusing, requireFinite } from './npy-columns.js';
import type { ScoreContent } from './score-file.js';
import type { ScoreFormat } from './score-format.js';

const MAGIC = '\x93NUMPY';

/** Columns by the width of the matrix. */
const WIDTHS = [2, 4, 5];

/**
 * A NumPy matrix with a comparison in each row: score and label; or also the two persons as whole numbers; or also the fold.
 *
 * Scores are float32 where the file holds float32 or float16, else float64. NaN is a failure to acquire.
 */
export const NPY: ScoreFormat = {
  name: 'npy',
  summary: 'a NumPy matrix with the columns score, genuine; perhaps two persons; perhaps fold',
  extensions: ['.npy'],
  fits: ({ bytes }) => Buffer.from(bytes.subarray(0, 6)).toString('latin1') === MAGIC,
  read: ({ path }) => withFile(path, readMatrix),
};

async function readMatrix(source: ByteSource): Promise<ScoreContent> {
  const { file } = source;
  const header = await readNpyHeader(source);
  const [rows, width, ...more] = header.shape;
  if (rows === undefined || width === undefined || more.length > 0 || !WIDTHS.includes(width)) {
    throw failing(file)(
      'E_NPY_SHAPE',
      10,
      `shape (${header.shape.join(', ')}) is not (comparisons, 2, 4 or 5)`,
      'save the columns score, genuine, and perhaps left person, right person, and fold',
    );
  }
  const values = await numbersBehind(source, header);
  const column = (index: number): Scores => {
    const taken = values instanceof Float32Array ? new Float32Array(rows) : new Float64Array(rows);
    for (let row = 0; row < rows; row++) taken[row] = values[row * width + index]!;
    return taken;
  };
  const place = (index: number) => ({ file, column: `column ${index}` });
  const scores = column(0);
  requireFinite(scores, place(0));
  const names = npyNames();
  const columns = {
    scores,
    genuine: labelsOf(column(1), place(1)),
    ...(width < 4
      ? {}
      : {
          persons: {
            left: names.numbers(column(2), place(2)),
            right: names.numbers(column(3), place(3)),
            names: names.names,
          },
        }),
    ...(width < 5 ? {} : { fold: foldsOf(column(4), place(4)) }),
  };
  return { ...assemble(columns, refusing({ file, column: 'all columns' })), warnings: [] };
}
