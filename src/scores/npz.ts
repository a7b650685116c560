import { FormatError } from '../errors.js';
import { quote } from '../files/quote.js';
import { withNpz, type NpzArchive } from '../files/npz-archive.js';
import { assemble, type NamedColumns } from './assemble.js';
import {
  foldsOf,
  labelsOf,
  npyNames,
  readNames,
  readVector,
  refusing,
  requireFinite,
} from './npy-columns.js';
import type { ScoreContent } from './score-file.js';
import type { ScoreFormat } from './score-format.js';

/** The names of arrays that mean something. */
const ARRAYS = [
  'scores',
  'genuine',
  'fold',
  'test',
  'quality',
  'left',
  'right',
  'left_person',
  'right_person',
];

/** Arrays that mean something only together. */
const TOGETHER = [
  ['left', 'right'],
  ['left_person', 'right_person'],
] as const;

/**
 * A NumPy archive with one vector for each column: `scores` and `genuine`, perhaps `fold`, `test`, `quality`, and `left`,
 * `right`, `left_person`, `right_person` as texts or whole numbers.
 *
 * Scores are float32 where the array is float32 or float16, else float64. NaN is a failure to acquire.
 */
export const NPZ: ScoreFormat = {
  name: 'npz',
  summary: 'a NumPy archive with the vectors scores, genuine, and columns as in csv',
  extensions: ['.npz'],
  fits: ({ bytes }) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4,
  read: ({ path }) => withNpz(path, (archive) => readArchive(path, archive)),
};

async function readArchive(path: string, archive: NpzArchive): Promise<ScoreContent> {
  const has = (name: string) => archive.names.includes(name);
  requireArrays(path, has);
  const scores = await archive.read('scores', (source) => readVector(source, 'scores', undefined));
  const rows = scores.length;
  const vector = (name: string) => archive.read(name, (source) => readVector(source, name, rows));
  const place = (column: string) => ({ file: path, column });
  const named = async (left: string, right: string): Promise<NamedColumns | undefined> => {
    if (!has(left)) return undefined;
    const table = npyNames();
    const column = (name: string) =>
      archive.read(name, (source) => readNames(source, table, name, rows));
    return { left: await column(left), right: await column(right), names: table.names };
  };
  requireFinite(scores, place('scores'));
  const quality = has('quality') ? await vector('quality') : undefined;
  if (quality !== undefined) requireFinite(quality, place('quality'));
  const columns = {
    scores,
    genuine: labelsOf(await vector('genuine'), place('genuine')),
    fold: has('fold') ? foldsOf(await vector('fold'), place('fold')) : undefined,
    test: has('test') ? labelsOf(await vector('test'), place('test')) : undefined,
    quality,
    pictures: await named('left', 'right'),
    persons: await named('left_person', 'right_person'),
  };
  const ignored = archive.names.filter((name) => !ARRAYS.includes(name));
  return {
    ...assemble(columns, refusing(place('all arrays'))),
    warnings:
      ignored.length === 0 ? [] : [`${path}: arrays passed over: ${ignored.map(quote).join(', ')}`],
  };
}

/** @throws FormatError E_SCORES_HEADER where an array is missing */
function requireArrays(path: string, has: (name: string) => boolean): void {
  const missing = [
    ...['scores', 'genuine'].filter((name) => !has(name)),
    ...TOGETHER.flatMap((both) => (both.some(has) ? both.filter((name) => !has(name)) : [])),
  ];
  if (missing.length === 0) return;
  const what = `no array ${missing.join(', ')}`;
  throw new FormatError('E_SCORES_HEADER', { file: path }, what, 'save it under that name');
}
